//! Comments that silence findings: `// check: allow(unused-variable)`.

use crate::check::program::Comment;
use crate::check::{Code, Finding, Span};
use crate::values::closest;

/// What a comment that allows something begins with, behind its slashes.
const BEGINNING: &str = "check:";

/// A line in which findings of some codes are not wanted.
#[derive(Debug)]
struct Allowed {
    line: usize,
    codes: Vec<Code>,
}

/// The findings that no comment silences, and what is wrong with those comments.
///
/// A comment behind code counts for its line, one that stands alone for the next line with something else in it.
pub(super) fn without_allowed(
    findings: Vec<Finding>,
    comments: &[Comment],
    next_line: impl Fn(usize) -> Option<usize>,
) -> Vec<Finding> {
    let mut allowed = Vec::new();
    let mut kept = Vec::new();
    for comment in comments {
        let Some(words) = of_checker(&comment.text) else {
            continue;
        };
        let line = match comment.is_behind_code {
            true => Some(comment.span.first_line()),
            false => next_line(comment.span.last_line()),
        };
        let mut codes = Vec::new();
        for name in named(words) {
            match Code::named(name) {
                Some(code) => codes.push(code),
                None => kept.push(unknown(comment, name)),
            }
        }
        allowed.extend(line.map(|line| Allowed { line, codes }));
    }
    let is_wanted = |finding: &Finding| {
        let mut here = allowed
            .iter()
            .filter(|allowed| allowed.line == finding.span().first_line());
        !here.any(|allowed| allowed.codes.contains(&finding.code()))
    };
    kept.extend(findings);
    kept.retain(is_wanted);
    kept
}

/// What a comment says to the checker.
fn of_checker(comment: &str) -> Option<&str> {
    let inner = comment.strip_prefix("//")?;
    Some(inner.trim().strip_prefix(BEGINNING)?.trim())
}

/// The names in `allow(one, other)`; whatever else is written there counts as one.
fn named(words: &str) -> Vec<&str> {
    let inner = words
        .strip_prefix("allow")
        .and_then(|rest| rest.trim_start().strip_prefix('('))
        .and_then(|rest| rest.split_once(')'));
    let names = inner.map_or(words, |(names, _)| names).split(',');
    names.map(str::trim).collect()
}

fn unknown(comment: &Comment, name: &str) -> Finding {
    let place = comment.text.find(name).filter(|_| !name.is_empty());
    let n_before = place.and_then(|at| Some(comment.text.get(..at)?.chars().count()));
    let (line, column) = (comment.span.first_line(), comment.span.first_column());
    let span = match n_before {
        Some(n_before) => {
            let first = column + n_before;
            Span::new((line, first), (line, first + name.chars().count() - 1))
        }
        None => comment.span,
    };
    let known = Code::all().iter().map(|code| code.name());
    let help = match closest(name, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write `// check: allow(CODE)` with a code that a finding shows, \
                 such as `unused-variable`"
            .to_owned(),
    };
    let message = match name {
        "" => "this comment allows nothing".to_owned(),
        name => format!("there is no finding `{name}` that could be allowed"),
    };
    Finding::new(Code::UnknownAllow, span, message)
        .with_label("silences nothing")
        .with_help(help)
}

//! Findings for people: the line, what is wrong there, and what to do.

use std::collections::BTreeSet;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use futures_script::{Finding, Severity};

use crate::check::command::Report;
use crate::check::place;
use crate::script::Script;

/// Each finding, and how many there are.
pub(crate) fn report(all: &Report, is_coloured: bool) -> String {
    let mut text = String::new();
    for (script, finding) in all.findings() {
        text += &one(script, finding, is_coloured);
        text += "\n\n";
    }
    text + summary(all).as_str()
}

/// A finding, for who has more to say around it.
pub(crate) fn one(script: &Script, finding: &Finding, is_coloured: bool) -> String {
    let renderer = if is_coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[shown(script, finding)])
}

fn shown<'a>(script: &'a Script, finding: &'a Finding) -> Group<'a> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(finding.message())
        .id(finding.code().name());
    let at = |span| place::bytes(&script.text, span);
    let primary = AnnotationKind::Primary.span(at(finding.span()));
    let mut snippet = Snippet::source(script.text.as_str())
        .path(script.name.as_str())
        .annotation(if finding.label().is_empty() {
            primary
        } else {
            primary.label(finding.label())
        });
    for note in finding.notes() {
        let context = AnnotationKind::Context.span(at(note.span()));
        snippet = snippet.annotation(context.label(note.words()));
    }
    let group = title.element(snippet);
    match finding.help() {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

/// How many findings there are, and how to learn more about them.
fn summary(all: &Report) -> String {
    let n_scripts = counted(all.checked.len(), "script");
    let findings: Vec<&Finding> = all.findings().map(|(_, finding)| finding).collect();
    let n_of = |severity| {
        let of = |finding: &&&Finding| finding.severity() == severity;
        findings.iter().filter(of).count()
    };
    let counts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, word)| (n_of(severity), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| counted(n, word))
        .collect();
    let unread = match all.unreadable.len() {
        0 => String::new(),
        n => format!("; {n} could not be read"),
    };
    if counts.is_empty() {
        return format!("nothing found in {n_scripts}{unread}\n");
    }
    let codes: BTreeSet<&str> = findings.iter().map(|it| it.code().name()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let (code, of) = match codes.as_slice() {
        [code] => (*code, String::new()),
        codes => ("CODE", format!("; here CODE is {}", listed(codes))),
    };
    format!(
        "{} in {n_scripts}{unread}\nfutures check --explain {code} says more{of}\n",
        counts.join(" and ")
    )
}

fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn listed(words: &[&str]) -> String {
    match words {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        words => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, listed};

    #[test]
    fn counts_and_lists_are_read_as_sentences() {
        assert_eq!(counted(1, "error"), "1 error");
        assert_eq!(counted(0, "error"), "0 errors");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b"]), "a or b");
        assert_eq!(listed(&["a", "b", "c"]), "a, b or c");
    }
}

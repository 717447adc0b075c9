//! Texts that are no scripts, with the words that `futures run` has for them.

use rhai::Position;

use crate::check::{Code, Finding, Span};
use crate::error::ScriptError;

/// A finding for a text that the engine has refused.
pub(super) fn refused(error: &ScriptError, text: &str) -> Finding {
    let at = error
        .place()
        .map_or((1, 1), |place| (place.line(), place.column()));
    finding(word_at(at, text), error.message())
}

/// A finding for imports that are none.
pub(super) fn refused_import(at: Position, words: &str, text: &str) -> Finding {
    let at = (at.line().unwrap_or(1), at.position().unwrap_or(1));
    finding(word_at(at, text), words)
}

/// A finding with these words, of which a second clause says what to do.
pub(super) fn finding(span: Span, words: &str) -> Finding {
    match words.split_once("; ") {
        Some((what, help)) => Finding::new(Code::SyntaxError, span, what).with_help(help),
        None => Finding::new(Code::SyntaxError, span, words),
    }
}

/// The word or string that begins at this line and column, or the sign there.
fn word_at(at: (usize, usize), text: &str) -> Span {
    let line = text
        .split('\n')
        .nth(at.0.saturating_sub(1))
        .unwrap_or_default();
    let rest = line.chars().skip(at.1.saturating_sub(1));
    let rest: String = rest.collect();
    let quoted = rest
        .strip_prefix('"')
        .and_then(|inner| inner.split_once('"'));
    let n_word = match quoted {
        Some((inner, _)) => inner.chars().count() + 2,
        None => {
            let mut chars = rest.chars();
            let end = chars.position(|char| !char.is_alphanumeric() && char != '_');
            end.unwrap_or(rest.chars().count())
        }
    };
    Span::new(at, (at.0, at.1 + n_word.saturating_sub(1)))
}

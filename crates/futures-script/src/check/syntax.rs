//! Texts that are no scripts, with the words that `futures run` has for them.

use crate::check::{Code, Finding, Span};
use crate::error::ScriptError;

/// A finding for a text that the engine has refused.
pub(super) fn refused(error: &ScriptError, text: &str) -> Finding {
    let at = error
        .place()
        .map_or((1, 1), |place| (place.line(), place.column()));
    let line = text.split('\n').nth(at.0 - 1).unwrap_or_default();
    let rest = line.chars().skip(at.1.saturating_sub(1));
    let n_word = rest
        .take_while(|char| char.is_alphanumeric() || *char == '_')
        .count();
    let span = Span::new(at, (at.0, at.1 + n_word.saturating_sub(1)));
    let message = error.message();
    // A second clause says what to do.
    match message.split_once("; ") {
        Some((what, help)) => Finding::new(Code::SyntaxError, span, what).with_help(help),
        None => Finding::new(Code::SyntaxError, span, message),
    }
}

//! The text of a script as files have it.

use std::borrow::Cow;

/// Takes away a byte order mark and makes a comment of a `#!` line, leaving every position as it was.
pub(crate) fn normalize(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = match text.strip_prefix("#!") {
        Some(rest) => Cow::Owned(format!("//{rest}")),
        None => Cow::Borrowed(text),
    };
    text.into_owned()
}

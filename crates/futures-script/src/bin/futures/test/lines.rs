//! Lines of a report, each with what it is, so that they can be coloured on terminals and plain elsewhere.

use std::fmt;

use crate::harmless::harmless;

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: LineKind,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// In both texts, or no part of a difference.
    Plain,
    /// Expected, and not there.
    Missing,
    /// There, and not expected.
    Extra,
    /// About the lines around it.
    Remark,
}

impl Line {
    pub(crate) fn new(kind: LineKind, text: impl Into<String>) -> Self {
        Line {
            kind,
            text: text.into(),
        }
    }

    pub(crate) fn remark(text: impl Into<String>) -> Self {
        Line::new(LineKind::Remark, text)
    }

    /// With its sign in front, in the colour that belongs to it.
    pub(crate) fn coloured(&self) -> String {
        let colour = match self.kind {
            LineKind::Plain => return self.to_string(),
            LineKind::Missing => "31",
            LineKind::Extra => "32",
            LineKind::Remark => "36",
        };
        format!("\x1b[{colour}m{self}\x1b[0m")
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = visible(&self.text);
        match self.kind {
            LineKind::Plain => write!(f, "  {text}"),
            LineKind::Missing => write!(f, "- {text}"),
            LineKind::Extra => write!(f, "+ {text}"),
            LineKind::Remark => write!(f, "{text}"),
        }
    }
}

/// Control characters as escapes, so that what a script has printed does nothing to the terminal, and spaces at the end
/// as dots, since one that is missing there would not be seen.
fn visible(text: &str) -> String {
    let kept = text.trim_end_matches(' ');
    let mut visible = harmless(kept);
    visible.extend(std::iter::repeat_n('·', text.len() - kept.len()));
    visible
}

#[cfg(test)]
mod tests {
    use super::{Line, LineKind};

    #[test]
    fn what_cannot_be_seen_is_shown() {
        let line = Line::new(LineKind::Extra, "a\x1b[1m\tb  ");
        assert_eq!(line.to_string(), "+ a\\u{1b}[1m\tb··");
        assert_eq!(line.coloured(), "\x1b[32m+ a\\u{1b}[1m\tb··\x1b[0m");
    }
}

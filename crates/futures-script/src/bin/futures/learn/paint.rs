//! Colours on standard output, where they are wanted.

use std::io::{self, IsTerminal};

use crate::colours;

/// Puts words into colours, or leaves them as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paint {
    is_coloured: bool,
}

impl Paint {
    /// As standard output wants it.
    pub(crate) fn for_output() -> Self {
        Paint {
            is_coloured: colours::wanted_here(io::stdout().is_terminal()),
        }
    }

    pub(crate) fn is_coloured(self) -> bool {
        self.is_coloured
    }

    pub(crate) fn good(self, text: &str) -> String {
        self.paint("1;32", text)
    }

    pub(crate) fn bad(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn hint(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn paint(self, colour: &str, text: &str) -> String {
        if self.is_coloured {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

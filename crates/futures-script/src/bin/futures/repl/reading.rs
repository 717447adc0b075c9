//! Where inputs come from: a line editor, a terminal that can do nothing, or a pipe.

use crate::repl::keys::IsComplete;
use crate::repl::lines::Lines;
use crate::repl::names::Own;
use crate::repl::terminal::Terminal;

/// What came of asking for an input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// This, without the end of its last line.
    Input(String),
    /// Ctrl-C: what was typed does not count.
    Interrupted,
    /// There is no more.
    End,
    /// The terminal was closed.
    HungUp,
}

/// Where inputs come from.
pub(crate) enum Reader {
    Terminal(Box<Terminal>),
    Lines(Lines),
}

impl Reader {
    /// Waits for the next input; `is_complete` says where it ends.
    pub(crate) fn read(&mut self, is_complete: IsComplete) -> Read {
        match self {
            Reader::Terminal(terminal) => terminal.read(is_complete),
            Reader::Lines(lines) => lines.read(&is_complete),
        }
    }

    /// Notes what the session has made, for who types.
    pub(crate) fn note_names(&mut self, own: impl FnOnce() -> Own) {
        if let Reader::Terminal(terminal) = self {
            terminal.names().own = own();
        }
    }
}

//! Places in a script that are longer than one character.

use std::fmt;

/// A part of a script: from its first character to its last one, both counted from 1.
///
/// Lines end with `\n`; a column is a number of characters, as in the messages of a script that fails. The last
/// character belongs to the part, so a name of one letter begins and ends in the same column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    first: (usize, usize),
    last: (usize, usize),
}

impl Span {
    /// From the character at line and column `first` to that at `last`.
    pub(crate) fn new(first: (usize, usize), last: (usize, usize)) -> Self {
        Span {
            first,
            last: last.max(first),
        }
    }

    /// From the beginning of this part to the end of `last`.
    pub(crate) fn to(self, last: Span) -> Self {
        Span::new(self.first, self.last.max(last.last))
    }

    /// The line of its first character.
    pub fn first_line(self) -> usize {
        self.first.0
    }

    /// The column of its first character.
    pub fn first_column(self) -> usize {
        self.first.1
    }

    /// The line of its last character.
    pub fn last_line(self) -> usize {
        self.last.0
    }

    /// The column of its last character.
    pub fn last_column(self) -> usize {
        self.last.1
    }
}

impl fmt::Display for Span {
    /// Where it begins, as `line:column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first.0, self.first.1)
    }
}

//! Where in a script something happened: a source and a position in it, and the frames of a call stack.

use std::fmt;

use rhai::{ImmutableString, Position};

/// A position in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    source: ImmutableString,
    line: usize,
    column: usize,
}

impl Place {
    /// The place of `position` in `source`, or `None` if the engine does not know the position.
    pub(crate) fn new(source: &str, position: Position) -> Option<Self> {
        let line = position.line()?;
        // A syntax error at the end of the input has a line but no column.
        let column = position.position().unwrap_or(1);
        Some(Place {
            source: source.into(),
            line,
            column,
        })
    }

    /// The name of the script or module, as given when it was loaded; empty if it has none.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    pub(crate) fn position(&self) -> Position {
        let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        Position::new(short(self.line), short(self.column))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.is_empty() {
            write!(f, "line {}, column {}", self.line, self.column)
        } else {
            write!(f, "{}:{}:{}", self.source, self.line, self.column)
        }
    }
}

/// What a [`Frame`] of a call stack stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameKind {
    /// A function of the script, or a built-in one that called back into the script; its name.
    Function(String),
    /// A closure.
    Closure,
    /// A task of a pool; what it is called in reports, for instance `task 3`.
    Task(String),
    /// What else went on when all was stopped, for instance `task 3 was` or `task 3 waited for lock 1,`.
    Meanwhile(String),
    /// Who waits for what in a deadlock, as the message says it too, for instance `task 3 waits for lock 1`.
    Waits(String),
    /// What else is known of a deadlock, for instance `task 3 was submitted`.
    Deadlock(String),
    /// So many frames of a long stack that are left out.
    LeftOut(usize),
    /// The place where a caught or awaited error was thrown again.
    Rethrown,
}

/// One level of the call stack of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub(crate) kind: FrameKind,
    pub(crate) at: Option<Place>,
}

impl Frame {
    /// What was running.
    pub fn kind(&self) -> &FrameKind {
        &self.kind
    }

    /// Where it was called, for a task, submitted, or for what went on meanwhile, how far it had come.
    pub fn at(&self) -> Option<&Place> {
        self.at.as_ref()
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match &self.kind {
            FrameKind::Function(name) => {
                write!(f, "in function {name}")?;
                "called"
            }
            FrameKind::Closure => {
                f.write_str("in closure")?;
                "called"
            }
            FrameKind::Task(name) => {
                write!(f, "in {name}")?;
                "submitted"
            }
            FrameKind::Meanwhile(what) => {
                write!(f, "meanwhile {what}")?;
                ""
            }
            FrameKind::Waits(what) | FrameKind::Deadlock(what) => {
                f.write_str(what)?;
                ""
            }
            FrameKind::LeftOut(frames) => {
                write!(f, "… {frames} more")?;
                ""
            }
            FrameKind::Rethrown => {
                f.write_str("thrown again")?;
                ""
            }
        };
        match &self.at {
            Some(place) if verb.is_empty() => write!(f, " at {place}"),
            Some(place) => write!(f, ", {verb} at {place}"),
            None => Ok(()),
        }
    }
}

//! Where in a script something happened: a source and a position in it, and the frames of a call stack.

use std::fmt;

use rhai::{ImmutableString, Position};

use crate::current;
use crate::modules::{Linked, Unit};

/// A position in a script or a module of it.
#[derive(Clone, Debug)]
pub struct Place {
    source: ImmutableString,
    /// The text of the module or the input that it is in, if it is in one.
    text: Option<ImmutableString>,
    line: usize,
    column: usize,
    /// What it is to the engine, for which a script and its modules are one program.
    position: Position,
}

impl Place {
    /// The place of `position` in `source` or one of its modules, or `None` if the engine does not know the position.
    pub(crate) fn new(source: &str, position: Position) -> Option<Self> {
        let run = current::run_if_any();
        let linked = run.as_ref().and_then(|run| run.linked());
        Self::in_program(linked, source, position)
    }

    /// As [`new`](Self::new), in this program.
    pub(crate) fn in_program(
        linked: Option<&Linked>,
        source: &str,
        position: Position,
    ) -> Option<Self> {
        match linked.and_then(|linked| linked.own_text(position)) {
            Some(unit) => Self::in_unit(&unit, position),
            None => Self::in_file(source, position.line()?, position),
        }
    }

    /// The place of `position` in one of the texts of a program.
    pub(crate) fn in_unit(unit: &Unit, position: Position) -> Option<Self> {
        let place = Self::in_file(&unit.source, unit.line_of(position)?, position)?;
        Some(Place {
            text: unit.has_own_text().then(|| unit.text.clone()),
            ..place
        })
    }

    /// The same place, which another process has told of, in this program.
    pub(crate) fn of_program(self, linked: &Linked) -> Self {
        let unit = linked.own_text(self.position);
        match unit.and_then(|unit| Self::in_unit(&unit, self.position)) {
            Some(place) => place,
            None => self,
        }
    }

    /// The place in line `line` of `source` that is `position` to the engine.
    pub(crate) fn in_file(source: &str, line: usize, position: Position) -> Option<Self> {
        if position.is_none() {
            return None;
        }
        Some(Place {
            source: source.into(),
            text: None,
            line,
            // A syntax error at the end of the input has a line but no column.
            column: position.position().unwrap_or(1),
            position,
        })
    }

    /// The name of the script or module, as given when it was loaded; empty if it has none.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text of the module or of the input of a session that it is in, as it was read; `None` if it is in the script
    /// itself.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
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
        self.position
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        let key = |place: &Self| (place.line, place.column);
        key(self) == key(other) && self.source == other.source
    }
}

impl Eq for Place {}

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
    /// The place where the file was imported in which it happened.
    Import,
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
            FrameKind::Import => {
                f.write_str("imported")?;
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

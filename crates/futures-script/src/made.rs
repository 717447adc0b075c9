//! Where a script has made what it can wait for: said by the report on a deadlock.

use std::fmt;

use rhai::{NativeCallContext, Position};

use crate::current;
use crate::error::ScriptResult;

/// A thing that scripts wait for, such as a lock, as reports name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Made {
    noun: &'static str,
    number: u64,
    at: Position,
}

impl Made {
    /// One more `noun`, made by this call.
    pub(crate) fn by(context: &NativeCallContext<'_>, noun: &'static str) -> ScriptResult<Self> {
        Ok(Made {
            noun,
            number: current::run()?.next_number(),
            at: context.call_position(),
        })
    }

    /// Where that was.
    pub(crate) fn position(&self) -> Position {
        self.at
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.noun, self.number)
    }
}

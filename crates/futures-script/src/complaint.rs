//! What a run has to say while no code of the script is there to hear it.

use std::fmt;

use crate::error::ScriptError;
use crate::log_level::LogLevel;

/// Something that no code of the script is there to hear; see [`Builder::complaints`](crate::Builder::complaints).
///
/// Its `Display` form is what an interpreter writes to standard error by default.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Complaint {
    /// The script called `log`.
    Log {
        /// How important it is.
        level: LogLevel,
        /// The time since the run began, the level, who wrote it and the text.
        line: String,
    },
    /// The script called `print_error`.
    Printed {
        /// What it printed, without the end of the line.
        line: String,
    },
    /// Something failed.
    Failure {
        /// Why the script does not learn of it.
        why: Unheard,
        /// What it failed with.
        error: ScriptError,
    },
    /// A process of a pool has written to its standard error, which no script does.
    Worker {
        /// What it has written, without the end of the line.
        line: String,
    },
    /// A block or the script has failed, and its tasks run on for so long that its user should know what goes on.
    Waiting {
        /// What is waited for, for instance `1 running task of ThreadPool-0 (submitted at a.rhai:3:9)`.
        what: String,
        /// What the block or the script failed with.
        error: ScriptError,
    },
}

/// Why no code of a script learns of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unheard {
    /// A task failed, and nobody has asked for its result.
    NeverRetrieved,
    /// A callback failed, which has no caller.
    Callback,
    /// A thread that the script had started by hand failed, which has no result.
    Thread,
    /// The end of a `with` failed after its block had, and the block's error goes on.
    EndOfWith,
    /// A script or task was stopped before or while the `exit` of a map in `with` ran.
    CutOff,
    /// The script failed, but the run ended in another way then, which is its error.
    Superseded,
}

impl Complaint {
    /// What failed, if something did.
    pub fn error(&self) -> Option<&ScriptError> {
        match self {
            Complaint::Log { .. } | Complaint::Printed { .. } | Complaint::Worker { .. } => None,
            Complaint::Failure { error, .. } | Complaint::Waiting { error, .. } => Some(error),
        }
    }
}

impl Unheard {
    /// What stands before the error, with a colon; nothing if the error's own stack says it.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Unheard::NeverRetrieved => Some("never retrieved"),
            Unheard::Callback | Unheard::Thread => None,
            Unheard::EndOfWith => Some("at the end of with"),
            Unheard::CutOff => Some("the clean-up at the end of with was cut off"),
            Unheard::Superseded => Some("the script had failed"),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Complaint::Log { line, .. }
            | Complaint::Printed { line }
            | Complaint::Worker { line } => f.write_str(line),
            Complaint::Failure { why, error } => {
                if let Some(words) = why.words() {
                    write!(f, "{words}: ")?;
                }
                f.write_str(&error.report())
            }
            Complaint::Waiting { what, error } => {
                write!(f, "waiting for {what}, after {}", error.in_short())
            }
        }
    }
}

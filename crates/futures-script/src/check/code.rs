//! The kinds of findings, by the names that stand in messages and in comments.

use std::fmt;

use crate::check::Severity;

/// What kind of finding it is.
///
/// Its [name](Self::name) is what `// check: allow(…)` silences and what `futures check --explain` takes.
///
/// ```
/// use futures_script::{Code, Severity};
///
/// assert_eq!(Code::UnusedVariable.name(), "unused-variable");
/// assert_eq!(Code::named("unused-variable"), Some(Code::UnusedVariable));
/// assert_eq!(Code::UnusedVariable.severity(), Severity::Warning);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is no script.
    SyntaxError,
    /// A function is called that does not exist.
    UnknownFunction,
    /// A method is called that the value does not have.
    UnknownMethod,
    /// A variable is used that does not exist there.
    UnknownVariable,
    /// A property is read that the value does not have.
    UnknownProperty,
    /// A map of options has a key that the function does not know.
    UnknownOption,
    /// A function is given more or fewer arguments than it takes.
    WrongArgumentCount,
    /// A function is given what it cannot take.
    WrongArgument,
    /// A text with values to fill in stands in double quotes.
    MissingBackticks,
    /// The value of a variable is never read.
    UnusedVariable,
    /// A function is never called.
    UnusedFunction,
    /// A statement can never be reached.
    UnreachableCode,
    /// Nobody asks a future for its result.
    ResultNotTaken,
    /// A lock is taken, and not given back on every way.
    LockNotReleased,
    /// A task assigns a variable that it captures, which is a copy.
    CapturedAssignment,
    /// A task of a bounded pool waits for another one of the same pool.
    WaitsOnOwnPool,
    /// A pool is made and never shut down.
    PoolNotShutDown,
    /// A comment allows a code that there is not.
    UnknownAllow,
}

impl Code {
    /// All kinds, in the order of their explanations.
    pub fn all() -> &'static [Code] {
        &[
            Code::SyntaxError,
            Code::UnknownFunction,
            Code::UnknownMethod,
            Code::UnknownVariable,
            Code::UnknownProperty,
            Code::UnknownOption,
            Code::WrongArgumentCount,
            Code::WrongArgument,
            Code::MissingBackticks,
            Code::UnusedVariable,
            Code::UnusedFunction,
            Code::UnreachableCode,
            Code::ResultNotTaken,
            Code::LockNotReleased,
            Code::CapturedAssignment,
            Code::WaitsOnOwnPool,
            Code::PoolNotShutDown,
            Code::UnknownAllow,
        ]
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Code> {
        Self::all().iter().copied().find(|code| code.name() == name)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Code::SyntaxError => "syntax-error",
            Code::UnknownFunction => "unknown-function",
            Code::UnknownMethod => "unknown-method",
            Code::UnknownVariable => "unknown-variable",
            Code::UnknownProperty => "unknown-property",
            Code::UnknownOption => "unknown-option",
            Code::WrongArgumentCount => "wrong-argument-count",
            Code::WrongArgument => "wrong-argument",
            Code::MissingBackticks => "missing-backticks",
            Code::UnusedVariable => "unused-variable",
            Code::UnusedFunction => "unused-function",
            Code::UnreachableCode => "unreachable-code",
            Code::ResultNotTaken => "result-not-taken",
            Code::LockNotReleased => "lock-not-released",
            Code::CapturedAssignment => "captured-assignment",
            Code::WaitsOnOwnPool => "waits-on-own-pool",
            Code::PoolNotShutDown => "pool-not-shut-down",
            Code::UnknownAllow => "unknown-allow",
        }
    }

    /// How bad it is: an error fails when it is reached, a warning does something else than was probably meant.
    pub fn severity(self) -> Severity {
        match self {
            Code::SyntaxError
            | Code::UnknownFunction
            | Code::UnknownMethod
            | Code::UnknownVariable
            | Code::UnknownProperty
            | Code::UnknownOption
            | Code::WrongArgumentCount
            | Code::WrongArgument
            | Code::CapturedAssignment => Severity::Error,
            Code::MissingBackticks
            | Code::UnusedVariable
            | Code::UnusedFunction
            | Code::UnreachableCode
            | Code::ResultNotTaken
            | Code::LockNotReleased
            | Code::WaitsOnOwnPool
            | Code::PoolNotShutDown
            | Code::UnknownAllow => Severity::Warning,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

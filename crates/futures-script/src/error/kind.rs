//! The kinds of script errors, and the names under which scripts see them.

use futures_core::ErrorKind as TaskErrorKind;
use rhai::EvalAltResult;

/// What kind of error ended a script or a task of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScriptErrorKind {
    /// The script threw a value.
    Thrown,
    /// The text is not a script.
    Syntax,
    /// A value of the wrong type, or an operation that its type does not have.
    Type,
    /// A value of the right type that is not acceptable.
    Value,
    /// An unknown variable, function, property or module.
    Name,
    /// An index outside an array, string or blob.
    Index,
    /// An overflow or a division by zero.
    Arithmetic,
    /// An attempt to change a constant, or what a task captured.
    ReadOnly,
    /// Calls nested too deeply.
    Recursion,
    /// A limit of the interpreter was exceeded.
    Limit,
    /// A captured variable was used while a call on it was under way.
    DataRace,
    /// The script called `exit`.
    Exit,
    /// The script was stopped from outside.
    Interrupted,
    /// Anything else that the engine or the operating system refuses.
    System,
    /// A future has no value, or a wait gave up: cancelled, timed out, broken pool …
    Task(TaskErrorKind),
}

impl ScriptErrorKind {
    /// The name under which scripts see it as `e.kind`; Python's where Python has one.
    pub fn name(self) -> &'static str {
        match self {
            ScriptErrorKind::Thrown => "Thrown",
            ScriptErrorKind::Syntax => "SyntaxError",
            ScriptErrorKind::Type => "TypeError",
            ScriptErrorKind::Value => "ValueError",
            ScriptErrorKind::Name => "NameError",
            ScriptErrorKind::Index => "IndexError",
            ScriptErrorKind::Arithmetic => "ArithmeticError",
            ScriptErrorKind::ReadOnly => "ReadOnlyError",
            ScriptErrorKind::Recursion => "RecursionError",
            ScriptErrorKind::Limit => "LimitError",
            ScriptErrorKind::DataRace => "DataRaceError",
            ScriptErrorKind::Exit => "Exit",
            ScriptErrorKind::Interrupted => "Interrupted",
            ScriptErrorKind::System => "SystemError",
            ScriptErrorKind::Task(kind) => kind.name(),
        }
    }

    /// The kind of an error of the engine, which is none that only wraps another.
    pub(super) fn of(error: &EvalAltResult) -> Self {
        match error {
            EvalAltResult::ErrorRuntime(..) => ScriptErrorKind::Thrown,
            EvalAltResult::ErrorParsing(..) => ScriptErrorKind::Syntax,
            EvalAltResult::ErrorVariableExists(..)
            | EvalAltResult::ErrorForbiddenVariable(..)
            | EvalAltResult::ErrorVariableNotFound(..)
            | EvalAltResult::ErrorPropertyNotFound(..)
            | EvalAltResult::ErrorFunctionNotFound(..)
            | EvalAltResult::ErrorModuleNotFound(..) => ScriptErrorKind::Name,
            EvalAltResult::ErrorIndexNotFound(..)
            | EvalAltResult::ErrorArrayBounds(..)
            | EvalAltResult::ErrorStringBounds(..)
            | EvalAltResult::ErrorBitFieldBounds(..) => ScriptErrorKind::Index,
            EvalAltResult::ErrorMismatchDataType(..)
            | EvalAltResult::ErrorMismatchOutputType(..)
            | EvalAltResult::ErrorIndexingType(..)
            | EvalAltResult::ErrorUnboundThis(..)
            | EvalAltResult::ErrorDotExpr(..)
            | EvalAltResult::ErrorFor(..) => ScriptErrorKind::Type,
            EvalAltResult::ErrorArithmetic(..) => ScriptErrorKind::Arithmetic,
            EvalAltResult::ErrorNonPureMethodCallOnConstant(..)
            | EvalAltResult::ErrorAssignmentToConstant(..) => ScriptErrorKind::ReadOnly,
            EvalAltResult::ErrorStackOverflow(..) => ScriptErrorKind::Recursion,
            EvalAltResult::ErrorTooManyOperations(..)
            | EvalAltResult::ErrorTooManyVariables(..)
            | EvalAltResult::ErrorTooManyModules(..)
            | EvalAltResult::ErrorDataTooLarge(..) => ScriptErrorKind::Limit,
            EvalAltResult::ErrorDataRace(..) => ScriptErrorKind::DataRace,
            EvalAltResult::ErrorTerminated(..) => ScriptErrorKind::Interrupted,
            EvalAltResult::Exit(..) => ScriptErrorKind::Exit,
            _ => ScriptErrorKind::System,
        }
    }
}

//! The kinds of script errors, and the names under which scripts see them.

use std::fmt::{self, Write};

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
    /// An unknown variable, function or module.
    Name,
    /// A file that cannot be imported.
    Import,
    /// A method or property that the value does not have.
    Attribute,
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
    /// Something did not hold that the script had checked.
    Check,
    /// A barrier that not all parties will reach.
    BrokenBarrier,
    /// Nothing came into a queue in time.
    Empty,
    /// No room came free in a queue in time.
    Full,
    /// The script ended well, but tasks have failed and nobody has asked for their results.
    Unretrieved,
    /// The script called `exit`.
    Exit,
    /// The script was stopped from outside.
    Interrupted,
    /// The run took longer than it may.
    TimedOut,
    /// Nobody reads what the script prints any more.
    BrokenPipe,
    /// The script may not do that outside; the message names the option that would allow it.
    Permission,
    /// There is no such file or directory.
    FileNotFound,
    /// Something of that name is there already.
    FileExists,
    /// A directory, where a file was wanted.
    IsADirectory,
    /// A file, where a directory was wanted.
    NotADirectory,
    /// What the operating system says of a file, a connection or a command.
    Os,
    /// A connection could not be made, or was lost.
    Connection,
    /// A server has answered with an error.
    Http,
    /// A command that was to succeed did not.
    CalledProcess,
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
            ScriptErrorKind::Import => "ImportError",
            ScriptErrorKind::Attribute => "AttributeError",
            ScriptErrorKind::Index => "IndexError",
            ScriptErrorKind::Arithmetic => "ArithmeticError",
            ScriptErrorKind::ReadOnly => "ReadOnlyError",
            ScriptErrorKind::Recursion => "RecursionError",
            ScriptErrorKind::Limit => "LimitError",
            ScriptErrorKind::DataRace => "DataRaceError",
            ScriptErrorKind::Check => "CheckFailed",
            ScriptErrorKind::BrokenBarrier => "BrokenBarrierError",
            ScriptErrorKind::Empty => "Empty",
            ScriptErrorKind::Full => "Full",
            ScriptErrorKind::Unretrieved => "Unretrieved",
            ScriptErrorKind::Exit => "Exit",
            ScriptErrorKind::Interrupted => "Interrupted",
            ScriptErrorKind::TimedOut => "TimedOut",
            ScriptErrorKind::BrokenPipe => "BrokenPipeError",
            ScriptErrorKind::Permission => "PermissionError",
            ScriptErrorKind::FileNotFound => "FileNotFoundError",
            ScriptErrorKind::FileExists => "FileExistsError",
            ScriptErrorKind::IsADirectory => "IsADirectoryError",
            ScriptErrorKind::NotADirectory => "NotADirectoryError",
            ScriptErrorKind::Os => "OSError",
            ScriptErrorKind::Connection => "ConnectionError",
            ScriptErrorKind::Http => "HTTPError",
            ScriptErrorKind::CalledProcess => "CalledProcessError",
            ScriptErrorKind::System => "SystemError",
            ScriptErrorKind::Task(kind) => kind.name(),
        }
    }

    /// The kind of an error of the engine, which is none that only wraps another.
    pub(super) fn of(error: &EvalAltResult) -> Self {
        Self::of_variant(&variant_name(error)).unwrap_or(ScriptErrorKind::System)
    }

    /// The kind behind the name of a variant of the engine's errors, if there is such a variant.
    pub(super) fn of_variant(name: &str) -> Option<Self> {
        Some(match name {
            "ErrorRuntime" => ScriptErrorKind::Thrown,
            "ErrorParsing" => ScriptErrorKind::Syntax,
            "ErrorVariableExists"
            | "ErrorForbiddenVariable"
            | "ErrorVariableNotFound"
            | "ErrorPropertyNotFound"
            | "ErrorFunctionNotFound"
            | "ErrorModuleNotFound" => ScriptErrorKind::Name,
            "ErrorIndexNotFound"
            | "ErrorArrayBounds"
            | "ErrorStringBounds"
            | "ErrorBitFieldBounds" => ScriptErrorKind::Index,
            "ErrorMismatchDataType"
            | "ErrorMismatchOutputType"
            | "ErrorIndexingType"
            | "ErrorUnboundThis"
            | "ErrorDotExpr"
            | "ErrorFor" => ScriptErrorKind::Type,
            "ErrorArithmetic" => ScriptErrorKind::Arithmetic,
            "ErrorNonPureMethodCallOnConstant" | "ErrorAssignmentToConstant" => {
                ScriptErrorKind::ReadOnly
            }
            "ErrorStackOverflow" => ScriptErrorKind::Recursion,
            "ErrorTooManyOperations"
            | "ErrorTooManyVariables"
            | "ErrorTooManyModules"
            | "ErrorDataTooLarge" => ScriptErrorKind::Limit,
            "ErrorDataRace" => ScriptErrorKind::DataRace,
            "ErrorTerminated" => ScriptErrorKind::Interrupted,
            "Exit" => ScriptErrorKind::Exit,
            _ => return None,
        })
    }

    /// The kind of an error of which only the engine's words are known.
    pub(super) fn of_words(words: &str) -> Self {
        let begins = |beginnings: &[&str]| beginnings.iter().any(|known| words.starts_with(known));
        if begins(&[
            "Variable ",
            "Forbidden ",
            "Property not ",
            "Function not ",
            "Module not ",
        ]) {
            ScriptErrorKind::Name
        } else if begins(&[
            "Array index ",
            "String index ",
            "Bit-field index ",
            "Invalid index",
        ]) {
            ScriptErrorKind::Index
        } else if begins(&["Cannot modify ", "Cannot assign ", "Non-pure "]) {
            ScriptErrorKind::ReadOnly
        } else if begins(&["Data race "]) {
            ScriptErrorKind::DataRace
        } else if words.starts_with("Stack overflow") {
            ScriptErrorKind::Recursion
        } else if words.contains(" by zero") || words.contains("overflow") {
            ScriptErrorKind::Arithmetic
        } else {
            ScriptErrorKind::Type
        }
    }
}

/// The name of the variant, as `Debug` writes it before the fields.
fn variant_name(error: &EvalAltResult) -> String {
    /// Takes the first word and refuses the rest, which may be a large value.
    struct FirstWord(String);

    impl fmt::Write for FirstWord {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let word = text
                .split(|char: char| !char.is_alphanumeric())
                .next()
                .unwrap_or(text);
            self.0.push_str(word);
            if word.len() == text.len() {
                Ok(())
            } else {
                Err(fmt::Error)
            }
        }
    }

    let mut word = FirstWord(String::new());
    let _ = write!(word, "{error:?}");
    word.0
}

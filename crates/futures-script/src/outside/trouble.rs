//! What goes wrong outside, in the words and kinds that Python readers know.

use std::io;

use rhai::{EvalAltResult, NativeCallContext};

use crate::error::{ScriptErrorKind, fail};

/// Something that went wrong outside, which is yet to be thrown by a native.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) kind: ScriptErrorKind,
    /// What, in words that follow the name of the native.
    pub(crate) text: String,
}

/// What comes of something outside.
pub(crate) type Outcome<T> = Result<T, Trouble>;

impl Trouble {
    pub(crate) fn new(kind: ScriptErrorKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Trouble { kind, text }
    }

    /// A value that is not acceptable.
    pub(crate) fn value(text: impl Into<String>) -> Self {
        Self::new(ScriptErrorKind::Value, text)
    }

    /// What the operating system says of the file or directory at `path`, as the script has named it.
    pub(crate) fn of_path(error: &io::Error, path: &str) -> Self {
        let (kind, words) = match error.kind() {
            io::ErrorKind::NotFound if path.is_empty() => {
                return Self::new(ScriptErrorKind::FileNotFound, "the path is empty");
            }
            io::ErrorKind::NotFound => (ScriptErrorKind::FileNotFound, "no such file or directory"),
            io::ErrorKind::AlreadyExists => (ScriptErrorKind::FileExists, "it is there already"),
            io::ErrorKind::IsADirectory => (ScriptErrorKind::IsADirectory, "it is a directory"),
            io::ErrorKind::NotADirectory => (
                ScriptErrorKind::NotADirectory,
                "it is no directory, or something on the way to it is none",
            ),
            io::ErrorKind::PermissionDenied => (
                ScriptErrorKind::Permission,
                "the operating system does not allow it",
            ),
            io::ErrorKind::DirectoryNotEmpty => (ScriptErrorKind::Os, "the directory is not empty"),
            io::ErrorKind::InvalidInput if path.contains('\0') => (
                ScriptErrorKind::Value,
                "a path cannot contain a NUL character",
            ),
            _ => {
                let text = format!("{path}: {}", plain(error));
                return Self::new(ScriptErrorKind::Os, text);
            }
        };
        Self::new(kind, format!("{}: {words}", path.escape_debug()))
    }

    /// As an error of the native that `context` stands for.
    pub(crate) fn raise(self, context: &NativeCallContext<'_>) -> Box<EvalAltResult> {
        self.raise_in(context.fn_name())
    }

    /// As [`raise`](Self::raise), for a native whose name is known.
    pub(crate) fn raise_in(self, native: &str) -> Box<EvalAltResult> {
        fail(self.kind, format!("{native}: {}", self.text))
    }
}

/// The words of the operating system, in lower case and without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use std::io;

    use rustix::io::Errno;

    use super::Trouble;
    use crate::error::ScriptErrorKind;

    #[track_caller]
    fn check(error: Errno, kind: ScriptErrorKind, text: &str) {
        let trouble = Trouble::of_path(&io::Error::from(error), "a/b");
        assert_eq!(trouble, Trouble::new(kind, text));
    }

    #[test]
    fn the_system_is_put_into_words() {
        use ScriptErrorKind::{FileExists, FileNotFound, IsADirectory, Os, Permission};
        check(Errno::NOENT, FileNotFound, "a/b: no such file or directory");
        let nowhere = Trouble::of_path(&io::Error::from(Errno::NOENT), "");
        assert_eq!(nowhere, Trouble::new(FileNotFound, "the path is empty"));
        check(Errno::EXIST, FileExists, "a/b: it is there already");
        check(Errno::ISDIR, IsADirectory, "a/b: it is a directory");
        check(
            Errno::ACCESS,
            Permission,
            "a/b: the operating system does not allow it",
        );
        check(Errno::NOTEMPTY, Os, "a/b: the directory is not empty");
        check(Errno::LOOP, Os, "a/b: too many levels of symbolic links");
        check(Errno::NOSPC, Os, "a/b: no space left on device");
    }
}

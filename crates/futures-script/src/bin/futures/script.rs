//! The text of a script, from a file or from standard input.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use futures_script::{Builder, Place};

/// A script that was read.
pub(crate) struct Script {
    /// What it is called in errors.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Where relative paths of its header begin: where it lies, or the current directory if nobody knows.
    pub(crate) folder: PathBuf,
    /// Did it come from standard input, to its end?
    pub(crate) is_from_input: bool,
}

impl Script {
    /// The text of the script, or of the module of it, in which `place` is.
    pub(crate) fn text_of<'a>(&'a self, place: &'a Place) -> Option<&'a str> {
        if place.source() == self.name {
            return Some(&self.text);
        }
        place.text()
    }

    /// Lets it import what is below its folder, if it is in a file.
    pub(crate) fn let_import(&self, builder: Builder) -> Builder {
        if self.is_from_input {
            return builder;
        }
        builder.import_from(&self.folder)
    }
}

/// Reads the script at `path`, or from standard input if that is `-`.
///
/// # Errors
/// What is wrong with it, in words for a user.
pub(crate) fn read(path: &OsStr) -> Result<Script, String> {
    let is_from_input = path == "-";
    let (name, bytes) = if is_from_input {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        ("<stdin>".to_owned(), read.map(|_| bytes))
    } else {
        (path.to_string_lossy().into_owned(), fs::read(path))
    };
    let bytes = bytes.map_err(|error| format!("cannot read {name}: {}", why(&error, path)))?;
    let text = decode(bytes).map_err(|what| format!("{name} is not a script: {what}"))?;
    let folder = Path::new(path).parent().filter(|_| !is_from_input);
    Ok(Script {
        name,
        text,
        folder: folder.unwrap_or(Path::new("")).to_owned(),
        is_from_input,
    })
}

/// Better words than the operating system's, where a user can do something about it.
fn why(error: &io::Error, path: &OsStr) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            let with_extension = Path::new(path).with_extension("rhai");
            if with_extension.is_file() {
                format!(
                    "there is no such file; did you mean {}?",
                    with_extension.display()
                )
            } else {
                "there is no such file".to_owned()
            }
        }
        io::ErrorKind::IsADirectory => "it is a directory, not a script".to_owned(),
        io::ErrorKind::PermissionDenied => "you have no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

/// The text in `bytes`, without a byte order mark.
fn decode(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            return "it is UTF-16; save it as UTF-8".to_owned();
        }
        let before = &bytes[..valid];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n');
        let column = valid - start.map_or(0, |newline| newline + 1) + 1;
        format!(
            "byte {column} of line {line} (0x{:02x}) is not UTF-8; save it as UTF-8",
            bytes[valid]
        )
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::io::{Error, ErrorKind};

    use super::{decode, why};

    #[test]
    fn what_the_operating_system_refuses_is_put_into_words() {
        let words = |kind: ErrorKind| why(&Error::from(kind), OsStr::new("no/such"));
        assert_eq!(words(ErrorKind::NotFound), "there is no such file");
        assert_eq!(
            words(ErrorKind::PermissionDenied),
            "you have no permission to read it"
        );
        assert_eq!(words(ErrorKind::Other), "other error");
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: Result<&str, &str>) {
        let expect = expect.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(decode(bytes.to_vec()), expect);
    }

    #[test]
    fn bytes_become_text() {
        check(b"", Ok(""));
        check("\u{feff}é\r\n".as_bytes(), Ok("é\r\n"));
        check(
            b"a\n\xc3\xa9\xff",
            Err("byte 3 of line 2 (0xff) is not UTF-8; save it as UTF-8"),
        );
        check(
            b"\xe9t\xe9",
            Err("byte 1 of line 1 (0xe9) is not UTF-8; save it as UTF-8"),
        );
        check(b"\xff\xfea\0", Err("it is UTF-16; save it as UTF-8"));
    }
}

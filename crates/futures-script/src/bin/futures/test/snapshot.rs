//! Snapshots beside the scripts, in the format of insta, so that `cargo insta` can show and accept them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a script must tell, `NAME.snap`, and a proposal of something else, `NAME.snap.new`.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    path: PathBuf,
}

/// What stands above the contents of a snapshot.
#[derive(Debug)]
pub(crate) struct About<'a> {
    /// The file name of the script.
    pub(crate) script: &'a str,
    /// The command that told it.
    pub(crate) command: String,
    pub(crate) exit: u8,
}

impl Snapshot {
    pub(crate) fn of(script: &Path) -> Self {
        Snapshot {
            path: script.with_extension("snap"),
        }
    }

    /// The one in this file.
    pub(crate) fn at(path: &Path) -> Self {
        Snapshot {
            path: path.to_owned(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What it has, without the end of the last line; `None` if there is none.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn read(&self) -> Result<Option<String>, String> {
        match fs::read_to_string(&self.path) {
            Ok(text) => contents(&text)
                .map(Some)
                .ok_or_else(|| format!("{} is no snapshot", self.path.display())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("cannot read {}: {error}", self.path.display())),
        }
    }

    /// Accepts `contents`, and forgets what was proposed.
    pub(crate) fn accept(&self, about: &About<'_>, contents: &str) -> Result<(), String> {
        self.write(&self.path, about, contents)?;
        self.forget_proposal()
    }

    /// Writes `contents` beside what was accepted, for somebody to look at.
    pub(crate) fn propose(&self, about: &About<'_>, contents: &str) -> Result<(), String> {
        self.write(&self.proposal(), about, contents)
    }

    /// Removes a proposal that is none any more.
    pub(crate) fn forget_proposal(&self) -> Result<(), String> {
        let path = self.proposal();
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(format!("cannot remove {}: {error}", path.display()))
            }
            _ => Ok(()),
        }
    }

    fn proposal(&self) -> PathBuf {
        self.path.with_extension("snap.new")
    }

    fn write(&self, path: &Path, about: &About<'_>, contents: &str) -> Result<(), String> {
        let text = format!("{about}---\n{contents}\n");
        fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }
}

impl std::fmt::Display for About<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "---")?;
        writeln!(f, "source: {}", quoted(self.script))?;
        writeln!(f, "expression: {}", quoted(&self.command))?;
        if self.exit != 0 {
            writeln!(f, "info:\n  exit: {}", self.exit)?;
        }
        Ok(())
    }
}

/// What stands below the lines about it.
fn contents(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    let rest = text.strip_prefix("---\n")?;
    let contents = match rest.strip_prefix("---\n") {
        Some(contents) => contents,
        None => rest
            .split_once("\n---\n")
            .map_or("", |(_, contents)| contents),
    };
    Some(contents.trim_end().to_owned())
}

/// As YAML takes it for a text.
fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || " _./-=".contains(char))
        && !text.ends_with(' ');
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text));
    if is_plain && !is_word {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            char if char.is_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::{About, contents, quoted};

    #[test]
    fn the_lines_about_it_are_yaml() {
        let about = About {
            script: "a.rhai",
            command: "futures run a.rhai 'x: y'".to_owned(),
            exit: 3,
        };
        assert_eq!(
            about.to_string(),
            "---\nsource: a.rhai\nexpression: \"futures run a.rhai 'x: y'\"\ninfo:\n  exit: 3\n"
        );
        assert_eq!(quoted("1"), "\"1\"");
        assert_eq!(quoted("No"), "\"No\"");
        assert_eq!(quoted("a\"\\\n\u{1b}é"), "\"a\\\"\\\\\\n\\x1bé\"");
    }

    #[test]
    fn the_contents_are_found() {
        #[track_caller]
        fn check(text: &str, expect: Option<&str>) {
            assert_eq!(contents(text).as_deref(), expect);
        }
        check("---\nsource: a\n---\none\ntwo\n", Some("one\ntwo"));
        check(
            "---\r\nsource: a\r\n---\r\none\r\n---\r\n",
            Some("one\n---"),
        );
        check("---\n---\none", Some("one"));
        check("---\nsource: a\n---\n", Some(""));
        check("---\nsource: a\n", Some(""));
        check("one\n", None);
        check("", None);
    }
}

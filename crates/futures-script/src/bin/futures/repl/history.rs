//! What was typed in earlier shells: a file with a line for each input, which several shells write at once.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

/// How many inputs are kept.
pub(crate) const MOST: usize = 10_000;

/// When the file has so many more it is made shorter. Not for each one, since that writes all of it.
const SLACK: usize = 1_000;

/// Where inputs are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct History {
    path: PathBuf,
}

impl History {
    /// The history in this file.
    pub(crate) fn at(path: PathBuf) -> Self {
        History { path }
    }

    /// That of this user, if the environment says where such files belong.
    pub(crate) fn of_user() -> Option<Self> {
        let path = standard(|name| env::var_os(name).filter(|value| !value.is_empty()))?;
        Some(History { path })
    }

    /// What was entered, the oldest first; nothing if there is no such file.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn read(&self) -> io::Result<Vec<String>> {
        let bytes = match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read?,
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut entries: Vec<String> = text.lines().map(unescaped).collect();
        entries.drain(..entries.len().saturating_sub(MOST));
        Ok(entries)
    }

    /// Adds an input. What other shells add meanwhile stays.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn add(&self, input: &str) -> io::Result<()> {
        let mut file = self.locked()?;
        file.write_all(format!("{}\n", escaped(input)).as_bytes())?;
        self.shorten(&mut file)
    }

    /// The file, which nobody else writes meanwhile.
    fn locked(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.exists()) {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
        }
        loop {
            let mut options = OpenOptions::new();
            let file = options
                .read(true)
                .append(true)
                .create(true)
                .mode(0o600)
                .open(&self.path)?;
            flock(&file, FlockOperation::LockExclusive)?;
            // Another shell may have put a shorter file in its place before we had the lock.
            let now = fs::metadata(&self.path);
            if now.is_ok_and(|now| file.metadata().is_ok_and(|own| own.ino() == now.ino())) {
                return Ok(file);
            }
        }
    }

    /// Leaves out the oldest inputs if there are too many.
    fn shorten(&self, file: &mut File) -> io::Result<()> {
        let mut bytes = Vec::new();
        File::open(&self.path)?.read_to_end(&mut bytes)?;
        let n_lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        if n_lines <= MOST + SLACK {
            return Ok(());
        }
        let mut ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let cut = ends.nth(n_lines - MOST - 1).map_or(0, |(end, _)| end + 1);
        // In one step, so that a shell that is ended meanwhile leaves one or the other.
        let name = self.path.file_name().unwrap_or_default();
        let mut new = name.to_owned();
        new.push(".new");
        let new = self.path.with_file_name(new);
        let mut options = OpenOptions::new();
        let mut shorter = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&new)?;
        shorter.write_all(&bytes[cut..])?;
        fs::rename(&new, &self.path)?;
        // The lock goes with the old file.
        flock(&*file, FlockOperation::Unlock)?;
        Ok(())
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// `$XDG_STATE_HOME/futures/history`, which is below the home folder if nothing is said.
fn standard(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let said = variable("XDG_STATE_HOME").map(PathBuf::from);
    let state = said.filter(|path| path.is_absolute()).or_else(|| {
        let home = variable("HOME")?;
        Some(Path::new(&home).join(".local/state"))
    })?;
    Some(state.join("futures/history"))
}

fn escaped(input: &str) -> String {
    input
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescaped(line: &str) -> String {
    let mut input = String::new();
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match (char, char == '\\') {
            (_, true) => match chars.next() {
                Some('n') => input.push('\n'),
                Some('r') => input.push('\r'),
                Some(other) => input.push(other),
                None => input.push('\\'),
            },
            (char, false) => input.push(char),
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::process;

    use super::{History, MOST, SLACK, escaped, standard, unescaped};

    fn file(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("futures-history-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder.join("deep/history")
    }

    #[test]
    fn inputs_of_several_lines_are_one_entry() {
        for input in ["a", "fn f() {\n    \"\\n\"\n}", "\\", "a\r\nb", "\\\\n"] {
            assert_eq!(unescaped(&escaped(input)), input);
            assert!(!escaped(input).contains(['\n', '\r']));
        }
    }

    #[test]
    fn two_shells_lose_nothing() {
        let path = file("two");
        let (one, other) = (History::at(path.clone()), History::at(path.clone()));
        assert_eq!(one.read().unwrap(), Vec::<String>::new());
        one.add("a").unwrap();
        other.add("b\nc").unwrap();
        one.add("d").unwrap();
        assert_eq!(other.read().unwrap(), ["a", "b\nc", "d"]);
        let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&path.parent().unwrap().to_owned()), 0o700);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn the_file_does_not_grow_for_ever() {
        let path = file("long");
        let history = History::at(path.clone());
        history.add("first").unwrap();
        let many: String = (0..MOST + SLACK - 1).map(|n| format!("{n}\n")).collect();
        fs::write(&path, many).unwrap();
        history.add("last but one").unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap().lines().count(),
            MOST + SLACK
        );
        history.add("last").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), MOST);
        assert_eq!(text.lines().next_back(), Some("last"));
        assert_eq!(history.read().unwrap().len(), MOST);
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }

    #[test]
    fn where_the_environment_says() {
        let check = |variables: &[(&str, &str)], expect: Option<&str>| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| value.into())
            };
            assert_eq!(standard(variable), expect.map(PathBuf::from));
        };
        check(&[("HOME", "/h")], Some("/h/.local/state/futures/history"));
        check(
            &[("HOME", "/h"), ("XDG_STATE_HOME", "/s")],
            Some("/s/futures/history"),
        );
        check(
            &[("HOME", "/h"), ("XDG_STATE_HOME", "s")],
            Some("/h/.local/state/futures/history"),
        );
        check(&[], None);
    }
}

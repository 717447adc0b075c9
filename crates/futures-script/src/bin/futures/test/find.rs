//! Finds the scripts to test, and the snapshots that belong to none.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::learn;
use crate::script;
use crate::test::header::Header;

/// What there is below the paths that were given.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// By their paths with slashes, and so in their order.
    pub(crate) cases: BTreeMap<String, Case>,
    /// Scripts without a line that says what to compare.
    pub(crate) without: Vec<String>,
    /// Snapshots whose script is gone.
    pub(crate) unreferenced: Vec<PathBuf>,
    /// Folders with exercises to learn from, which are tested in another way.
    pub(crate) courses: Vec<String>,
}

/// A script to test.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// As it is given to `futures run`.
    pub(crate) path: PathBuf,
    /// What its top says, or what is wrong with it.
    pub(crate) header: Result<Header, String>,
}

/// Folders that hold nothing written by hand.
const SKIPPED: [&str; 2] = ["node_modules", "target"];

impl Found {
    /// Looks at files, and at all that is below folders.
    ///
    /// # Errors
    /// What is wrong with a path, in words for a user.
    pub(crate) fn below(paths: &[OsString]) -> Result<Self, String> {
        let mut found = Found::default();
        for path in paths {
            let path = Path::new(path);
            if path.is_dir() {
                found
                    .walk(path)
                    .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            } else {
                found.take_named(path)?;
            }
        }
        Ok(found)
    }

    /// Keeps what somebody asks for.
    pub(crate) fn filter(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.cases.retain(|path, _| is_wanted(path));
        self.without.retain(|path| is_wanted(path));
        self.unreferenced
            .retain(|path| is_wanted(&with_slashes(path)));
    }

    /// Somebody wants this very file tested, so it must say how.
    fn take_named(&mut self, path: &Path) -> Result<(), String> {
        let name = with_slashes(path);
        let script = script::read(path.as_os_str())?;
        match Header::parse(&script.text).transpose() {
            Some(header) => {
                let path = path.to_owned();
                self.cases.insert(name, Case { path, header });
                Ok(())
            }
            None => Err(format!(
                "{name} does not say what to compare: add a line `//! output: ordered` at its top"
            )),
        }
    }

    fn walk(&mut self, folder: &Path) -> io::Result<()> {
        if learn::is_course(folder) {
            self.courses.push(with_slashes(folder));
            return Ok(());
        }
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || SKIPPED.contains(&&*name) {
                continue;
            }
            // What is reached through a link to a folder is tested where it is.
            let kind = entry.file_type()?;
            let path = if folder == Path::new(".") {
                PathBuf::from(entry.file_name())
            } else {
                entry.path()
            };
            if kind.is_dir() {
                self.walk(&path)?;
            } else if name.ends_with(".rhai") {
                self.take(path);
            } else if name.ends_with(".snap") && is_left_over(&path) {
                self.unreferenced.push(path);
            }
        }
        Ok(())
    }

    fn take(&mut self, path: PathBuf) {
        let name = with_slashes(&path);
        let header = script::read(path.as_os_str())
            .and_then(|script| Header::parse(&script.text))
            .transpose();
        match header {
            Some(header) => {
                self.cases.insert(name, Case { path, header });
            }
            None if path.with_extension("snap").is_file() => {
                let header = Err(
                    "it has a snapshot, but no line such as `//! output: ordered` at its top"
                        .to_owned(),
                );
                self.cases.insert(name, Case { path, header });
            }
            None => self.without.push(name),
        }
    }
}

/// Is it a snapshot that a test of scripts has written, of one that is gone?
fn is_left_over(path: &Path) -> bool {
    let script = path.with_extension("rhai");
    if script.exists() {
        return false;
    }
    let name = script.file_name().unwrap_or_default().to_string_lossy();
    let Ok(text) = fs::read_to_string(path) else {
        return false;
    };
    let mut lines = text.lines().take_while(|line| !line.is_empty());
    lines.next() == Some("---") && lines.any(|line| line == format!("source: {name}"))
}

/// The same on every system.
pub(crate) fn with_slashes(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

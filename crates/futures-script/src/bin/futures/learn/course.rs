//! A course: its exercises, and where their texts are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::learn::embedded;
use crate::learn::info::{INFO, Info};
use crate::learn::trouble::Trouble;
use crate::script::{self, Script};

/// A course as its author wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    pub(crate) title: String,
    pub(crate) welcome: String,
    pub(crate) farewell: String,
    pub(crate) chapters: Vec<String>,
    pub(crate) exercises: Vec<Exercise>,
    files: Files,
}

/// What there is to be solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exercise {
    /// That of its files.
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) hint: String,
    /// Under how many schedules a solution has to hold.
    pub(crate) schedules: u64,
    /// The place of its chapter among the chapters.
    pub(crate) chapter: usize,
}

/// Where the files of a course are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    Folder(PathBuf),
    /// In this program.
    Embedded,
}

/// Which text of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// As the learner gets it.
    Exercise,
    Check,
    Solution,
}

/// The folders of a course that hold more than what a learner sees.
pub(crate) const CHECKS: &str = "checks";
pub(crate) const SOLUTIONS: &str = "solutions";
pub(crate) const WRONG: &str = "wrong";

impl Text {
    /// Where it is in the folder of the course.
    pub(crate) fn path(self, name: &str) -> String {
        match self {
            Text::Exercise => format!("{name}.rhai"),
            Text::Check => format!("{CHECKS}/{name}.rhai"),
            Text::Solution => format!("{SOLUTIONS}/{name}.rhai"),
        }
    }
}

impl Course {
    /// Reads what a course says about itself; the texts of its exercises are read when they are needed.
    ///
    /// # Errors
    /// What is wrong with its `info.toml`.
    pub(crate) fn open(files: Files) -> Result<Self, Trouble> {
        let path = files.shown(INFO);
        let text = files.read(INFO)?;
        let info = Info::parse(&path, &text)?;
        let exercises = (0..).zip(&info.chapters).flat_map(|(chapter, it)| {
            it.exercises.iter().map(move |entry| Exercise {
                name: entry.name.get_ref().clone(),
                title: entry.title.clone(),
                hint: entry.hint.trim().to_owned(),
                schedules: entry.schedules(),
                chapter,
            })
        });
        Ok(Course {
            exercises: exercises.collect(),
            title: info.title,
            welcome: info.welcome.trim().to_owned(),
            farewell: info.farewell.trim().to_owned(),
            chapters: info.chapters.into_iter().map(|it| it.title).collect(),
            files,
        })
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// A text of an exercise, as its author wrote it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn text(&self, name: &str, which: Text) -> Result<Script, Trouble> {
        self.files.script(&which.path(name))
    }

    /// The place of an exercise, from 1.
    pub(crate) fn number(&self, name: &str) -> usize {
        let place = self.exercises.iter().position(|it| it.name == name);
        place.map_or(0, |place| place + 1)
    }
}

impl Files {
    /// The text of a file.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn read(&self, path: &str) -> Result<String, Trouble> {
        match self {
            Files::Folder(folder) => {
                let path = folder.join(path);
                fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))
            }
            Files::Embedded => embedded::text(path)
                .map(str::to_owned)
                .ok_or_else(|| Trouble::new(format!("the course has no file {path}"))),
        }
    }

    /// What is in a file, text or not.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        match self {
            Files::Folder(folder) => {
                let path = folder.join(path);
                fs::read(&path).map_err(|error| unreadable(&path, &error))
            }
            Files::Embedded => self.read(path).map(String::into_bytes),
        }
    }

    /// A script.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn script(&self, path: &str) -> Result<Script, Trouble> {
        match self {
            Files::Folder(folder) => {
                script::read(folder.join(path).as_os_str()).map_err(Trouble::new)
            }
            Files::Embedded => Ok(Script {
                name: path.to_owned(),
                text: self.read(path)?,
                folder: PathBuf::new(),
                is_from_input: true,
            }),
        }
    }

    /// How a user finds a file.
    pub(crate) fn shown(&self, path: &str) -> String {
        match self {
            Files::Folder(folder) => folder.join(path).display().to_string(),
            Files::Embedded => path.to_owned(),
        }
    }

    /// The paths of all files that are not hidden, with slashes, in order.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub(crate) fn list(&self) -> Result<Vec<String>, Trouble> {
        match self {
            Files::Folder(folder) => {
                let mut found = Vec::new();
                walk(folder, "", &mut found).map_err(|error| unreadable(folder, &error))?;
                Ok(found)
            }
            Files::Embedded => Ok(embedded::paths().map(str::to_owned).collect()),
        }
    }
}

/// Notes all files below `folder`, whose own path is `within`; not what links to other folders lead to.
fn walk(folder: &Path, within: &str, found: &mut Vec<String>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{within}{name}");
        if entry.path().is_dir() {
            // A link may lead back to a folder that it is in, and then round and round.
            if entry.file_type()?.is_symlink() {
                continue;
            }
            walk(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Trouble {
    let path = path.display();
    Trouble::new(match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {path}"),
        io::ErrorKind::PermissionDenied => format!("you have no permission to read {path}"),
        io::ErrorKind::InvalidData => format!("{path} is not UTF-8; save it as UTF-8"),
        _ => format!("cannot read {path}: {error}"),
    })
}

//! Which course a command is about, and where its learner works.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::again::quoted;
use crate::learn::course::{CHECKS, Course, Exercise, Files, Text};
use crate::learn::info::INFO;
use crate::learn::todo::Todo;
use crate::learn::trouble::Trouble;
use crate::script::{self, Script};

/// The folder of a copy that holds the course, as its author wrote it.
pub(crate) const HIDDEN: &str = ".course";

/// The file in it that says how the copy is made up.
pub(crate) const FORMAT_FILE: &str = "format";

/// How copies are made up.
pub(crate) const FORMAT: u32 = 1;

/// A course, and where somebody works at it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) course: Course,
    pub(crate) work: Work,
    /// A copy below the current folder, if there is none to work in.
    pub(crate) below: Option<PathBuf>,
    /// The option that has led here, to be typed again.
    pub(crate) option: Option<PathBuf>,
}

/// Where a learner's scripts are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// In a folder that `futures learn init` has made.
    Copy(PathBuf),
    /// In the course itself.
    InPlace(PathBuf),
    /// There is no folder yet.
    Nowhere,
}

impl Place {
    /// The course in this folder, or that of the current folder or of one above it, or that of this program.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn find(option: Option<&Path>) -> Result<Self, Trouble> {
        let (work, files) = match option {
            Some(folder) => in_folder(folder)?,
            None => around_here()?,
        };
        Ok(Place {
            course: Course::open(files)?,
            below: below(&work),
            work,
            option: option.map(Path::to_owned),
        })
    }

    /// The learner's own script.
    ///
    /// # Errors
    /// If there is no folder to work in, or no such file.
    pub(crate) fn script(&self, exercise: &Exercise) -> Result<Script, Trouble> {
        let path = self.path(exercise)?;
        script::read(path.as_os_str()).map_err(|why| {
            let again = self.command(&format!("reset {}", exercise.name));
            if path.exists() {
                Trouble::new(why)
            } else {
                Trouble::with_help(why, format!("to get it as it was at first: {again}"))
            }
        })
    }

    /// Is a script as the learner has got it?
    ///
    /// # Errors
    /// If the original cannot be read.
    pub(crate) fn is_untouched(&self, exercise: &Exercise, own: &Script) -> Result<bool, Trouble> {
        if let Work::InPlace(_) = self.work {
            // There is no other one to compare it with.
            return Ok(Todo::find(&own.text).is_some());
        }
        let original = self.course.text(&exercise.name, Text::Exercise)?;
        // Another editor may have other ends of lines.
        Ok(original.text.lines().eq(own.text.lines()))
    }

    /// What is said of a script in which nothing is left.
    pub(crate) fn if_empty(&self, exercise: &Exercise, script: &Script) -> Option<String> {
        let again = self.command(&format!("reset {}", exercise.name));
        script.text.trim().is_empty().then(|| {
            format!(
                "There is nothing in {}. To get it as it was at first:\n\n  {again}",
                script.name
            )
        })
    }

    /// Where the learner's own script is, as short as it can be said from here.
    ///
    /// # Errors
    /// If there is no folder to work in.
    pub(crate) fn path(&self, exercise: &Exercise) -> Result<PathBuf, Trouble> {
        let folder = self.folder()?;
        Ok(from_here(&folder.join(format!("{}.rhai", exercise.name))))
    }

    /// Where the learner's scripts are.
    ///
    /// # Errors
    /// If there is no folder to work in.
    pub(crate) fn folder(&self) -> Result<&Path, Trouble> {
        match &self.work {
            Work::Copy(folder) | Work::InPlace(folder) => Ok(folder),
            Work::Nowhere if self.below.is_some() => {
                let (copy, go) = self.copy_below().unwrap_or_default();
                Err(Trouble::with_help(
                    format!("your copy of the course is in {copy}"),
                    format!("to go there: {go}"),
                ))
            }
            Work::Nowhere => Err(Trouble::with_help(
                "there is no copy of the course here, nor in a folder above this one",
                "`futures learn init course` makes one in the folder `course`; then: cd course",
            )),
        }
    }

    /// A copy below the current folder, and how one goes there.
    pub(crate) fn copy_below(&self) -> Option<(String, String)> {
        let name = self.below.as_ref()?.to_string_lossy();
        Some((format!("./{name}"), format!("cd {}", quoted(&name))))
    }

    /// The file that keeps the progress, if it is kept.
    pub(crate) fn progress_file(&self) -> Option<PathBuf> {
        match &self.work {
            Work::Copy(folder) => Some(folder.join(HIDDEN).join("progress.json")),
            Work::InPlace(folder) => Some(folder.join(".progress.json")),
            Work::Nowhere => None,
        }
    }

    /// What to type for `futures learn` with these words.
    pub(crate) fn command(&self, words: &str) -> String {
        let mut command = "futures learn".to_owned();
        if let Some(folder) = &self.option {
            command += &format!(" --course {}", quoted(&folder.to_string_lossy()));
        }
        if !words.is_empty() {
            command += &format!(" {words}");
        }
        command
    }
}

/// Is this the folder of a course, or of a copy of one?
pub(crate) fn is_course(folder: &Path) -> bool {
    let is_written = folder.join(INFO).is_file() && folder.join(CHECKS).is_dir();
    is_written || folder.join(HIDDEN).join(INFO).is_file()
}

/// The course, or the copy of one, that a folder is in or would be in, if it is in one.
pub(crate) fn around(folder: &Path) -> Option<PathBuf> {
    let folder = env::current_dir().ok()?.join(folder);
    // What is not there yet has no true name, but something above it has.
    let mut above = folder.ancestors().skip(1);
    let there = above.find_map(|folder| folder.canonicalize().ok())?;
    let mut above = there.ancestors();
    above.find(|folder| is_course(folder)).map(Path::to_owned)
}

/// A copy in a folder of the current one, the first by name, for who has forgotten to go there.
fn below(work: &Work) -> Option<PathBuf> {
    if *work != Work::Nowhere {
        return None;
    }
    let entries = fs::read_dir(".").ok()?.flatten();
    let copies = entries.filter(|it| it.path().join(HIDDEN).join(FORMAT_FILE).is_file());
    copies.map(|it| PathBuf::from(it.file_name())).min()
}

/// The course in a folder that somebody has named.
fn in_folder(folder: &Path) -> Result<(Work, Files), Trouble> {
    if folder.join(HIDDEN).is_dir() {
        return copy_in(folder);
    }
    if folder.join(INFO).is_file() {
        let work = Work::InPlace(folder.to_owned());
        return Ok((work, Files::Folder(folder.to_owned())));
    }
    let shown = folder.display();
    Err(if folder.is_dir() {
        Trouble::with_help(
            format!("{shown} is no course: it has no {INFO}, and it is no copy of a course"),
            "`futures help learn` says how to begin",
        )
    } else if folder.exists() {
        Trouble::new(format!("{shown} is no folder"))
    } else {
        Trouble::new(format!("there is no folder {shown}"))
    })
}

/// The copy that the current folder is in, or else the course of this program.
fn around_here() -> Result<(Work, Files), Trouble> {
    let here = env::current_dir()
        .map_err(|error| Trouble::new(format!("cannot tell the current folder: {error}")))?;
    let copy = here.ancestors().find(|folder| {
        // Somebody else's folder may have that name.
        let hidden = folder.join(HIDDEN);
        hidden.join(INFO).is_file() || hidden.join(FORMAT_FILE).is_file()
    });
    match copy {
        Some(folder) => copy_in(folder),
        None => Ok((Work::Nowhere, Files::Embedded)),
    }
}

/// The copy in this folder, if this program knows how it is made up.
fn copy_in(folder: &Path) -> Result<(Work, Files), Trouble> {
    let hidden = folder.join(HIDDEN);
    let shown = folder.display();
    let file = hidden.join(FORMAT_FILE);
    let format = fs::read_to_string(&file).ok();
    let format: Option<u32> = format.and_then(|text| text.trim().parse().ok());
    let anew = "make a new copy by `futures learn init`, and take your scripts over";
    match format {
        Some(FORMAT) => Ok((Work::Copy(folder.to_owned()), Files::Folder(hidden))),
        Some(newer) if newer > FORMAT => Err(Trouble::with_help(
            format!("the course in {shown} was made by a newer `futures` than this one"),
            "use that one",
        )),
        Some(_) => Err(Trouble::with_help(
            format!("the course in {shown} was made by an older `futures`"),
            anew,
        )),
        None => Err(Trouble::with_help(
            format!(
                "{shown} is no course: {} does not say how it is made up",
                file.display()
            ),
            anew,
        )),
    }
}

/// A path as it is said from the current folder, if it is below that.
pub(crate) fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().ok();
    let within = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
    let path = within.or(path.strip_prefix(".").ok()).unwrap_or(path);
    path.to_owned()
}

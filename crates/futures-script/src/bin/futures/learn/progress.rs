//! What a learner has solved so far, in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use serde::{Deserialize, Serialize};

use crate::learn::course::{Course, Exercise};
use crate::learn::trouble::Trouble;

/// How the file is made up.
const VERSION: u32 = 1;

/// What a learner has solved so far.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// The file, if there is one.
    file: Option<PathBuf>,
    kept: Kept,
}

/// What is in the file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Kept {
    version: u32,
    /// Was the welcome shown?
    #[serde(default)]
    welcomed: bool,
    #[serde(default)]
    exercises: BTreeMap<String, State>,
}

/// How an exercise stands, if it was ever solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Solved,
    /// It was solved, and does not hold any more.
    Broken,
    /// It was solved, and then put back as it was at first.
    Reset,
}

impl Progress {
    /// Reads the file, if there is one already.
    ///
    /// # Errors
    /// If it cannot be read. It stays as it is.
    pub(crate) fn read(file: Option<PathBuf>) -> Result<Self, Trouble> {
        let kept = match &file {
            Some(path) => read(path)?,
            None => None,
        };
        let kept = kept.unwrap_or(Kept {
            version: VERSION,
            welcomed: false,
            exercises: BTreeMap::new(),
        });
        Ok(Progress { file, kept })
    }

    /// How an exercise stands, if it was ever solved.
    pub(crate) fn state(&self, exercise: &Exercise) -> Option<State> {
        self.kept.exercises.get(&exercise.name).copied()
    }

    pub(crate) fn is_solved(&self, exercise: &Exercise) -> bool {
        self.state(exercise) == Some(State::Solved)
    }

    /// How many exercises of the course are solved.
    pub(crate) fn n_solved(&self, course: &Course) -> usize {
        let solved = course.exercises.iter().filter(|it| self.is_solved(it));
        solved.count()
    }

    /// The first one that is not solved.
    pub(crate) fn next<'a>(&self, course: &'a Course) -> Option<&'a Exercise> {
        course.exercises.iter().find(|it| !self.is_solved(it))
    }

    pub(crate) fn was_welcomed(&self) -> bool {
        self.kept.welcomed
    }

    /// Notes that the welcome was shown.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn note_welcome(&mut self) -> Result<(), Trouble> {
        self.change(|kept| kept.welcomed = true)
    }

    /// Notes how a trial went. An exercise that was never solved stays so if it is wrong.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn note(&mut self, exercise: &Exercise, is_right: bool) -> Result<(), Trouble> {
        self.change(|kept| {
            if is_right {
                kept.exercises.insert(exercise.name.clone(), State::Solved);
            } else if let Some(state @ State::Solved) = kept.exercises.get_mut(&exercise.name) {
                *state = State::Broken;
            }
        })
    }

    /// Notes that an exercise is to be solved anew. That it was solved once is not forgotten.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn forget(&mut self, exercise: &Exercise) -> Result<(), Trouble> {
        self.change(|kept| {
            if let Some(state) = kept.exercises.get_mut(&exercise.name) {
                *state = State::Reset;
            }
        })
    }

    /// Changes what the file says at the moment: another terminal may have written it meanwhile.
    fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Result<(), Trouble> {
        let Some(path) = &self.file else {
            change(&mut self.kept);
            return Ok(());
        };
        let mut kept = read(path)?.unwrap_or_else(|| self.kept.clone());
        let before = kept.clone();
        change(&mut kept);
        if kept != before {
            write(path, &kept).map_err(|error| {
                let path = path.display();
                Trouble::new(format!("cannot keep your progress in {path}: {error}"))
            })?;
        }
        self.kept = kept;
        Ok(())
    }
}

fn read(path: &Path) -> Result<Option<Kept>, Trouble> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Trouble::new(format!(
                "cannot read your progress in {shown}: {error}"
            )));
        }
    };
    let help =
        "it was left as it is: mend it, or take it away to begin anew; your scripts are not in it";
    let kept: Kept = serde_json::from_str(&text).map_err(|error| {
        Trouble::with_help(
            format!("your progress in {shown} is damaged: {error}"),
            help,
        )
    })?;
    if kept.version > VERSION {
        return Err(Trouble::with_help(
            format!("your progress in {shown} was written by a newer `futures` than this one"),
            "use that one",
        ));
    }
    Ok(Some(kept))
}

/// Writes the file beside its place and moves it there, so that there is always a whole one.
fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    let new = path.with_extension(format!("json.{}", process::id()));
    let written = (|| {
        let mut file = fs::File::create(&new)?;
        serde_json::to_writer_pretty(&mut file, kept)?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        fs::rename(&new, path)
    })();
    if written.is_err() {
        // Whatever there is of it is of no use.
        let _ = fs::remove_file(&new);
    }
    written
}

//! A learner's copy of a course: `futures learn init`, `reset` and `solution`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::again::quoted;
use crate::learn::command::{Desk, Done, NOT_YET, say, tell_if_lost};
use crate::learn::course::{CHECKS, Course, Exercise, Files, SOLUTIONS, Text, WRONG};
use crate::learn::info::INFO;
use crate::learn::names;
use crate::learn::place::{FORMAT, FORMAT_FILE, HIDDEN, Work, around, from_here};
use crate::learn::trouble::Trouble;

/// Where a copy keeps what a learner has written before a reset.
const BEFORE_RESET: &str = "before-reset";

/// `futures learn init`: makes a copy in a folder that is empty, or not there yet.
pub(crate) fn init(desk: &Desk, folder: &Path) -> Done {
    let shown = folder.display();
    let is_there = match fs::read_dir(folder) {
        Ok(mut entries) => {
            if folder.join(HIDDEN).is_dir() {
                return Err(Trouble::with_help(
                    format!("{shown} is a copy of a course already"),
                    format!("to go on there: cd {}", quoted(&shown.to_string())),
                ));
            }
            if entries.next().is_some() {
                return Err(Trouble::with_help(
                    format!("{shown} is not empty"),
                    "name a folder that is not there yet",
                ));
            }
            true
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Trouble::new(format!("{shown} is a file, not a folder")));
        }
        Err(error) => return Err(Trouble::new(format!("cannot look into {shown}: {error}"))),
    };
    if let Some(course) = around(folder) {
        return Err(Trouble::with_help(
            format!(
                "{shown} would be inside of a course: that in {}",
                course.display()
            ),
            "to go on with that one: futures learn; for another copy, go to another folder first",
        ));
    }
    let course = &desk.place.course;
    let filled = fill(course.files(), folder);
    if !matches!(filled, Ok(Ok(()))) {
        // Half a copy is of no use to anybody.
        if is_there {
            empty(folder);
        } else {
            let _ = fs::remove_dir_all(folder);
        }
    }
    filled?.map_err(|error| Trouble::new(format!("cannot write to {shown}: {error}")))?;
    say(&format!(
        "The course \"{}\" is in {shown}: {} exercises, each a script with one thing to do.\nTo begin:\n\n  cd {}\n  futures learn",
        course.title,
        course.exercises.len(),
        quoted(&shown.to_string())
    ));
    Ok(ExitCode::SUCCESS)
}

/// Copies a course into a folder: what a learner works at, and hidden all that is needed to judge it.
///
/// # Errors
/// What cannot be read of the course; within, what cannot be written.
fn fill(files: &Files, folder: &Path) -> Result<io::Result<()>, Trouble> {
    let hidden = folder.join(HIDDEN);
    for path in files.list()? {
        let within = path.split_once('/').map(|(folder, _)| folder);
        if within == Some(WRONG) {
            continue;
        }
        let bytes = files.bytes(&path)?;
        let is_for_learner = path != INFO && !matches!(within, Some(CHECKS | SOLUTIONS));
        let targets = [
            Some(hidden.join(&path)),
            is_for_learner.then(|| folder.join(&path)),
        ];
        for target in targets.into_iter().flatten() {
            if let Err(error) = write(&target, &bytes) {
                return Ok(Err(error));
            }
        }
    }
    // Last, so that only a whole copy counts as one.
    Ok(write(
        &hidden.join(FORMAT_FILE),
        format!("{FORMAT}\n").as_bytes(),
    ))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// A file in `folder` for what was written in this exercise, none that is there: each reset keeps something else.
fn unused(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|number| folder.join(format!("{name}.{number}.rhai")));
    let first = folder.join(Text::Exercise.path(name));
    let mut paths = std::iter::once(first).chain(numbered);
    paths
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_default()
}

/// Takes away all that is in a folder; what cannot be removed stays.
fn empty(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
    }
}

/// `futures learn reset`: an exercise as it was at first. What the learner has written is kept.
pub(crate) fn reset(desk: &mut Desk, name: &str) -> Done {
    if name == "all" {
        return Err(Trouble::with_help(
            "one exercise is reset at a time, as in `futures learn reset 3`",
            "to begin all anew, make a new copy by `futures learn init` in another folder",
        ));
    }
    let exercise = names::meant(&desk.place.course, name)?.clone();
    say(&reset_exercise(desk, &exercise.name)?);
    Ok(ExitCode::SUCCESS)
}

/// Resets an exercise, and says what was done.
///
/// # Errors
/// If there is nothing to reset, or the files cannot be written.
pub(crate) fn reset_exercise(desk: &mut Desk, name: &str) -> Result<String, Trouble> {
    let Work::Copy(folder) = &desk.place.work else {
        desk.place.folder()?;
        return Err(Trouble::with_help(
            "the scripts of this course are the originals: there is nothing to reset",
            "`futures learn init DIR` makes a copy to work in",
        ));
    };
    let exercise = names::meant(&desk.place.course, name)?.clone();
    let original = Text::Exercise.path(name);
    let bytes = desk.place.course.files().bytes(&original)?;
    let path = folder.join(&original);
    let cannot = |path: &Path, error: io::Error| {
        Trouble::new(format!("cannot write {}: {error}", path.display()))
    };
    let mut told = format!("{name} is as it was at first.");
    if let Ok(own) = fs::read(&path) {
        if own == bytes {
            return Ok(told);
        }
        let kept = unused(&folder.join(HIDDEN).join(BEFORE_RESET), name);
        write(&kept, &own).map_err(|error| cannot(&kept, error))?;
        told += &format!(
            "\nWhat you had written is in {}",
            from_here(&kept).display()
        );
    }
    if path.is_symlink() {
        // What it leads to is not of this copy.
        fs::remove_file(&path).map_err(|error| cannot(&path, error))?;
    }
    write(&path, &bytes).map_err(|error| cannot(&path, error))?;
    tell_if_lost(desk.progress.forget(&exercise));
    Ok(told)
}

/// `futures learn solution`: one way to solve an exercise, for who has solved it.
pub(crate) fn solution(desk: &Desk, name: &str) -> Done {
    let course = &desk.place.course;
    let exercise = names::meant(course, name)?;
    if desk.progress.state(exercise).is_none() {
        let place = &desk.place;
        let hint = place.command(&format!("hint {}", exercise.name));
        say(&format!(
            "The solution of {} is shown once you have solved it: by then it teaches most.\nA hint: {hint}",
            exercise.name
        ));
        return Ok(ExitCode::from(NOT_YET));
    }
    say(&solution_of(course, exercise)?);
    Ok(ExitCode::SUCCESS)
}

/// One way to solve an exercise.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn solution_of(course: &Course, exercise: &Exercise) -> Result<String, Trouble> {
    let solution = course.text(&exercise.name, Text::Solution)?;
    Ok(solution.text.trim_end().to_owned())
}

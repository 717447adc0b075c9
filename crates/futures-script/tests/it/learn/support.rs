//! The folders with courses that the tests of `futures learn` need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use crate::process::{command, describe, folder};

/// A course of two exercises, in this repository.
pub(crate) fn written() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/course")
}

/// A folder of its own for a test, empty.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = folder().join("learn").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A copy of the course of these tests, in a folder with a blank in its name.
pub(crate) fn copy_of_course(name: &str) -> PathBuf {
    let folder = empty_folder(name);
    let course = written();
    let words = ["--course", course.to_str().unwrap(), "init", "my course"];
    let output = learn(&folder, &words);
    assert_eq!(output.status.code(), Some(0));
    folder.join("my course")
}

/// Writes the solution of an exercise into the learner's file, as another editor would.
pub(crate) fn solve(copy: &Path, name: &str) {
    let solution = fs::read_to_string(written().join(format!("solutions/{name}.rhai"))).unwrap();
    fs::write(
        copy.join(format!("{name}.rhai")),
        solution.replace('\n', "\r\n"),
    )
    .unwrap();
}

/// A course of a test's own, with the files of the one in this repository.
pub(crate) fn own_course(name: &str) -> PathBuf {
    let folder = empty_folder(name).join("course");
    copy(&written(), &folder);
    folder
}

/// `futures learn` with these words, in this folder.
pub(crate) fn learn(folder: &Path, words: &[&str]) -> Output {
    let mut command = command(&[&["learn"], words].concat());
    let command = command.current_dir(folder).stdin(Stdio::null());
    command.output().unwrap()
}

/// What was written, with FOLDER for this one.
pub(crate) fn told(output: &Output, folder: &Path) -> String {
    let real = folder.canonicalize().unwrap();
    let told = describe(output).replace(real.to_str().unwrap(), "FOLDER");
    told.replace(folder.to_str().unwrap(), "FOLDER")
}

/// Copies all that is in a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Writes a file below a folder.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

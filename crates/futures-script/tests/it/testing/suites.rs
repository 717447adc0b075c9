//! Folders of scripts, and what a test of them says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::process::{command, describe, folder};

/// A fresh folder with these files.
pub(crate) fn suite(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let suite = folder().join(format!("suite-{name}"));
    if suite.exists() {
        fs::remove_dir_all(&suite).unwrap();
    }
    for (path, text) in files {
        let path = suite.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    suite
}

/// `futures test` with these arguments, to be run in the folder of the suite.
pub(crate) fn tester(suite: &Path, arguments: &[&str]) -> Command {
    let mut tester = command(&[&["test"], arguments].concat());
    tester.current_dir(suite);
    tester
}

/// What it says, without times.
pub(crate) fn test(suite: &Path, arguments: &[&str]) -> String {
    timeless(&tester(suite, arguments).output().unwrap())
}

/// The exit code and what was written, without what differs from run to run.
pub(crate) fn timeless(output: &Output) -> String {
    let mut text = String::new();
    for line in describe(output).lines() {
        if line.starts_with("  slowest: ") {
            continue;
        }
        text.push_str(&without_time(line));
        text.push('\n');
    }
    text
}

/// `[   0.012s]` becomes `[TIME]`.
fn without_time(line: &str) -> String {
    let is_time = |text: &str| text.trim().parse::<f64>().is_ok();
    let found = line.match_indices('[').find_map(|(start, _)| {
        let end = start + line[start..].find("s]")?;
        is_time(&line[start + 1..end]).then_some((start, end))
    });
    match found {
        Some((start, end)) => format!("{}[TIME]{}", &line[..start], &line[end + 2..]),
        None => line.to_owned(),
    }
}

/// A file of the suite.
pub(crate) fn read(suite: &Path, path: &str) -> String {
    fs::read_to_string(suite.join(path)).unwrap()
}

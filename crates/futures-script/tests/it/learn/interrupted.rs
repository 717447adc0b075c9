//! Ctrl-C in the middle of trials.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::learn::support::{own_course, write};
use crate::process::command;

/// Interrupts `futures learn` with these words once a check was asked, and expects that it ends soon and says nothing.
#[track_caller]
fn check(course: &Path, words: &[&str]) {
    let mut child = command(&[&["learn", "--course", "."], words].concat())
        .current_dir(course)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "asked");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let rest: Vec<String> = lines
        .map(Result::unwrap)
        .filter(|line| line != "asked")
        .collect();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{words:?}");
    assert_eq!(rest, [""; 0], "{words:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told, "", "{words:?}");
}

#[test]
fn trials_of_thousands_of_orders_end_at_once() {
    let course = own_course("interrupted");
    let info = fs::read_to_string(course.join("info.toml")).unwrap();
    let info = info.replace("schedules = 40\n", "");
    // Some minutes.
    write(
        &course,
        "info.toml",
        &info.replace("hint =", "schedules = 10000\nhint ="),
    );
    write(&course, "checks/1_together.rhai", "print(\"asked\");\n");
    let solution = fs::read(course.join("solutions/1_together.rhai")).unwrap();
    fs::write(course.join("1_together.rhai"), solution).unwrap();
    check(&course, &["run", "1"]);
    check(&course, &["verify"]);
    check(&course, &["test", "1"]);
    assert!(!course.join(".progress.json").exists());
}

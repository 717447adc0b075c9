//! `futures learn reset`, and what it keeps.

use std::fs;

use insta::assert_snapshot;

use crate::learn::support::{copy_of_course, learn, solve, told, written};

#[test]
fn what_was_written_survives_a_reset() {
    let copy = copy_of_course("reset");
    assert_snapshot!(told(&learn(&copy, &["reset", "1"]), &copy), @"
    exit code 0
    --- stdout
    1_together is as it was at first.
    --- stderr
    ");
    solve(&copy, "1_together");
    learn(&copy, &["run", "1"]);
    let own = fs::read(copy.join("1_together.rhai")).unwrap();
    assert_snapshot!(told(&learn(&copy, &["reset", "1"]), &copy), @"
    exit code 0
    --- stdout
    1_together is as it was at first.
    What you had written is in .course/before-reset/1_together.rhai
    --- stderr
    ");
    assert_eq!(
        fs::read(copy.join(".course/before-reset/1_together.rhai")).unwrap(),
        own
    );
    let original = fs::read(written().join("1_together.rhai")).unwrap();
    assert_eq!(fs::read(copy.join("1_together.rhai")).unwrap(), original);
    assert_snapshot!(told(&learn(&copy, &["list"]), &copy), @"
    exit code 0
    --- stdout
    Beginning
      → 1_together  All at once

    Sharing
        2_count     Counting together

    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 2 solved
    --- stderr
    ");
    fs::remove_file(copy.join("2_count.rhai")).unwrap();
    assert_snapshot!(told(&learn(&copy, &["run", "2"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read 2_count.rhai: there is no such file
     |
     = help: to get it as it was at first: futures learn reset 2_count
    ");
    assert_snapshot!(told(&learn(&copy, &["reset", "2"]), &copy), @"
    exit code 0
    --- stdout
    2_count is as it was at first.
    --- stderr
    ");
}

#[test]
fn each_reset_keeps_what_was_written() {
    let copy = copy_of_course("reset-twice");
    let (script, kept) = (copy.join("2_count.rhai"), copy.join(".course/before-reset"));
    for text in ["let first = 1;", "let second = 2;"] {
        fs::write(&script, text).unwrap();
        learn(&copy, &["reset", "2"]);
    }
    let read = |name: &str| fs::read_to_string(kept.join(name)).unwrap();
    assert_eq!(read("2_count.rhai"), "let first = 1;");
    assert_eq!(read("2_count.2.rhai"), "let second = 2;");
    // What a link leads to belongs to somebody else.
    let elsewhere = copy.join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    fs::remove_file(&script).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &script).unwrap();
    learn(&copy, &["reset", "2"]);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    assert!(!script.is_symlink());
}

#[test]
fn what_was_solved_once_stays_open() {
    let copy = copy_of_course("open");
    solve(&copy, "1_together");
    learn(&copy, &["run", "1"]);
    learn(&copy, &["reset", "1"]);
    assert_eq!(learn(&copy, &["solution", "1"]).status.code(), Some(0));
    assert_eq!(learn(&copy, &["run", "1"]).status.code(), Some(1));
    assert_eq!(learn(&copy, &["solution", "1"]).status.code(), Some(0));
    assert_eq!(learn(&copy, &["solution", "2"]).status.code(), Some(1));
}

//! What is said when files are not as they should be; nothing of a learner's is lost then.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::learn::support::{empty_folder, learn, own_course, told, write, written};

/// A copy of the course of these tests.
fn copy_of_course(name: &str) -> PathBuf {
    let folder = empty_folder(name);
    let course = written();
    let words = ["--course", course.to_str().unwrap(), "init", "course"];
    assert_eq!(learn(&folder, &words).status.code(), Some(0));
    folder.join("course")
}

#[test]
fn damaged_progress_is_left_as_it_is() {
    let copy = copy_of_course("damaged");
    write(&copy, ".course/progress.json", "{\"version\": 1, \"exerc");
    assert_snapshot!(told(&learn(&copy, &["run"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: your progress in FOLDER/.course/progress.json is damaged: EOF while parsing a string at line 1 column 21
     |
     = help: it was left as it is: mend it, or take it away to begin anew; your scripts are not in it
    ");
    let kept = fs::read_to_string(copy.join(".course/progress.json")).unwrap();
    assert_eq!(kept, "{\"version\": 1, \"exerc");
    write(
        &copy,
        ".course/progress.json",
        "{\"version\": 2, \"points\": 7}",
    );
    assert_snapshot!(told(&learn(&copy, &["run"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: your progress in FOLDER/.course/progress.json was written by a newer `futures` than this one
     |
     = help: use that one
    ");
}

#[test]
fn of_a_course_that_cannot_be_read_no_half_copy_is_left() {
    let course = own_course("unreadable");
    let folder = course.parent().unwrap();
    std::os::unix::fs::symlink("..", course.join("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", course.join("z.rhai")).unwrap();
    assert_snapshot!(told(&learn(folder, &["--course", "course", "init", "copy"]), folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no file course/z.rhai
    ");
    assert!(!folder.join("copy").exists());
    fs::remove_file(course.join("z.rhai")).unwrap();
    let copied = learn(folder, &["--course", "course", "init", "copy"]);
    assert_eq!(copied.status.code(), Some(0));
    assert!(!folder.join("copy/loop").exists());
}

#[test]
fn copies_of_other_versions_are_told() {
    let copy = copy_of_course("versions");
    for (format, name) in [("2\n", "newer"), ("0\n", "older"), ("x", "damaged")] {
        write(&copy, ".course/format", format);
        let told = told(&learn(&copy, &["list"]), &copy);
        insta::assert_snapshot!(format!("copy_{name}"), told);
    }
}

#[test]
fn folders_that_are_no_courses_are_told() {
    let folder = empty_folder("none");
    write(&folder, "file", "");
    assert_snapshot!(told(&learn(&folder, &["--course", ".", "list"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: . is no course: it has no info.toml, and it is no copy of a course
     |
     = help: `futures help learn` says how to begin
    ");
    assert_snapshot!(told(&learn(&folder, &["--course", "file", "list"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: file is no folder
    ");
    assert_snapshot!(told(&learn(&folder, &["--course", "nowhere", "list"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no folder nowhere
    ");
    assert_snapshot!(told(&learn(&folder, &["init", "file"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: file is a file, not a folder
    ");
    assert_snapshot!(told(&learn(&folder, &["init", "file/course"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: file/course is a file, not a folder
    ");
}

#[test]
fn progress_that_cannot_be_kept_is_told_and_the_trial_counts() {
    let copy = copy_of_course("unkept");
    let solution = fs::read(copy.join(".course/solutions/1_together.rhai")).unwrap();
    fs::write(copy.join("1_together.rhai"), solution).unwrap();
    // No file may grow, be it the superuser's.
    let output = Command::new("bash")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" learn run 1"])
        .arg(env!("CARGO_BIN_EXE_futures"))
        .current_dir(&copy)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_snapshot!(stderr.replace(copy.to_str().unwrap(), "FOLDER"), @"
    warning: cannot keep your progress in FOLDER/.course/progress.json: File too large (os error 27)
     |
     = help: it counts, but is not remembered
    ");
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout.lines().next(), Some("✓ 1_together is solved"));
    assert!(!copy.join(".course/progress.json").exists());
}

#[test]
fn a_check_that_is_broken_is_nobodys_fault_but_its_authors() {
    let copy = copy_of_course("authors");
    write(
        &copy,
        ".course/checks/1_together.rhai",
        "let t = run.tasks[7];\n",
    );
    assert_snapshot!(told(&learn(&copy, &["run", "1"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error[IndexError]: Array index 7 out of bounds: array is empty
     --> FOLDER/.course/checks/1_together.rhai:1:22
      |
    1 | let t = run.tasks[7];
      |                      ^
      |
      = help: this is a mistake in the course, not in your script: `futures learn test` finds such mistakes
    ");
    fs::remove_file(copy.join(".course/checks/1_together.rhai")).unwrap();
    assert_snapshot!(told(&learn(&copy, &["run", "1"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: cannot read FOLDER/.course/checks/1_together.rhai: there is no such file
    ");
    assert_snapshot!(told(&learn(&copy, &["test"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: FOLDER is a learner's copy, and `test` is for the course itself
     |
     = help: `futures learn verify` tries your scripts; `futures learn --course DIR test` proves a course
    ");
}

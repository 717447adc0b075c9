//! The command line of `futures learn`, and other commands that come upon a course.

use std::path::Path;

use insta::assert_snapshot;

use crate::learn::support::{learn, own_course, told, write};
use crate::process::{command, describe, futures};

/// What is said of these words behind `futures learn`.
fn said(words: &[&str]) -> String {
    let output = learn(Path::new("/"), words);
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn wrong_words_are_told() {
    assert_snapshot!(said(&["wach"]), @"
    error: learn: unknown command 'wach'; did you mean 'watch'?
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["init"]), @"
    error: learn init: where to? As in `futures learn init course`
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["reset"]), @"
    error: learn reset: which exercise? As in `futures learn reset 3`
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["run", "1", "2"]), @"
    error: learn: one exercise at a time, and '2' is one too many
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["3"]), @"
    error: learn: unknown command '3'; did you mean 'futures learn run 3'?
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["next"]), @"
    error: learn: unknown command 'next'; did you mean 'futures learn', which says what comes next?
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["lesson"]), @"
    error: learn: unknown command 'lesson'; there are hint, init, list, reset, run, solution, test, verify, watch, and `futures learn run NAME` tries an exercise
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["init", "a", "b"]), @"
    error: learn init: one folder, and 'b' is one word too many; a name with blanks stands in quotes
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["list", "2"]), @"
    error: learn: this is about all exercises, and '2' is one word too many
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["help", "runn"]), @"
    error: learn: unknown command 'runn'; did you mean 'run'?
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(describe(&futures(&["3"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown command '3'; did you mean 'futures learn run 3', which tries an exercise?
     |
     = help: see futures --help
    ");
    assert_snapshot!(said(&["run", "--words"]), @"
    error: --words belongs to `futures learn test`
     |
     = help: see futures learn --help
    ");
    assert_snapshot!(said(&["--cuorse", "x"]), @"
    error: unknown option '--cuorse'; did you mean '--course'?
     |
     = help: see futures learn --help
    ");
}

#[test]
fn each_command_has_its_help() {
    let commands = [
        "init", "list", "run", "hint", "watch", "reset", "solution", "verify", "test",
    ];
    let all = describe(&futures(&["help", "learn"]));
    for command in commands {
        let help = describe(&futures(&["help", "learn", command]));
        assert_eq!(help, describe(&futures(&["learn", command, "--help"])));
        assert_ne!(help, all, "{command}");
        assert!(all.contains(&format!("\n  {command} ")), "{command}");
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(104), "{command}");
    }
    assert_eq!(all, describe(&futures(&["learn", "--help"])));
    assert_eq!(all, describe(&futures(&["learn", "help"])));
    assert_eq!(
        describe(&futures(&["learn", "help", "run"])),
        describe(&futures(&["help", "learn", "run"]))
    );
}

#[test]
fn a_test_of_scripts_leaves_courses_alone() {
    let course = own_course("left-alone");
    let folder = course.parent().unwrap();
    let test = || {
        let output = command(&["test"]).current_dir(folder).output().unwrap();
        told(&output, folder)
    };
    assert_snapshot!(test(), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no script to test in .; a course is tested by `futures learn --course course test`
    ");
    write(folder, "one.rhai", "//! output: ordered\nprint(1);\n");
    write(folder, "one.snap", "---\nsource: one.rhai\n---\n1\n");
    let told = test();
    let last = told.lines().filter(|line| line.contains("course"));
    assert_snapshot!(last.collect::<Vec<_>>().join("\n"), @"  not tested, since it is a course: course (futures learn --course course test)");
}

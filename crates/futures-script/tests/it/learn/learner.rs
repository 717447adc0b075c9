//! The way of a learner through a course: from `init` to the last exercise.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::learn::support::{copy_of_course, empty_folder, learn, solve, told, written};

#[test]
fn a_copy_is_made_and_found_from_below() {
    let folder = empty_folder("init");
    let course = written();
    let words = ["--course", course.to_str().unwrap(), "init", "my course"];
    assert_snapshot!(told(&learn(&folder, &words), &folder), @r#"
    exit code 0
    --- stdout
    The course "A small course" is in my course: 2 exercises, each a script with one thing to do.
    To begin:

      cd 'my course'
      futures learn
    --- stderr
    "#);
    let copy = folder.join("my course");
    assert!(!copy.join(".course/wrong").exists());
    let below = copy.join("notes/today");
    fs::create_dir_all(&below).unwrap();
    assert_snapshot!(told(&learn(&below, &[]), &copy), @"
    exit code 0
    --- stdout
    A small course

    Two exercises, to see how a course is made.

    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 2 solved

    1. All at once
    Three pages are fetched, one second each. A pool with three workers can fetch them at the same time.

    The file:   FOLDER/1_together.rhai
    To do:      line 10: submit each call to the pool, and print the results afterwards.
    Try it:     futures learn run
    Or on save: futures learn watch
    A hint:     futures learn hint
    --- stderr
    ");
    // The welcome is for the first time.
    assert_snapshot!(told(&learn(&copy, &[]), &copy), @"
    exit code 0
    --- stdout
    A small course
    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 2 solved

    1. All at once
    Three pages are fetched, one second each. A pool with three workers can fetch them at the same time.

    The file:   1_together.rhai
    To do:      line 10: submit each call to the pool, and print the results afterwards.
    Try it:     futures learn run
    Or on save: futures learn watch
    A hint:     futures learn hint
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["init", "again"]), &copy), @"
    exit code 2
    --- stdout
    --- stderr
    error: again would be inside of a course: that in FOLDER
     |
     = help: to go on with that one: futures learn; for another copy, go to another folder first
    ");
    assert_snapshot!(told(&learn(&folder, &["--course", "my course", "init", "my course"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: my course is a copy of a course already
     |
     = help: to go on there: cd 'my course'
    ");
    assert_snapshot!(told(&learn(&folder, &["init", "."]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: . is not empty
     |
     = help: name a folder that is not there yet
    ");
}

#[test]
fn an_exercise_is_solved() {
    let copy = copy_of_course("solve");
    assert_snapshot!(told(&learn(&copy, &["run"]), &copy), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed:
    │ page 1
    │ page 2
    │ page 3

    What happened, in the time of a simulation:
    script   ███████████████████████████████████████████████████████████████████████
             ├──────────┼───────────┼───────────┼───────────┼───────────┼──────────┤
             0        0.5 s       1.0 s       1.5 s       2.0 s       2.5 s    3.0 s
    █ works

    No task was submitted: the script itself did all the work.

    You have not changed anything yet: do the TODO in line 10.

    Change 1_together.rhai, then: futures learn run 1_together
    Stuck? futures learn hint 1_together
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["hint"]), &copy), @"
    exit code 0
    --- stdout
    1_together: All at once
    To do: submit each call to the pool, and print the results afterwards.
    Hint: `pool.submit(fetch, n)` hands over a call and does not wait for it.
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["solution", "1"]), &copy), @"
    exit code 1
    --- stdout
    The solution of 1_together is shown once you have solved it: by then it teaches most.
    A hint: futures learn hint 1_together
    --- stderr
    ");
    solve(&copy, "1_together");
    assert_snapshot!(told(&learn(&copy, &["run"]), &copy), @"
    exit code 0
    --- stdout
    ✓ 1_together is solved

    Your script printed:
    │ page 1
    │ page 2
    │ page 3

    What happened, in the time of a simulation:
    script      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
    ThreadPool-0  3 tasks
      worker 0  1███████████████████████████████████████████████████████████████████
      worker 1  2███████████████████████████████████████████████████████████████████
      worker 2  3███████████████████████████████████████████████████████████████████
                ├────────────┼─────────────┼────────────┼─────────────┼────────────┤
                0          0.2 s         0.4 s        0.6 s         0.8 s      1.0 s
    █ works   ░ waits

    It holds in 100 other orders of what happens, so it is right and not just lucky.
    One way to solve it: futures learn solution 1_together
    Next comes 2_count, Counting together: futures learn
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["list"]), &copy), @"
    exit code 0
    --- stdout
    Beginning
      ✓ 1_together  All at once

    Sharing
      → 2_count     Counting together

    ███████████████░░░░░░░░░░░░░░░  1 of 2 solved
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["solution", "1"]), &copy), @"
    exit code 0
    --- stdout
    //! All at once.

    fn fetch(n) {
        sleep(1);
        `page ${n}`
    }

    with thread_pool(3) as pool {
        let pages = [1, 2, 3].map(|n| pool.submit(fetch, n));
        for page in pages {
            print(page.result());
        }
    }
    --- stderr
    ");
}

#[test]
fn all_are_verified() {
    let copy = copy_of_course("verify");
    assert_snapshot!(told(&learn(&copy, &["verify"]), &copy), @"
    exit code 1
    --- stdout
      1_together  not begun yet
      2_count     not begun yet

    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 2 solved
    --- stderr
    ");
    solve(&copy, "1_together");
    solve(&copy, "2_count");
    assert_snapshot!(told(&learn(&copy, &["verify"]), &copy), @"
    exit code 0
    --- stdout
    ✓ 1_together
    ✓ 2_count

    ██████████████████████████████  2 of 2 solved

    That was all.
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["run"]), &copy), @"
    exit code 0
    --- stdout
    That was all.
    --- stderr
    ");
    // What was solved may be broken again.
    fs::write(copy.join("1_together.rhai"), "print(1);").unwrap();
    assert_snapshot!(told(&learn(&copy, &["verify"]), &copy), @"
    exit code 1
    --- stdout
    ✗ 1_together  solved before, and broken now: No task was submitted: the script itself did all the work.
    ✓ 2_count

    ███████████████░░░░░░░░░░░░░░░  1 of 2 solved
    --- stderr
    ");
    assert_snapshot!(told(&learn(&copy, &["list"]), &copy), @"
    exit code 0
    --- stdout
    Beginning
      ✗ 1_together  All at once

    Sharing
      ✓ 2_count     Counting together

    ███████████████░░░░░░░░░░░░░░░  1 of 2 solved
    ✗ was solved before, and does not hold any more
    --- stderr
    ");
}

#[test]
fn what_a_script_prints_does_nothing_to_the_terminal() {
    let copy = copy_of_course("escapes");
    fs::write(copy.join("2_count.rhai"), "print(\"\\u001b[2Jgone\");").unwrap();
    let told = told(&learn(&copy, &["run", "2"]), &copy);
    assert!(told.contains("│ \\u{1b}[2Jgone\n"), "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");
}

#[test]
fn a_course_can_be_worked_at_in_place() {
    let course = crate::learn::support::own_course("in-place");
    assert_snapshot!(told(&learn(&course, &["--course", ".", "reset", "1"]), &course), @"
    exit code 2
    --- stdout
    --- stderr
    error: the scripts of this course are the originals: there is nothing to reset
     |
     = help: `futures learn init DIR` makes a copy to work in
    ");
    let solution = fs::read(course.join("solutions/1_together.rhai")).unwrap();
    fs::write(course.join("1_together.rhai"), solution).unwrap();
    let output = learn(&course, &["--course", ".", "verify"]);
    assert_snapshot!(told(&output, &course), @"
    exit code 1
    --- stdout
    ✓ 1_together
      2_count     not begun yet

    ███████████████░░░░░░░░░░░░░░░  1 of 2 solved
    --- stderr
    ");
    assert_snapshot!(fs::read_to_string(course.join(".progress.json")).unwrap_or_default(), @r#"
    {
      "version": 1,
      "welcomed": false,
      "exercises": {
        "1_together": "solved"
      }
    }
    "#);
}

#[test]
fn without_a_copy_there_is_a_course_to_look_at() {
    let folder = empty_folder("nowhere");
    assert_snapshot!(told(&learn(&folder, &["run"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no copy of the course here, nor in a folder above this one
     |
     = help: `futures learn init course` makes one in the folder `course`; then: cd course
    ");
    assert_snapshot!(told(&learn(&folder, &["verify"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no copy of the course here, nor in a folder above this one
     |
     = help: `futures learn init course` makes one in the folder `course`; then: cd course
    ");
    assert_snapshot!(told(&learn(&folder, &["reset", "1"]), &folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: there is no copy of the course here, nor in a folder above this one
     |
     = help: `futures learn init course` makes one in the folder `course`; then: cd course
    ");
    for words in [&[][..], &["list"], &["hint", "1"]] {
        assert_eq!(learn(&folder, words).status.code(), Some(0), "{words:?}");
    }
    assert_eq!(learn(&folder, &["init", "course"]).status.code(), Some(0));
    let copied = fs::read(folder.join("course/.course/info.toml")).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/exercises");
    assert_eq!(copied, fs::read(root.join("info.toml")).unwrap());
}

#[test]
fn a_copy_below_is_named() {
    let copy = copy_of_course("below");
    let folder = copy.parent().unwrap();
    assert_snapshot!(told(&learn(folder, &["run"]), folder), @"
    exit code 2
    --- stdout
    --- stderr
    error: your copy of the course is in ./my course
     |
     = help: to go there: cd 'my course'
    ");
    let told = told(&learn(folder, &[]), folder);
    assert!(
        told.contains("Your copy is in ./my course. To go on there:\n\n  cd 'my course'\n"),
        "{told}"
    );
    // Beside it there may be another one, but not within it.
    assert_eq!(learn(&copy, &["init", "notes/more"]).status.code(), Some(2));
    assert_eq!(learn(&copy, &["init", "../other"]).status.code(), Some(0));
}

#[test]
fn nothing_is_made_within_a_course() {
    let course = crate::learn::support::own_course("within");
    assert_snapshot!(told(&learn(&course, &["--course", ".", "init", "copy"]), &course), @"
    exit code 2
    --- stdout
    --- stderr
    error: copy would be inside of a course: that in FOLDER
     |
     = help: to go on with that one: futures learn; for another copy, go to another folder first
    ");
    assert!(!course.join("copy").exists());
}

#[test]
fn what_no_longer_holds_is_said_to() {
    let copy = copy_of_course("broken");
    solve(&copy, "1_together");
    learn(&copy, &["run", "1"]);
    fs::write(copy.join("1_together.rhai"), " \n").unwrap();
    let run = told(&learn(&copy, &["run", "1"]), &copy);
    let empty = "There is nothing in 1_together.rhai. To get it as it was at first:\n\n  futures learn reset 1_together\n";
    assert!(run.contains(empty), "{run}");
    solve(&copy, "2_count");
    let run = told(&learn(&copy, &["run", "2"]), &copy);
    let next = "\nNext comes 1_together, All at once, which no longer holds: futures learn\n";
    assert!(run.contains(next), "{run}");
    let overview = told(&learn(&copy, &[]), &copy);
    let words = "You have solved it before, and it no longer holds.\n";
    assert!(overview.contains(words), "{overview}");
    assert!(overview.contains(empty), "{overview}");
}

#[test]
fn words_are_as_wide_as_the_terminal() {
    let copy = copy_of_course("narrow");
    let script = "//! All at once.\n//! Three pages are fetched, one second each, and all of them are long.\n\n// TODO: submit each call to the pool, and print the results\n// afterwards, in the order of the pages.\n";
    fs::write(copy.join("1_together.rhai"), script).unwrap();
    let narrow = |words: &[&str]| {
        let mut command = crate::process::command(&[&["learn"], words].concat());
        let output = command.current_dir(&copy).env("COLUMNS", "40").output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert_snapshot!(narrow(&[]), @"
    A small course

    Two exercises, to see how a course is
    made.

    ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0 of 2 solved

    1. All at once
    Three pages are fetched, one second
    each, and all of them are long.

    The file:   1_together.rhai
    To do:      line 4: submit each call to
                the pool, and print the
                results afterwards, in the
                order of the pages.
    Try it:     futures learn run
    Or on save: futures learn watch
    A hint:     futures learn hint
    ");
    for words in [&["hint"][..], &["--help"], &["run", "--help"]] {
        let text = narrow(words);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(45), "{text}");
    }
}

//! What `futures learn test` says of a course.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::learn::support::{learn, own_course, told, write, written};

#[test]
fn a_good_course_is_proved() {
    let course = written();
    let output = learn(&course, &["--course", ".", "test", "--words"]);
    assert_snapshot!(told(&output, &course), @"
    exit code 0
    --- stdout
    ✓ 1_together: 2 wrong ones rejected, the solution holds in 100 orders and on real threads
        as it is at first:
          No task was submitted: the script itself did all the work.
          Hint: Hand each call over to the pool: pool.submit(fetch, n).
        wrong/1_together/asks_at_once.rhai:
          Your three pages were fetched one after the other.
          Hint: Submit all three before you ask for the first result.
        wrong/1_together/first_come.rhai:
          (not in the first run)
          The pages were printed in another order.
          Hint: Ask for the results in the order of the pages.
    ✓ 2_count: 2 wrong ones rejected, the solution holds in 40 orders and on real threads
        as it is at first:
          (not in the first run)
          Four tasks counted to two, and 5 came out.
          Hint: Hold a lock from the `get` to the `set`.
        wrong/2_count/lock_per_step.rhai:
          (not in the first run)
          Four tasks counted to two, and 6 came out.
          Hint: Hold a lock from the `get` to the `set`.
        wrong/2_count/one_after_the_other.rhai:
          Only one task ran at a time.
          Hint: All four tasks are to run at the same time.
    2 exercises, all proved
    --- stderr
    ");
}

/// What the test says of the first exercise alone.
fn test_first(course: &Path) -> String {
    told(&learn(course, &["--course", ".", "test", "1"]), course)
}

#[test]
fn a_text_that_is_missing_is_named() {
    let course = own_course("missing");
    fs::remove_file(course.join("checks/1_together.rhai")).unwrap();
    fs::remove_file(course.join("solutions/1_together.rhai")).unwrap();
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        its check is missing: cannot read ./checks/1_together.rhai: there is no such file
        its solution is missing: cannot read ./solutions/1_together.rhai: there is no such file
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn wrong_solutions_are_to_be_there_and_to_say_their_hint() {
    let course = own_course("wrong-ones");
    fs::remove_file(course.join("wrong/1_together/first_come.rhai")).unwrap();
    write(
        &course,
        "wrong/1_together/asks_at_once.rhai",
        "//! Asks at once.\n",
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        it has only one wrong solution in wrong/1_together/, and needs 2
        wrong/1_together/asks_at_once.rhai: its first line must be `//! hint: …`, the hint with which it is to be rejected
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn a_check_that_fails_itself_is_told() {
    let course = own_course("broken-check");
    write(
        &course,
        "checks/1_together.rhai",
        "// It looks at what is not there.\nlet t = run.tasks[7];\n",
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        its check fails itself, asked about the unsolved exercise: IndexError: Array index 7 out of bounds: array is empty, at ./checks/1_together.rhai:2:19
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn an_exercise_that_passes_unsolved_is_told() {
    let course = own_course("lax");
    write(
        &course,
        "checks/1_together.rhai",
        "expect(run.error == (), \"It failed.\", \"Look.\");\n",
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        it passes unsolved: its check has to notice that nothing was done
        wrong/1_together/asks_at_once.rhai is accepted as a solution: its check has to notice what is wrong
        wrong/1_together/first_come.rhai is accepted as a solution: its check has to notice what is wrong
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn another_hint_than_the_one_that_is_to_come_is_told() {
    let course = own_course("other-hint");
    let path = "wrong/1_together/first_come.rhai";
    let text = fs::read_to_string(course.join(path)).unwrap();
    let text = text.replacen("in the order of the pages", "in some other order", 1);
    write(&course, path, &text);
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        wrong/1_together/first_come.rhai is rejected with another hint
          expected: Ask for the results in some other order.
          found:    Ask for the results in the order of the pages.
          saying:   The pages were printed in another order.
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn a_solution_that_does_not_hold_is_told() {
    let course = own_course("solution");
    let wrong = fs::read_to_string(course.join("wrong/1_together/first_come.rhai")).unwrap();
    write(&course, "solutions/1_together.rhai", &wrong);
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        its solution is rejected under schedule 1
          message:  The pages were printed in another order.
          hint:     Ask for the results in the order of the pages.
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn errors_of_which_a_check_says_nothing_are_told() {
    let course = own_course("unheard");
    let unsolved = "//! All at once.\n// TODO: anything\nfetch();\n";
    write(&course, "1_together.rhai", unsolved);
    write(
        &course,
        "checks/1_together.rhai",
        "expect(run.output.len() == 3, \"Short.\", \"Print.\");\n",
    );
    write(
        &course,
        "wrong/1_together/first_come.rhai",
        "//! hint: Print.\nthrow \"no\";\n",
    );
    write(
        &course,
        "wrong/1_together/asks_at_once.rhai",
        "//! hint: Print.\nlet x = ;\n",
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        unsolved, it ends with an error, and its check has nothing to say about that: NameError: no function `fetch`, at ./1_together.rhai:3:1
        wrong/1_together/asks_at_once.rhai must be a script that runs: SyntaxError: `;` cannot stand here, at ./wrong/1_together/asks_at_once.rhai:2:9
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn the_form_of_an_exercise_is_looked_at() {
    let course = own_course("form");
    let text = fs::read_to_string(course.join("1_together.rhai")).unwrap();
    let text = text.replacen("//! All at once.\n", "", 1);
    write(
        &course,
        "1_together.rhai",
        &text.replace("//! Three", "// TODO: Three"),
    );
    let solution = fs::read_to_string(course.join("solutions/1_together.rhai")).unwrap();
    write(
        &course,
        "solutions/1_together.rhai",
        &(solution + "// TODO: more\n"),
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        its first line must be `//! ` and a title
        it must have exactly one line with `// TODO: …`, and has 2
        its solution still has a TODO, in line 14
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn what_belongs_to_no_exercise_is_told() {
    let course = own_course("stray");
    write(&course, "checks/3_more.rhai", "");
    write(&course, "wrong/4_most/a.rhai", "");
    let info = fs::read_to_string(course.join("info.toml")).unwrap();
    write(
        &course,
        "info.toml",
        &(info + "\n[[chapters]]\ntitle = \"Later\"\n"),
    );
    let output = learn(&course, &["--course", ".", "test"]);
    assert_snapshot!(told(&output, &course), @"
    exit code 1
    --- stdout
    ✗ the chapter `Later` of info.toml has no exercises
    ✗ checks/3_more.rhai belongs to no exercise of info.toml
    ✗ wrong/4_most/a.rhai belongs to no exercise of info.toml
    ✓ 1_together: 2 wrong ones rejected, the solution holds in 100 orders and on real threads
    ✓ 2_count: 2 wrong ones rejected, the solution holds in 40 orders and on real threads
    2 exercises, all proved, but the course has faults
    --- stderr
    ");
}

#[test]
fn a_name_without_files_is_one_fault() {
    let course = own_course("misnamed");
    let info = fs::read_to_string(course.join("info.toml")).unwrap();
    write(
        &course,
        "info.toml",
        &info.replacen("1_together", "1_togehter", 1),
    );
    let output = learn(&course, &["--course", ".", "test", "1"]);
    assert_snapshot!(told(&output, &course), @"
    exit code 1
    --- stdout
    ✗ 1_togehter
        no file has this name of info.toml: there is no 1_togehter.rhai; is it 1_together, which is there?
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn a_fact_that_is_misspelt_is_told() {
    let course = own_course("misspelt-fact");
    write(
        &course,
        "checks/1_together.rhai",
        "let counts = #{};\ncounts.a = 1;\nexpect(run.mostRunning == 3, \"Few.\", \"More.\");\n",
    );
    assert_snapshot!(test_first(&course), @"
    exit code 1
    --- stdout
    ✗ 1_together
        its check fails itself, asked about the unsolved exercise: there is no key `mostRunning` here (did you mean `most_running`?), at ./checks/1_together.rhai:3:12
    1 exercise, 0 proved, 1 with faults
    --- stderr
    ");
}

#[test]
fn an_author_is_told_that_learners_have_copies() {
    let course = own_course("originals");
    let told = told(&learn(&course, &["--course", "."]), &course);
    let words = "\nThese are the originals of the course. Learners work in a copy: futures learn --course . init DIR\n";
    assert!(told.contains(words), "{told}");
}

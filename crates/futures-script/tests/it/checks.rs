//! `check_eq` and `check_throws`: what they accept, and what they say of the rest.

use insta::assert_snapshot;

use crate::process::{command, describe, run};
use crate::support::{check, check_error, check_errors};

#[test]
fn what_is_equal_passes() {
    check("check_eq(1, 1); check_eq(1, 1.0); check_eq((), ()); 5", "5");
    check("check_eq([1, [2.0]], [1.0, [2]], \"never shown\"); 5", "5");
    check(
        "check_eq(#{a: \"x\\ny\", b: #{}}, #{b: #{}, a: \"x\\ny\"}); let f = to_thread(|| 1); check_eq(f, f); 5",
        "5",
    );
}

#[test]
fn single_values_that_differ() {
    check_errors(&[
        (
            "let x = 3;\ncheck_eq(x, 4);",
            "CheckFailed: 3 is not 4\n  at test.rhai:2:1",
        ),
        (
            "check_eq(\"3\", 3, `all ${1}`)",
            "CheckFailed: all 1: \"3\" is not 3\n  at test.rhai:1:1",
        ),
        (
            "check_eq([1], #{a: 1})",
            "CheckFailed: [1] is not #{\"a\": 1}\n  at test.rhai:1:1",
        ),
        (
            "check_eq(0.5, 0.25)",
            "CheckFailed: 0.5 is not 0.25\n  at test.rhai:1:1",
        ),
        (
            "check_eq(to_thread(|| 1).result(), ())",
            "CheckFailed: 1 is not ()\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn arrays_and_maps_that_differ() {
    check_errors(&[
        (
            "check_eq([1, 2, 3, 4], [1, 5, 3])",
            "CheckFailed: the arrays differ\n  [1]: 2 is not 5\n  [3]: 4 was not expected\n  at test.rhai:1:1",
        ),
        (
            "check_eq([], [#{a: 1}], \"rows\")",
            "CheckFailed: rows: the arrays differ\n  [0]: #{\"a\": 1} is missing\n  at test.rhai:1:1",
        ),
        (
            "check_eq(#{a: [1, #{b: 2}], \"odd key\": 1, \"1\": 1}, #{a: [1, #{b: 3}], c: ()})",
            "CheckFailed: the maps differ\n  [\"1\"]: 1 was not expected\n  .a[1].b: 2 is not 3\n  .c: () is missing\n  \
             [\"odd key\"]: 1 was not expected\n  at test.rhai:1:1",
        ),
        (
            "check_eq((0..13).map(|n| n), (0..13).map(|n| n / 20 - 1))",
            "CheckFailed: the arrays differ\n  [0]: 0 is not -1\n  [1]: 1 is not -1\n  [2]: 2 is not -1\n  \
             [3]: 3 is not -1\n  [4]: 4 is not -1\n  [5]: 5 is not -1\n  [6]: 6 is not -1\n  [7]: 7 is not -1\n  \
             [8]: 8 is not -1\n  [9]: 9 is not -1\n  … and in 3 more places\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn texts_of_several_lines_that_differ() {
    check_errors(&[
        (
            "check_eq(\"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n\", \"1\\n2\\n3\\n4\\nfive\\n6\\n7\\n8\\n\")",
            "CheckFailed: the texts differ\n    3\n    4\n  - five\n  + 5\n    6\n    7\n    8\n  + 9\n  at test.rhai:1:1",
        ),
        (
            "check_eq([\"a\\nb\"], [\"a\\nb\\n\"])",
            "CheckFailed: the arrays differ\n  [0]: the texts differ\n      a\n    - b\n    + b (no newline at its end)\n  \
             at test.rhai:1:1",
        ),
        (
            "check_eq(\"a\\r\\n\", \"a\\n\")",
            "CheckFailed: the texts differ\n  - a\n  + a\\r\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn what_is_thrown_as_expected_is_returned() {
    check(
        "check_throws(|| 1 / 0, \"ArithmeticError\").kind",
        "ArithmeticError",
    );
    check(
        "check_throws(|| throw \"no milk\", \"Thrown\", \"milk\")",
        "no milk",
    );
    check(
        "check_throws(|| throw #{kind: \"Own\", message: \"held\"}, \"Own\", \"held\").message",
        "held",
    );
    check(
        "fn half(n) { if n % 2 == 1 { throw error(\"ValueError\", \"odd\", n) } n / 2 }\n\
         check_throws(|| half(3), \"ValueError\").value",
        "3",
    );
    check(
        "let x = 3; check_throws(|| to_thread(|| x / 0).result(), \"ArithmeticError\").position",
        "test.rhai:1:43",
    );
}

#[test]
fn what_is_not_thrown_as_expected() {
    check_errors(&[
        (
            "check_throws(|| 1 + 1, \"ValueError\")",
            "CheckFailed: a ValueError was expected, but nothing was thrown; the function returned 2\n  at test.rhai:1:1",
        ),
        (
            "check_throws(|| (), \"Thrown\")",
            "CheckFailed: a text or another value was expected, but nothing was thrown\n  at test.rhai:1:1",
        ),
        (
            "check_throws(|| [][0], \"ValueError\")",
            "CheckFailed: a ValueError was expected, but an IndexError was thrown, at test.rhai:1:20: Array index 0 out of \
             bounds: array is empty\n  at test.rhai:1:1",
        ),
        (
            "check_throws(|| throw \"x\", \"ValueError\")",
            "CheckFailed: a ValueError was expected, but a text or another value was thrown, at test.rhai:1:17: x\n  \
             at test.rhai:1:1",
        ),
        (
            "check_throws(|| 1 / 0, \"ArithmeticError\", \"overflow\")",
            "CheckFailed: the message of the ArithmeticError does not contain \"overflow\": Division by zero: 1 / 0\n  \
             at test.rhai:1:1",
        ),
        (
            "check_throws(|| check_eq(1, 2), \"ValueError\")",
            "CheckFailed: a ValueError was expected, but a CheckFailed was thrown, at test.rhai:1:17: 1 is not 2\n  \
             at test.rhai:1:1",
        ),
        (
            "check_throws(|x, y| x, \"TypeError\")",
            "TypeError: check_throws: the function is called without arguments, but takes 2; `|| f(1)` gives them to it\n  \
             at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn what_nobody_can_catch_goes_on() {
    check_error(
        "let l = lock(); l.acquire(); check_throws(|| l.acquire(), \"DeadlockError\");",
        "DeadlockError: nothing can go on: script waits for lock 1, held by script (at test.rhai:1:48)\n  script waits for \
         itself\n  lock 1 was made at test.rhai:1:9",
    );
    let output = run(
        "check_exit.rhai",
        "check_throws(|| exit(7), \"Exit\");",
        &[],
    );
    assert_eq!(output.status.code(), Some(7));
}

/// In a task, in a process and in a thread.
#[cfg(target_os = "linux")]
const EVERYWHERE: &str = r#"
fn differ() { check_eq([1], [2], "here") }
fn fails() { check_throws(|| 1, "ValueError") }
for what in [Fn("differ"), Fn("fails")] {
    print(to_thread(what).exception().message);
    with process_pool(1) as pool { print(pool.submit(what).exception().message); }
    let told = queue();
    start_thread(|| { try { what.call() } catch (e) { told.put(e.message) } }).join();
    print(told.get());
}
"#;

#[cfg(target_os = "linux")]
#[test]
fn checks_work_everywhere() {
    let script = crate::process::folder().join("check_everywhere.rhai");
    std::fs::write(script, EVERYWHERE).unwrap();
    let told = [&["run"][..], &["run", "--sim"]].map(|options| {
        let output = command(&[options, &["check_everywhere.rhai"]].concat()).output();
        describe(&output.unwrap())
    });
    assert_eq!(told[0], told[1]);
    assert_snapshot!(told[0], @"
    exit code 0
    --- stdout
    here: the arrays differ
      [0]: 1 is not 2
    here: the arrays differ
      [0]: 1 is not 2
    here: the arrays differ
      [0]: 1 is not 2
    a ValueError was expected, but nothing was thrown; the function returned 1
    a ValueError was expected, but nothing was thrown; the function returned 1
    a ValueError was expected, but nothing was thrown; the function returned 1
    --- stderr
    ");
}

#[test]
fn differences_are_shown_below_the_line_of_the_script() {
    let script = "check_eq(\"one\\ntwo\\n\", \"one\\n2\\n\", \"counting\");";
    assert_snapshot!(describe(&run("check_report.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    error[CheckFailed]: counting: the texts differ
     --> check_report.rhai:1:1
      |
    1 | check_eq("one\ntwo\n", "one\n2\n", "counting");
      | ^^^^^^^^
      |
      = note:   one
              - 2
              + two
    "#);
    let output = command(&["run", "check_report.rhai"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    let told = describe(&output);
    assert!(told.contains("\x1b[31m- 2\x1b[0m\n"), "{told}");
    assert!(told.contains("\x1b[32m+ two\x1b[0m\n"), "{told}");
}

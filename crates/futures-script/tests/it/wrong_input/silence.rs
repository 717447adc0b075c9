//! What must not pass in silence, though it does nothing or something else than it says.

use crate::support::check_errors;

#[test]
fn a_loop_without_statements_waits_and_throws() {
    check_errors(&[
        (
            "let p = thread_pool(1);
for _ in p.map(|x| 1 / x, [1, 0]) { }",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:2:22
  in task 2, submitted at test.rhai:2:12
  thrown again at test.rhai:2:11",
        ),
        (
            "let ready = event();
let f = to_thread(|| ready.wait());
try {
    for f in as_completed([f], #{timeout: 0.01}) { }
} catch (e) {
    ready.set();
    throw e.kind;
}",
            "Thrown: TimeoutError
  at test.rhai:7:5",
        ),
        ("if [1] { }", "SyntaxError: a condition must be true or false, not an array; is it empty? ask `is_empty()`
  at test.rhai:1:4"),
        ("let x = 1; while x { }", "TypeError: `true` or `false` is needed here, not an integer; compare it, as in `x != 0`
  at test.rhai:1:18"),
    ]);
}

#[test]
fn a_name_alone_is_looked_up() {
    check_errors(&[
        ("nope_var;", "NameError: no variable `nope_var`; `let nope_var = …` makes one
  at test.rhai:1:1"),
        ("fn work() { 1 } for i in 0..2 { foo; } work()", "NameError: no variable `foo`; `let foo = …` makes one
  at test.rhai:1:33"),
        ("fn work() { bar; 1 } work()", "NameError: no variable `bar`; `let bar = …` makes one
  at test.rhai:1:13
  in function work, called at test.rhai:1:22"),
        ("fn work() { 1 } work; print(2);", "SyntaxError: `work` is a function; call it: `work()`
  at test.rhai:1:17"),
        ("fn work(a, b) { 1 } let f = || { work; }; f.call();", "SyntaxError: `work` is a function; call it: `work(a, b)`
  at test.rhai:1:34"),
        ("sleep; print(1);", "NameError: `sleep` is a built-in function; call it, `sleep(…)`, or hand it on inside a closure, `|x| sleep(x)`
  at test.rhai:1:1"),
    ]);
}

#[test]
fn a_comment_without_an_end_is_refused() {
    check_errors(&[
        (
            "print(1);\n  /* print(2);\nprint(3);",
            "SyntaxError: the comment that begins here is never closed
  at test.rhai:2:3",
        ),
        (
            "/* a /* b */ print(1);",
            "SyntaxError: the comment that begins here is never closed
  at test.rhai:1:1",
        ),
        (
            "print(`${1} /*`); throw \"fine /*\"; /* closed */",
            "Thrown: fine /*
  at test.rhai:1:19",
        ),
    ]);
}

#[test]
fn comparisons_are_not_chained() {
    check_errors(&[
        (
            "let x = 2; print(1 < x < 3);",
            "SyntaxError: comparisons are not chained; `a < b < c` is written `a < b && b < c`
  at test.rhai:1:24",
        ),
        (
            "let x = 2; if 1 <= x > 3 { print(x); }",
            "SyntaxError: comparisons are not chained; `a <= b > c` is written `a <= b && b > c`
  at test.rhai:1:22",
        ),
    ]);
}

#[test]
fn whole_numbers_that_do_not_fit() {
    check_errors(&[
        ("print(99999999999999999999);", "SyntaxError: the whole number 99999999999999999999 is too large; a float is written 99999999999999999999.0
  at test.rhai:1:7"),
        (
            "throw -9223372036854775808 == -9223372036854775807 - 1;",
            "Thrown: true
  at test.rhai:1:1",
        ),
    ]);
}

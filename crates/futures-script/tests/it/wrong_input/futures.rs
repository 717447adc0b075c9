//! Futures that are used like something else.

use crate::support::check_errors;

#[test]
fn limits_in_seconds() {
    check_errors(&[
        (
            "let f = thread_pool(1).submit(|| 1);
f.result(0.0 / 0.0)",
            "ValueError: result: timeout must be a number of seconds, got NaN
  at test.rhai:2:3",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f.result(1.0 / 0.0)",
            "ValueError: result: timeout is too long, got inf; `()` stands for no limit
  at test.rhai:2:3",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f.result(1e300)",
            "ValueError: result: timeout is too long, got 1e300; `()` stands for no limit
  at test.rhai:2:3",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f.result(-1)",
            "ValueError: result: timeout must not be negative, got -1
  at test.rhai:2:3",
        ),
        (
            r#"let f = thread_pool(1).submit(|| 1);
f.result("a")"#,
            "TypeError: result: timeout must be a number of seconds, not a string
  at test.rhai:2:3",
        ),
        (
            r#"let f = thread_pool(1).submit(|| 1);
f.exception("a")"#,
            "TypeError: exception: timeout must be a number of seconds, not a string
  at test.rhai:2:3",
        ),
    ]);
}

#[test]
fn callbacks() {
    check_errors(&[(
        "let f = thread_pool(1).submit(|| 1);
f.add_done_callback(5)",
        "TypeError: add_done_callback: a function is needed, not an integer
  at test.rhai:2:3",
    )]);
}

#[test]
fn a_future_is_not_its_value() {
    check_errors(&[
        (
            "let f = thread_pool(1).submit(|| 1);
f + 1",
            "TypeError: `+` does not work between a Future and an integer; the value of a Future is `result()`
  at test.rhai:2:3",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
-f",
            "TypeError: `-` does not work on a Future; the value of a Future is `result()`
  at test.rhai:2:1",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
if f > 3 { print(f) }",
            "TypeError: `>` does not work between a Future and an integer; the value of a Future is `result()`
  at test.rhai:2:6",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
if 3 <= f { print(f) }",
            "TypeError: `<=` does not work between an integer and a Future; the value of a Future is `result()`
  at test.rhai:2:6",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f < f",
            "TypeError: `<` does not work between a Future and a Future; the value of a Future is `result()`
  at test.rhai:2:3",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f[0]",
            "TypeError: a Future cannot be indexed; its value is `result()`
  at test.rhai:2:2",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
f()",
            "TypeError: `f` is a variable, not a function; if it holds one, call it with `f.call(…)`
  at test.rhai:2:1",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
let m = #{};
m[f] = 1;",
            "TypeError: a string is needed here, not a Future; a Future is no key, but knows its `label` and its `args`
  at test.rhai:3:3",
        ),
    ]);
}

#[test]
fn a_cancelled_future_has_no_result() {
    check_errors(&[(
        "let begun = event();
let go = event();
let pool = thread_pool(1);
pool.submit(|| { begun.set(); go.wait() });
begun.wait();
let f = pool.submit(|| 1);
f.cancel();
go.set();
f.result()",
        "SyntaxError: `go` is a reserved word; choose another name
  at test.rhai:2:5",
    )]);
}

#[test]
fn gather_throws_what_a_task_threw() {
    check_errors(&[(
        "let f = thread_pool(1).submit(|| 1 / 0);
gather([f])",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:36
  in task 1, submitted at test.rhai:1:24
  thrown again at test.rhai:2:1",
    )]);
}

//! What cannot be waited for.

use crate::support::check_errors;

#[test]
fn as_completed() {
    check_errors(&[
        (
            "as_completed(5)",
            "TypeError: as_completed: an array of futures is needed, not an integer
  at test.rhai:1:1",
        ),
        (
            "as_completed([5])",
            "TypeError: as_completed: an array of futures is needed, but [0] is an integer
  at test.rhai:1:1",
        ),
        (
            "as_completed([()])",
            "TypeError: as_completed: an array of futures is needed, but [0] is ()
  at test.rhai:1:1",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
as_completed([f, 5])",
            "TypeError: as_completed: an array of futures is needed, but [1] is an integer
  at test.rhai:2:1",
        ),
        (
            "let f = thread_pool(1).submit(|| 1);
as_completed(f)",
            "TypeError: as_completed: an array of futures is needed, not a Future
  at test.rhai:2:1",
        ),
        (
            "as_completed([], 5)",
            "TypeError: as_completed: options must be a map such as #{timeout: …}, not an integer
  at test.rhai:1:1",
        ),
        (
            "as_completed([], #{timeout: -1})",
            "ValueError: as_completed: timeout must not be negative, got -1
  at test.rhai:1:1",
        ),
        (
            "as_completed([], #{timeot: 1})",
            "TypeError: as_completed: unknown option `timeot`; did you mean `timeout`?
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn wait() {
    check_errors(&[
        (
            "wait(5)",
            "TypeError: wait: an array of futures is needed, not an integer
  at test.rhai:1:1",
        ),
        (
            "wait([5])",
            "TypeError: wait: an array of futures is needed, but [0] is an integer
  at test.rhai:1:1",
        ),
        (
            "wait([], 5)",
            "TypeError: wait: options must be a map such as #{timeout: …}, not an integer
  at test.rhai:1:1",
        ),
        (
            r#"wait([], #{return_when: "FIRST"})"#,
            "ValueError: wait: return_when must be one of FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, got FIRST
  at test.rhai:1:1",
        ),
        (
            "wait([], #{return_when: 5})",
            "ValueError: wait: return_when must be one of FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, got 5
  at test.rhai:1:1",
        ),
        (
            r#"wait([], #{return_when: "FIRST_COMPLETE"})"#,
            "ValueError: wait: return_when must be one of FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, got FIRST_COMPLETE
  at test.rhai:1:1",
        ),
        (
            "wait([], #{timeout: 1e300})",
            "ValueError: wait: timeout is too long, got 1e300; `()` stands for no limit
  at test.rhai:1:1",
        ),
        (
            r#"wait([], #{timeout: "a"})"#,
            "TypeError: wait: timeout must be a number of seconds, not a string
  at test.rhai:1:1",
        ),
        (
            "wait([], #{timeout: 0.0 / 0.0})",
            "ValueError: wait: timeout must be a number of seconds, got NaN
  at test.rhai:1:1",
        ),
        (
            "wait([], timeout)",
            "NameError: no variable `timeout`; `let timeout = …` makes one
  at test.rhai:1:10",
        ),
    ]);
}

#[test]
fn gather() {
    check_errors(&[
        (
            "gather(5)",
            "TypeError: gather: an array of futures is needed, not an integer
  at test.rhai:1:1",
        ),
        (
            "gather([1])",
            "TypeError: gather: an array of futures is needed, but [0] is an integer
  at test.rhai:1:1",
        ),
        (
            "gather(#{})",
            "TypeError: gather: an array of futures is needed, not a map; take its `values()`
  at test.rhai:1:1",
        ),
    ]);
}

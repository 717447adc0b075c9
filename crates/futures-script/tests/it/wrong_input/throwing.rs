//! What tasks and scripts throw.

use crate::support::check_errors;

#[test]
fn a_script() {
    check_errors(&[
        (
            r#"throw "x""#,
            "Thrown: x
  at test.rhai:1:1",
        ),
        (
            "throw",
            "Thrown: ()
  at test.rhai:1:1",
        ),
        (
            "throw 5",
            "Thrown: 5
  at test.rhai:1:1",
        ),
        (
            r#"throw [1, "a"]"#,
            r#"Thrown: [1, "a"]
  at test.rhai:1:1"#,
        ),
        (
            "throw #{a: 1}",
            r#"Thrown: #{"a": 1}
  at test.rhai:1:1"#,
        ),
        (
            r#"throw #{kind: "ValueError", message: "bad"}"#,
            "ValueError: bad
  at test.rhai:1:1",
        ),
        (
            "throw #{kind: 5, message: 7}",
            "Thrown: 7
  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn a_task() {
    check_errors(&[
        (
            r#"thread_pool(1).submit(|| throw "s").result()"#,
            "Thrown: s
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  in function result, called at test.rhai:1:37",
        ),
        (
            "thread_pool(1).submit(|| throw #{a: 1}).result()",
            r#"Thrown: #{"a": 1}
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  in function result, called at test.rhai:1:41"#,
        ),
        (
            r#"thread_pool(1).submit(|| throw #{kind: "ValueError", message: "bad"}).result()"#,
            "ValueError: bad
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  in function result, called at test.rhai:1:71",
        ),
        (
            "thread_pool(1).submit(|| throw ()).result()",
            "Thrown: ()
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  in function result, called at test.rhai:1:36",
        ),
        (
            r#"thread_pool(1).submit(|| throw [1, "a"]).result()"#,
            r#"Thrown: [1, "a"]
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  in function result, called at test.rhai:1:42"#,
        ),
        (
            "let l = list();
thread_pool(1).submit(|| throw l).result()",
            "Thrown: <List of 0>
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  in function result, called at test.rhai:2:35",
        ),
        (
            "let l = lock();
thread_pool(1).submit(|| throw [l]).result()",
            "Thrown: [<unlocked Lock>]
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  in function result, called at test.rhai:2:37",
        ),
    ]);
}

#[test]
fn an_error_thrown_again() {
    check_errors(&[
        (
            "let pool = thread_pool(1);
pool.submit(|| { try { 1 / 0 } catch (e) { throw e } }).result()",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:2:26
  thrown again at test.rhai:2:44
  in task 1, submitted at test.rhai:2:6
  thrown again at test.rhai:2:57",
        ),
        (
            "let pool = thread_pool(1);
let e = pool.submit(|| 1 / 0).exception();
pool.submit(|| throw e).result()",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:14
  thrown again at test.rhai:3:16
  in task 2, submitted at test.rhai:3:6
  thrown again at test.rhai:3:25",
        ),
        (
            "throw thread_pool(1).submit(|| 1 / 0).exception()",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:34
  in task 1, submitted at test.rhai:1:22
  thrown again at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn errors_of_the_language_in_tasks() {
    check_errors(&[
        (
            "thread_pool(1).submit(|| 9223372036854775807 + 1).result()",
            "ArithmeticError: Addition overflow: 9223372036854775807 + 1
  at test.rhai:1:46
  in task 1, submitted at test.rhai:1:16
  thrown again at test.rhai:1:51",
        ),
        (
            "thread_pool(1).submit(|| 1 / 0).result()",
            "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:1:28
  in task 1, submitted at test.rhai:1:16
  thrown again at test.rhai:1:33",
        ),
        (
            "thread_pool(1).submit(|| [1][5]).result()",
            "IndexError: Array index 5 out of bounds: only 1 element in array
  at test.rhai:1:30
  in task 1, submitted at test.rhai:1:16
  thrown again at test.rhai:1:34",
        ),
        (
            "thread_pool(1).submit(|| nothing).result()",
            "NameError: no variable `nothing`; `let nothing = …` makes one
  at test.rhai:1:26",
        ),
        (
            r#"thread_pool(1).submit(|| sleep("a")).result()"#,
            "TypeError: sleep: the time must be a number of seconds, not a string
  at test.rhai:1:26
  in task 1, submitted at test.rhai:1:16
  thrown again at test.rhai:1:38",
        ),
    ]);
}

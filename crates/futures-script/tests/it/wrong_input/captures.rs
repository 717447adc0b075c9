//! Captures that a task tries to change, and constants.

use crate::support::check_errors;

#[test]
fn assigning() {
    check_errors(&[
        (
            "let c = 0;
thread_pool(1).submit(|| c = 1).result()",
            "ReadOnlyError: `c` is captured, so it cannot be assigned: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:33",
        ),
        (
            "let c = 0;
thread_pool(1).submit(|| c += 1).result()",
            "ReadOnlyError: `c` is captured, so it cannot be assigned: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:34",
        ),
        (
            "let a = [0];
thread_pool(1).submit(|| a[0] = 1).result()",
            "ReadOnlyError: `a` is captured, so it cannot be assigned: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:36",
        ),
        (
            "let m = #{x: 0};
thread_pool(1).submit(|| m.x = 1).result()",
            "ReadOnlyError: `m` is captured, so it cannot be assigned: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:35",
        ),
        (
            r#"let s = "abc";
thread_pool(1).submit(|| s += "d").result()"#,
            "ReadOnlyError: `s` is captured, so it cannot be assigned: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:26
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:36",
        ),
    ]);
}

#[test]
fn changing() {
    check_errors(&[
        (
            "let a = [];
thread_pool(1).submit(|| a.push(1)).result()",
            "ReadOnlyError: `push` would change a captured value: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:28
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:37",
        ),
        (
            "let m = #{a: [1]};
thread_pool(1).submit(|| m.a.push(1)).result()",
            "ReadOnlyError: `push` would change a captured value: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:30
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:39",
        ),
        (
            r#"let s = "abc";
thread_pool(1).submit(|| s.make_upper()).result()"#,
            "ReadOnlyError: `make_upper` would change a captured value: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:2:28
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:42",
        ),
        (
            "let m = #{};
let f = thread_pool(1).submit(|| m.x = 1);
f.result()",
            "ReadOnlyError: the captured `m` was changed: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:3:3
  in task 1, submitted at test.rhai:2:24",
        ),
        (
            r#"let s = "abc";
let f = thread_pool(1).submit(|| s[0] = 'x');
f.result()"#,
            "ReadOnlyError: the captured `s` was changed: a task has its own copy, and the change would be lost; return a value, or share a cell() or list()
  at test.rhai:3:3
  in task 1, submitted at test.rhai:2:24",
        ),
    ]);
}

#[test]
fn constants() {
    check_errors(&[
        (
            "const A = [1];
A.push(2);",
            "ReadOnlyError: `push` would change a constant; define it with `let` instead of `const`
  at test.rhai:2:3",
        ),
        (
            "const A = [1];
A[0] = 2;",
            "ReadOnlyError: `A` is a constant and cannot be changed; define it with `let` instead of `const`
  at test.rhai:2:1",
        ),
    ]);
}

//! Properties that a value does not have.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn methods_without_brackets() {
    assert_snapshot!(found_in_names("let cake = to_thread(|| 1);\nwhile !cake.done { }\nprint(cake.result);"), @"
    2:13-16 error[unknown-property]: `done` of a Future is a method
      help: write it with brackets: `done()`
    3:12-17 error[unknown-property]: `result` of a Future is a method
      help: write it with brackets: `result()`
    ");
    assert_snapshot!(found_in_names("let door = event();\nlet waiting = || door.wait;\nprint(waiting.call());"), @"
    2:23-26 error[unknown-property]: `wait` of an Event is a method
      help: write it with brackets: `wait()`
    ");
    assert_snapshot!(found_in_names("let q = queue();\nprint(q.put);"), @"
    2:9-11 error[unknown-property]: `put` of a Queue is a method
      help: write it with brackets: `put(…)`
    ");
    assert_snapshot!(found_in_names("print([1, 2].sort);"), @"
    1:14-17 error[unknown-property]: `sort` of an array is a method
      help: write it with brackets: `sort()`
    ");
}

#[test]
fn names_that_are_none() {
    assert_snapshot!(found_in_names("let f = to_thread(|| 1);\nprint(f.sate);\nprint(f.result());"), @"
    2:9-12 error[unknown-property]: a Future has no property `sate`
      1:5-5 `f` is a Future
      help: did you mean `state`?
    ");
    assert_snapshot!(found_in_names("let n = atomic(0);\nprint(n.value);"), @"
    2:9-13 error[unknown-property]: an Atomic has no property `value`
      1:5-5 `n` is an Atomic
      help: its value is `get()`
    ");
    assert_snapshot!(found_in_names("print(\"abc\".size);"), @"1:13-16 error[unknown-property]: a string has no property `size`");
}

#[test]
fn of_what_wait_gives() {
    assert_snapshot!(found_in_names("let outcome = wait([to_thread(|| 1)]);\nprint(outcome.notdone);"), @"
    2:15-21 error[unknown-property]: what `wait` gives has no `notdone`
      help: did you mean `not_done`?
    ");
    assert_snapshot!(found_in_names("print(wait([to_thread(|| 1)]).pending);"), @"
    1:31-37 error[unknown-property]: what `wait` gives has no `pending`
      help: it has `done` and `not_done`, two arrays of futures
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "let f = to_thread(|| 1); print(f.state); print(f.label); print(f.done());",
        "print([1, 2].len); print(\"abc\".len); print(1.5.floor);",
        "let m = #{}; print(m.anything); m.more = 1; print(m.more);",
        "let outcome = wait([to_thread(|| 1)]); print(outcome.done); print(outcome.not_done);",
        "let outcome = wait([to_thread(|| 1)]); outcome.late = 2; print(outcome.late);",
        "fn wait(fs) { #{pending: fs} } print(wait([1]).pending);",
        "fn ask(f) { f.whatever } print(ask(#{whatever: 1}));",
        "let f = to_thread(|| 1); f = #{done: true}; print(f.done);",
        "try { throw error(\"ValueError\", \"no\"); } catch (e) { print(e.kind); print(e.message); }",
        "print(timestamp().elapsed);",
    ]);
}

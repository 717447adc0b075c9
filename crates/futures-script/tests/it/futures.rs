//! Everything that a future can be asked.

use crate::support::{check, check_error, check_printed, run};

#[test]
fn a_result_can_be_read_again_and_again() {
    check(
        "with thread_pool(1) as pool {
             let f = pool.submit(|| [1]);
             let mine = f.result();
             mine.push(2);
             [mine, f.result(), f.exception()]
         }",
        "[[1, 2], [1], ()]",
    );
}

#[test]
fn what_a_task_throws_is_what_result_throws() {
    check(
        r#"let caught = [];
         with thread_pool(1) as pool {
             for thrown in [42, "text", #{code: 7}, [1]] {
                 let f = pool.submit(|value| throw value, thrown);
                 for round in 0..2 { try { f.result() } catch (e) { caught.push(e) } }
             }
         }
         caught"#,
        r#"[42, 42, "text", "text", #{"code": 7}, #{"code": 7}, [1], [1]]"#,
    );
}

#[test]
fn exception_is_an_error_with_everything() {
    check(
        "fn inner() { throw #{kind: \"Odd\", message: \"three\"} }
         fn outer() { inner() }
         with thread_pool(1) as pool {
             let e = pool.submit(outer).exception();
             [type_of(e), e.kind, e.message, e.value.kind, e.line, e.column, e.position, e.source, e.task, e.stack]
         }",
        r#"["Error", "Odd", "three", "Odd", 1, 14, "test.rhai:1:14", "test.rhai", 1, ["in function inner, called at test.rhai:2:23", "in function outer", "in task 1, submitted at test.rhai:4:27"]]"#,
    );
}

#[test]
fn a_future_goes_through_its_states() {
    check(
        "let gate = gate();
         with thread_pool(1) as pool {
             let a = pool.submit(|| gate.pass());
             let b = pool.submit(|| 1);
             let c = pool.submit(|| 2);
             let seen = [[a.state, b.state], [a.running(), b.running()], [a.done(), b.done()]];
             seen.push([a.cancel(), c.cancel(), c.cancel(), c.cancelled(), c.done(), c.state]);
             gate.open();
             wait([a, b]);
             seen.push([a.state, a.running(), a.done(), a.cancel(), a.cancelled()]);
             seen
         }",
        "[[\"running\", \"pending\"], [true, false], [false, false], \
         [false, true, true, true, true, \"cancelled\"], [\"finished\", false, true, false, false]]",
    );
}

#[test]
fn a_cancelled_future_has_neither_result_nor_exception() {
    check(
        "let gate = gate();
         let kinds = [];
         with thread_pool(1) as pool {
             let blocked = pool.submit(|| gate.pass());
             let f = pool.submit(|| 1);
             f.cancel();
             try { f.result() } catch (e) { kinds.push(e.kind) }
             try { f.exception() } catch (e) { kinds.push(e.kind) }
             gate.open();
         }
         kinds",
        r#"["CancelledError", "CancelledError"]"#,
    );
}

#[test]
fn a_time_limit_gives_up_the_wait_only() {
    check(
        "let gate = gate();
         let seen = [];
         with thread_pool(1) as pool {
             let f = pool.submit(|| { gate.pass(); 5 });
             for limit in [0, 0.001] { try { f.result(limit) } catch (e) { seen.push(e.kind) } }
             try { f.exception(0) } catch (e) { seen.push(e.kind) }
             gate.open();
             seen.push(f.result(()));
             seen
         }",
        r#"["TimeoutError", "TimeoutError", "TimeoutError", 5]"#,
    );
}

#[test]
fn futures_are_equal_to_themselves_only() {
    check(
        "with thread_pool(1) as pool {
             let a = pool.submit(|| 1);
             let b = pool.submit(|| 1);
             let copy = a;
             [a == copy, a == b, a != b, [b, a].contains(copy), [b].contains(a), [b, a].index_of(copy)]
         }",
        "[true, false, true, true, false, 1]",
    );
}

#[test]
fn ids_count_within_their_pool() {
    check(
        "with thread_pool(1) as a { with thread_pool(1) as b {
             [a.submit(|| 1).id, b.submit(|| 1).id, a.submit(|| 1).id]
         } }",
        "[1, 1, 2]",
    );
}

#[test]
fn callbacks_run_once_in_order_with_the_future() {
    check_printed(
        "let gate = gate();
         with thread_pool(1) as pool {
             let f = pool.submit(|| { gate.pass(); 7 });
             f.add_done_callback(|f| print(`first ${f.result()}`));
             f.add_done_callback(|f| print(`second ${f.done()}`));
             gate.open();
             wait([f]);
             pool.submit(|| ()).result();
             f.add_done_callback(|f| print(`late ${f.id}`));
             print(\"end\");
         }",
        "first 7\nsecond true\nlate 1\nend",
    );
}

#[test]
fn a_failing_callback_is_complained_about_and_harms_nobody() {
    let outcome = run("with thread_pool(1) as pool {
             let f = pool.submit(|| 7);
             f.result();
             f.add_done_callback(|f| throw \"no\");
             print(f.result());
         }");
    assert!(outcome.result.is_ok());
    assert_eq!(outcome.printed, "7");
    assert_eq!(
        outcome.complaints,
        "Thrown: no\n  at test.rhai:4:38\n  in callback of task 1, submitted at test.rhai:4:16"
    );
}

#[test]
fn wait_sorts_into_done_and_not_done() {
    check(
        "let gate = gate();
         with thread_pool(3) as pool {
             let slow = pool.submit(|| gate.pass());
             let quick = pool.submit(|| 1);
             let failing = pool.submit(|| throw 1);
             wait([quick, failing]);
             let fs = [slow, quick, failing, quick];
             let seen = [];
             for options in [#{timeout: 0}, #{return_when: FIRST_COMPLETED}, #{return_when: FIRST_EXCEPTION, timeout: ()}] {
                 let r = wait(fs, options);
                 seen.push([r.done.map(|f| f.id), r.not_done.map(|f| f.id)]);
             }
             gate.open();
             let r = wait(fs, #{return_when: ALL_COMPLETED});
             seen.push([r.done.map(|f| f.id), r.not_done]);
             seen.push(wait([]));
             failing.exception();
             seen
         }",
        "[[[2, 3], [1]], [[2, 3], [1]], [[2, 3], [1]], [[1, 2, 3], []], #{\"done\": [], \"not_done\": []}]",
    );
}

#[test]
fn gather_keeps_the_order_and_throws_the_first_failure() {
    check(
        "with thread_pool(2) as p { gather([3, 1, 2].map(|n| p.submit(|n| n * n, n))) }",
        "[9, 1, 4]",
    );
    check("gather([])", "[]");
    check_error(
        "let gate = gate();
with thread_pool(2) as p {
    let fs = [p.submit(|| gate.pass()), p.submit(|| 1 / 0)];
    try { gather(fs) } catch (e) { gate.open(); throw e }
}",
        "ArithmeticError: Division by zero: 1 / 0
  at test.rhai:3:55
  in task 2, submitted at test.rhai:3:43
  thrown again at test.rhai:4:49",
    );
}

#[test]
fn args_are_what_the_task_was_given_as_copies() {
    check(
        "with thread_pool(1) as pool {
             let given = [1];
             let f = pool.submit(|list, n| { list.push(n); list }, given, 2);
             given.push(9);
             let seen = [f.result(), f.args, given];
             f.args[0].push(5);
             let with_future = pool.submit(|x| 1, [f]);
             seen + [f.args, with_future.args[0][0] == f, to_thread(|x| x, \"a\").args, pool.submit(|| 1).args]
         }",
        r#"[[1, 2], [[1], 2], [1, 9], [[1], 2], true, ["a"], []]"#,
    );
}

#[test]
fn args_come_out_of_every_wait_and_callback() {
    check_printed(
        "with thread_pool(1) as pool {
             let f = pool.with_options(#{label: \"one\"}).submit(|n| n, 7);
             for g in as_completed([f]) { print([g.args, g.label, g.id, g.state]) }
             for g in as_completed([f], #{timeout: 60}) { print(g.args) }
             print(wait([f, f]).done.map(|g| g.args));
             f.add_done_callback(|g| print(g.args));
         }",
        "[[7], \"one\", 1, \"finished\"]\n[7]\n[[7]]\n[7]",
    );
}

#[test]
fn futures_are_compared_by_identity_also_inside_values() {
    check(
        "with thread_pool(1) as pool {
             let f = pool.submit(|| 1);
             let g = pool.submit(|| 1);
             let same = f;
             [f == same, f != same, f == g, f != g, f in [g, same], [g].contains(f), [g, f].index_of(same),
              [f, g] == [same, g], [f] == [g], #{a: f} == #{a: same}, #{a: f} != #{a: g}, f == 1, [f] == [1]]
         }",
        "[true, false, false, true, true, false, 1, true, false, true, true, false, false]",
    );
}

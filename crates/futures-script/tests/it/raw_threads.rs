//! Threads by hand, and `to_thread`.

use crate::support::{check, check_error, check_printed, run};

#[test]
fn a_thread_is_made_started_and_joined() {
    check(
        "let seen = list();
         let threads = (0..3).map(|n| thread_of(|n| seen.push(n), n));
         let before = [seen.len(), threads[0].is_alive()];
         for t in threads { t.start(); }
         for t in threads { t.join(); }
         [before, sorted(seen), threads[0].is_alive(), threads.map(|t| t.name)]",
        r#"[[0, false], [0, 1, 2], false, ["thread 1", "thread 2", "thread 3"]]"#,
    );
}

#[test]
fn joining_with_a_time_limit_gives_up_the_wait_only() {
    check(
        "let gate = event();
         let t = start_thread(|| gate.wait());
         t.join(0.001);
         let alive = t.is_alive();
         gate.set();
         t.join();
         [alive, t.is_alive(), t.to_string()]",
        r#"[true, false, "<Thread thread 1, over>"]"#,
    );
}

#[test]
fn a_thread_has_one_life() {
    check_error(
        "let t = start_thread(|| 1);\nt.join();\nt.start()",
        "ValueError: start: a thread can be started only once\n  at test.rhai:3:3",
    );
    check_error(
        "thread_of(|| 1).join()",
        "ValueError: join: the thread was not started\n  at test.rhai:1:17",
    );
}

#[test]
fn the_end_of_a_script_waits_for_its_threads() {
    check_printed(
        "let gate = gate(); start_thread(|| { gate.pass(); print(\"thread\") }); print(\"end\"); gate.open();",
        "end\nthread",
    );
}

#[test]
fn what_a_thread_throws_is_reported_and_harms_nobody() {
    let outcome = run("start_thread(|n| 1 / n, 0).join(); start_thread(|| exit(3)).join(); 5");
    assert_eq!(outcome.result.unwrap().as_int(), Ok(5));
    assert_eq!(
        outcome.complaints,
        "ArithmeticError: Division by zero: 1 / 0\n  at test.rhai:1:20\n  in thread 1, submitted at test.rhai:1:1"
    );
}

#[test]
fn captures_of_a_thread_are_copies() {
    check_error(
        "let count = 0; let t = to_thread(|| { count += 1; }); t.result()",
        "ReadOnlyError: `count` is captured, so it cannot be assigned: a task has its own copy, and the change would be \
         lost; return a value, or share a cell() or list()\n  at test.rhai:1:39\n  in task 1, submitted at test.rhai:1:24\n  \
         thrown again at test.rhai:1:57",
    );
}

#[test]
fn to_thread_gives_a_future() {
    check(
        "[gather([3, 1].map(|n| to_thread(|n| n * n, n))), to_thread(|a, b| a + b, 1, 2).result()]",
        "[[9, 1], 3]",
    );
}

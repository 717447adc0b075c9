//! Runs that can never go on are ended, and say who waits for what.

use futures_script::ScriptErrorKind;

use crate::support::run;

#[track_caller]
fn check_stuck(script: &str, expect: &str) {
    let error = run(script).result.expect_err(script);
    assert_eq!(
        error.kind(),
        ScriptErrorKind::Task(futures_core::ErrorKind::Deadlock),
        "{}",
        error.report()
    );
    assert_eq!(error.message(), expect);
}

#[test]
fn two_locks_in_opposite_order() {
    check_stuck(
        "let a = lock();
let b = lock();
let both = barrier(2);
with thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}) as pool {
    let one = pool.submit(|| { with a { both.wait(); with b { } } });
    let two = pool.submit(|| { with b { both.wait(); with a { } } });
    gather([one, two])
}",
        "nothing can go on: script waits for FIRST_EXCEPTION of the tasks 1, 2 (at test.rhai:7:5); \
         task 1 on w_0 waits for lock 2, held by task 2 on w_1 (at test.rhai:5:59); \
         task 2 on w_1 waits for lock 1, held by task 1 on w_0 (at test.rhai:6:59)",
    );
}

#[test]
fn a_forgotten_set() {
    check_stuck(
        "let ready = event();
with thread_pool(1) as pool {
    pool.submit(|| 1);
    ready.wait();
}",
        "nothing can go on: script waits for event 1, which nobody sets (at test.rhai:4:11)",
    );
}

#[test]
fn what_the_script_threw_before_its_end_got_stuck() {
    for script in [
        "let ready = event();
let pool = thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"});
pool.submit(|| ready.wait());
throw \"no news\";",
        "let ready = event();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| ready.wait());
    throw \"no news\"; }",
    ] {
        let outcome = run(script);
        let error = outcome.result.expect_err(script);
        assert_eq!(error.kind_name(), "DeadlockError", "{script}");
        let at = if script.contains("with") {
            "4:5"
        } else {
            "4:1"
        };
        assert_eq!(
            outcome.complaints,
            format!("the script had failed: Thrown: no news\n  at test.rhai:{at}")
        );
    }
}

#[test]
fn a_queue_that_nobody_fills() {
    check_stuck(
        "let queue = queue();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| queue.get());
}",
        "nothing can go on: script waits for the end of w (at test.rhai:2:6); \
         task 1 on w_0 waits for a value in the empty queue 1 (at test.rhai:3:26)",
    );
}

#[test]
fn a_lock_taken_twice() {
    check_stuck(
        "let lock = lock();\nwith lock { lock.acquire() }",
        "nothing can go on: script waits for lock 1, held by script (at test.rhai:2:18)",
    );
}

#[test]
fn a_task_without_a_thread() {
    check_stuck(
        "let event = event();
let pool = thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"});
pool.submit(|| event.wait());
pool.submit(|| event.set()).result()",
        "nothing can go on: script waits for the result of task 2 (at test.rhai:4:29); \
         task 1 on w_0 waits for event 1, which nobody sets (at test.rhai:3:22)",
    );
}

#[test]
fn a_loop_over_futures_that_never_end() {
    check_stuck(
        "let event = event();
with thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}) as pool {
    let fs = [pool.submit(|| event.wait()), pool.submit(|| 1)];
    for f in as_completed(fs) { f.result(); }
}",
        "nothing can go on: script waits for the last of its tasks (at test.rhai:4:14); \
         task 1 on w_0 waits for event 1, which nobody sets (at test.rhai:3:36)",
    );
}

#[test]
fn a_map_whose_items_wait_for_ever() {
    check_stuck(
        "let event = event();
with thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}) as pool {
    for n in pool.map(|n| { if n == 1 { event.wait() } n }, 0..3) { }
}",
        "nothing can go on: script waits for result [1] of a map (at test.rhai:3:19); \
         task 2 on w_1 waits for event 1, which nobody sets (at test.rhai:3:47)",
    );
    check_stuck(
        "let queue = queue();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.map_unordered(|n| queue.get(), 0..3).to_array()
}",
        "nothing can go on: script waits for the next result of a map_unordered (at test.rhai:3:10); \
         task 1 on w_0 waits for a value in the empty queue 1 (at test.rhai:3:34)",
    );
    check_stuck(
        "let queue = queue();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.map(|n| queue.get(), 0..5, #{chunksize: 2, buffersize: 4}).to_array()
}",
        "nothing can go on: script waits for result [0] of a map (at test.rhai:3:10); \
         task 1 on w_0 waits for a value in the empty queue 1 (at test.rhai:3:24)",
    );
}

#[test]
fn a_map_inside_a_task_whose_items_wait_for_ever() {
    check_stuck(
        "let event = event();
with thread_pool(#{max_workers: 1, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| pool.map(|n| event.wait(), [1]).to_array()).result()
}",
        "nothing can go on: script waits for the result of task 1 (at test.rhai:3:64); \
         task 1 on w_0 waits for result [0] of a map (at test.rhai:3:25); \
         task 2 on w_0 waits for event 1, which nobody sets (at test.rhai:3:39)",
    );
}

#[test]
fn a_circle_of_tasks_is_an_error_of_the_task_that_closes_it() {
    let outcome = run(
        "let a = thread_pool(#{max_workers: 1, thread_name_prefix: \"a\"});
let b = thread_pool(#{max_workers: 1, thread_name_prefix: \"b\"});
let handed = cell(());
let begin = event();
let f = a.submit(|| { begin.wait(); handed.get().result() });
let g = b.submit(|| f.result());
handed.set(g);
begin.set();
try { gather([f, g]) } catch (e) { f.exception(); g.exception(); return `${e.kind}: ${e.message}` }",
    );
    let told = outcome.result.unwrap().to_string();
    let chain = [
        "task 1 on a_0 waits for task 1 on b_0",
        "task 1 on b_0 waits for task 1 on a_0",
    ];
    // Either may be the last one to wait.
    let circle = |one: &str, other: &str| format!("DeadlockError: deadlock: {one}, {other}");
    let possible = [circle(chain[0], chain[1]), circle(chain[1], chain[0])];
    assert!(possible.contains(&told), "{told}");
}

#[test]
fn a_task_that_failed_to_wake_the_others_is_told() {
    let outcome = run("let ready = event();
to_thread(|| { let x = 1 / 0; ready.set() });
ready.wait()");
    assert_eq!(outcome.result.unwrap_err().kind_name(), "DeadlockError");
    assert_eq!(
        outcome.complaints,
        "never retrieved: ArithmeticError: Division by zero: 1 / 0\n  at test.rhai:2:26\n  in task 1, submitted at test.rhai:2:1"
    );
}

#[test]
fn no_script_can_catch_it() {
    check_stuck(
        "try { event().wait() } catch { }",
        "nothing can go on: script waits for event 1, which nobody sets (at test.rhai:1:15)",
    );
}

#[test]
fn what_can_still_come_is_no_deadlock() {
    for script in [
        // A wait with a limit.
        "event().wait(0.2)",
        // A task that sleeps, and then sets.
        "let e = event(); with thread_pool(1) as p { p.submit(|| { sleep(0.2); e.set() }); e.wait() }",
        // A task on top of the one that waits for it.
        "fn chain(p, n) { if n == 0 { sleep(0.2) } else { p.submit(chain, p, n - 1).result() } }
         with thread_pool(1) as p { p.submit(chain, p, 3).result() }",
        // A map whose items take long, in and out of a pool.
        "with thread_pool(2) as p { p.map(|n| sleep(0.2), 0..4).to_array() }",
        "with thread_pool(1) as p { p.submit(|| p.map_unordered(|n| sleep(0.2), 0..2).to_array()).result() }",
        "with thread_pool(1) as p { p.map(|n| sleep(0.1), 0..5, #{chunksize: 2, buffersize: 2}).to_array() }",
        // A callback.
        "let e = event(); with thread_pool(1) as p { p.submit(|| 1).add_done_callback(|f| { sleep(0.2); e.set() }); e.wait() }",
    ] {
        if let Err(error) = run(script).result {
            panic!("{script}\n{}", error.report());
        }
    }
}

#[test]
fn the_command_has_an_exit_code_for_it() {
    let script = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("stuck.rhai");
    std::fs::write(&script, "event().wait()").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_futures"))
        .arg("run")
        .arg(script)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
}

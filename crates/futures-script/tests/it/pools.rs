//! Pools: submitting from everywhere, waiting in tasks.

use crate::support::{check, check_error, check_printed};

#[test]
fn a_task_may_submit_to_its_own_pool_and_wait() {
    check(
        "with thread_pool(1) as pool { pool.submit(|| pool.submit(|| 1).result() + 1).result() }",
        "2",
    );
}

#[test]
fn a_constant_pool_works_like_any_other() {
    check(
        "const POOL = thread_pool(2); POOL.submit(|x| x + 1, 1).result()",
        "2",
    );
    check(
        "const POOL = thread_pool(2); fn f() { global::POOL.submit(|x| x + 1, 1).result() } f()",
        "2",
    );
}

#[test]
fn each_task_of_a_long_chain_starts_as_deep_as_the_first() {
    check(
        "fn step(pool, n) { if n == 0 { return \"end\" } pool.submit(step, pool, n - 1) }
         with thread_pool(1) as pool {
             let f = pool.submit(step, pool, 300);
             let steps = 0;
             while type_of(f) == \"Future\" { f = f.result(); steps += 1; }
             [f, steps]
         }",
        r#"["end", 301]"#,
    );
}

#[test]
fn a_chain_of_nested_waits_is_answered() {
    check(
        "fn sum(pool, n) { if n == 0 { return 0 } n + pool.submit(sum, pool, n - 1).result() }
         with thread_pool(1) as pool { pool.submit(sum, pool, 300).result() }",
        "45150",
    );
}

#[test]
fn functions_closures_and_names_can_be_submitted() {
    check(
        r#"fn square(n) { n * n }
         with thread_pool(1) as pool {
             gather([pool.submit(square, 3), pool.submit(|n| n + 1, 3), pool.submit(Fn("square"), 4),
                     pool.submit(Fn("to_upper"), "abc"), pool.submit(square.curry(5))])
         }"#,
        r#"[9, 4, 16, "ABC", 25]"#,
    );
}

#[test]
fn up_to_eight_arguments_are_passed_on() {
    check(
        "with thread_pool(1) as pool {
             pool.submit(|a, b, c, d, e, f, g, h| [a, b, c, d, e, f, g, h], 1, 2, 3, 4, 5, 6, 7, 8).result()
         }",
        "[1, 2, 3, 4, 5, 6, 7, 8]",
    );
}

#[test]
fn constants_and_functions_of_the_script_are_there_in_tasks() {
    check(
        "const K = 40;
         fn k() { global::K }
         with thread_pool(1) as pool { pool.submit(|| k() + 2).result() }",
        "42",
    );
}

#[test]
fn a_panicking_native_is_an_error_of_its_task_and_the_worker_lives() {
    check(
        "with thread_pool(1) as pool {
             let e = pool.submit(|| boom()).exception();
             [e.kind, e.message.contains(\"native boom\"), pool.submit(|| 5).result()]
         }",
        r#"["Panic", true, 5]"#,
    );
}

#[test]
fn the_future_right_after_submit_is_no_matter_of_luck() {
    check(
        "let gate = gate();
         let answers = [];
         with thread_pool(2) as pool {
             for n in 0..4 { answers.push(pool.submit(|| gate.pass()).cancel()); }
             gate.open();
         }
         answers",
        "[false, false, true, true]",
    );
}

#[test]
fn stats_count_what_happened() {
    check(
        "let pool = thread_pool(1);
         let gate = gate();
         let fs = [pool.submit(|| gate.pass()), pool.submit(|| throw 1), pool.submit(|| 3)];
         fs[2].cancel();
         gate.open();
         wait(fs);
         fs[1].exception();
         pool.shutdown();
         let s = pool.stats();
         [s.submitted, s.finished, s.failed, s.cancelled, s.pending, s.workers, s.largest_workers]",
        "[3, 1, 1, 1, 0, 0, 1]",
    );
}

#[test]
fn a_pool_shows_itself_and_equals_its_copies() {
    check(
        "let p = thread_pool(#{max_workers: 3, thread_name_prefix: \"crew\"});
         let q = p.with_options(#{label: \"x\"});
         [`${p}`, p.name, p.max_workers, p == q, p != q, p == thread_pool(3), type_of(p)]",
        r#"["<ThreadPool crew, 3 workers>", "crew", 3, true, false, false, "ThreadPool"]"#,
    );
}

#[test]
fn a_label_is_the_future_s() {
    check(
        "with thread_pool(1) as pool {
             let named = pool.with_options(#{label: \"load\"}).submit(|| 1);
             let plain = pool.submit(|| 1);
             wait([named, plain]);
             [named.label, plain.label, `${named}`, `${plain}`]
         }",
        r#"["load", (), "<Future 1 \"load\" finished>", "<Future 2 finished>"]"#,
    );
}

#[test]
fn a_submit_after_the_shutdown_is_refused() {
    check_error(
        "let pool = thread_pool(#{thread_name_prefix: \"crew\"});\npool.shutdown();\npool.submit(|| 1);",
        "ShutDown: cannot schedule new futures after shutdown of crew\n  at test.rhai:3:6",
    );
}

#[test]
fn a_pool_that_nobody_holds_still_does_what_it_was_given() {
    check_printed(
        "fn start(gate) { let pool = thread_pool(1); pool.submit(|| { gate.pass(); print(\"done\") }); }
         let gate = gate();
         start(gate);
         print(\"started\");
         gate.open();",
        "started\ndone",
    );
}

#[test]
fn a_pool_can_be_shut_down_with_what_is_pending() {
    check(
        "let pool = thread_pool(1);
         let gate = gate();
         let running = pool.submit(|| gate.pass());
         let pending = pool.submit(|| 1);
         pool.shutdown(#{wait: false, cancel_futures: true});
         let was = [running.running(), pending.cancelled()];
         gate.open();
         pool.shutdown();
         was.push(running.done());
         was",
        "[true, true, true]",
    );
}

#[test]
fn functions_may_be_named_inside_closures_before_they_are_defined() {
    check(
        "fn tree(pool, depth) {
             if depth == 0 { return 1 }
             gather([1, 2].map(|k| pool.submit(tree, pool, depth - 1))).reduce(|a, b| a + b, 0)
         }
         with thread_pool(1) as pool {
             let late = [1].map(|n| pool.submit(later, n));
             [pool.submit(tree, pool, 3).result(), late[0].result()]
         }
         fn later(n) { n + 1 }",
        "[8, 2]",
    );
}

#[test]
fn constants_can_be_read_by_many_threads_at_once() {
    check(
        "const K = 3;
         const TABLE = [1, 2];
         fn work(n) { let sum = 0; for i in 0..n { sum += global::K * global::TABLE[1] } sum }
         with thread_pool(8) as pool {
             let fs = [0, 1, 2, 3, 4, 5, 6, 7].map(|i| pool.submit(work, 20_000));
             work(1000);
             gather(fs).reduce(|a, b| a + b, 0)
         }",
        "960000",
    );
    check(
        "const A = 1;
         let before = thread_pool(1).submit(|| global::A).result();
         const B = 2;
         [before, thread_pool(1).submit(|| global::A + global::B).result()]",
        "[1, 3]",
    );
}

//! What tasks in processes see, print and may do.

use crate::process::{describe, run, run_with};
use crate::process_pools::support::{check, check_value, described};
use crate::support;

#[test]
fn tasks_see_the_script_as_it_was_at_the_submit() {
    check(
        r#"
        const LIMIT = 7;
        const LOCK = lock();
        fn limited(x) { min(x, global::LIMIT) }
        let pool = process_pool(1);
        let n = 1;
        let f = pool.submit(|| n);
        n = 2;
        let g = pool.submit(|| n);
        print([f.result(), g.result()]);
        print(pool.submit(limited, 100).result());
        print(pool.submit(|| ARGS).result());
        print(pool.submit(|| [FIRST_COMPLETED, type_of(log)]).result());
        const LATER = 3;
        print(pool.submit(|| later()).result());
        fn later() { global::LATER }
        "#,
        "[1, 2]\n7\n[\"a\", \"b c\"]\n[\"FIRST_COMPLETED\", \"Log\"]\n3",
    );
}

#[test]
fn lines_of_tasks_never_mix() {
    let script = r#"
        let line = "";
        line.pad(20_000, "x");
        let pool = process_pool(2);
        gather((0..4).map(|n| pool.submit(|n| { for i in 0..20 { print(`${n}${line}`) } }, n)));
        print("after");
    "#;
    let output = run("mixed.rhai", script, &[]);
    let printed = String::from_utf8_lossy(&output.stdout);
    let mut lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.pop(), Some("after"), "{}", describe(&output));
    for n in 0..4 {
        let whole = format!("{n}{}", "x".repeat(20_000));
        assert_eq!(lines.iter().filter(|line| **line == whole).count(), 20);
    }
    assert_eq!(lines.len(), 80);
}

#[test]
fn what_a_task_prints_comes_before_its_end() {
    check(
        r#"
        let pool = process_pool(2);
        for i in 0..20 {
            pool.submit(|| { print("a\nb"); print("") }).result();
            print("c");
        }
        pool.submit(|| { print("last words"); crash() }).exception();
        print("end");
        "#,
        &format!("{}last words\nend", "a\nb\n\nc\n".repeat(20)),
    );
}

#[test]
fn the_log_says_which_task_and_which_process() {
    let script = "let pool = process_pool(1);\npool.submit(|| { log.info(\"hello\"); log.debug(\"no\") }).result();\npool.submit(|| to_thread(|| log.warning(\"inner\")).result()).result();\n";
    let output = run("logging.rhai", script, &[]);
    let text = described(&output);
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.trim_start().split_once(' ')?.1))
        .collect();
    assert_eq!(
        &lines[lines.len() - 2..],
        [
            "INFO    task 1 on process 0: hello",
            "WARNING task 1 on to_thread_0 of process 0: inner"
        ],
        "{text}"
    );
    let quiet = run_with(&["--quiet"], "logging.rhai", script, &[]);
    assert_eq!(quiet.stderr, b"");
    let louder = run_with(&["--log-level", "debug"], "logging.rhai", script, &[]);
    assert!(String::from_utf8_lossy(&louder.stderr).contains("DEBUG"));
}

#[test]
fn time_goes_on_in_a_worker() {
    check_value(
        "(|| { let before = now(); let inside = pool.submit(|| now()).result(); let after = now(); before <= inside && inside <= after }).call()",
        "true",
    );
    check_value(
        "pool.submit(|| { sleep(0.01); \"slept\" }).result()",
        "slept",
    );
    check_value(
        "(|| { let n = pool.map(|i| random(), 0..8).to_array(); n.sort(); n.dedup(); n.len() }).call()",
        "8",
    );
}

#[test]
fn a_task_may_have_threads_and_pools_of_its_own() {
    check(
        r#"
        let pool = process_pool(1);
        for i in 0..2 {
            print(pool.submit(|| {
                let total = atomic(0);
                with thread_pool(2) as inner { gather((1..=4).map(|n| inner.submit(|n| total.add(n), n))) }
                [total.get(), to_thread(|| 7).result()]
            }).result());
        }
        print(pool.submit(|| { with process_pool(1) as inner { inner.submit(|n| n * n, 5).result() } }).result());
        print(pool.submit(|| { start_thread(|| { sleep(0.05); print("joined") }); 1 }).result());
        "#,
        "[10, 7]\n[10, 7]\n25\njoined\n1",
    );
}

#[test]
fn maps() {
    check_value("pool.map(|n| n * n, 0..5).to_array()", "[0, 1, 4, 9, 16]");
    check_value(
        "pool.map(|n| n * n, 0..1000, #{chunksize: 64, buffersize: 2}).to_array() == (0..1000).map(|n| n * n)",
        "true",
    );
    check_value(
        "sorted(pool.map_unordered(|a, b| a + b, [1, 2, 3], [10, 20, 30], #{chunksize: 2}).to_array())",
        "[11, 22, 33]",
    );
    check(
        r#"
        let pool = process_pool(1);
        let found = [];
        try {
            for n in pool.map(|n| 10 / n, [1, 2, 0, 5], #{chunksize: 3}) { found.push(n) }
        } catch (e) { print([found, e.kind]) }
        found.clear();
        try {
            for n in pool.map(|n| if n == 3 { crash(1) } else { n }, 1..=4) { found.push(n) }
        } catch (e) { print([found, e.kind]) }
        try {
            pool.map(|n| sleep(n), [100], #{timeout: 0.05}).to_array()
        } catch (e) { print(e.kind) }
        pool.kill_workers();
        "#,
        "[[10, 5], \"ArithmeticError\"]\n[[1, 2], \"WorkerDied\"]\nTimeoutError",
    );
}

#[test]
fn options_have_their_ranges() {
    for (options, expect) in [
        ("0", "process_pool: max_workers must be at least 1, got 0"),
        (
            "\"2\"",
            "process_pool: max_workers must be an integer, not a string",
        ),
        (
            "#{max_workers: 100_000}",
            "process_pool: max_workers must be between 1 and 1000, got 100000",
        ),
        (
            "#{max_worker: 2}",
            "process_pool: unknown option `max_worker`; did you mean `max_workers`?",
        ),
        (
            "#{on_crash: \"explode\"}",
            "process_pool: on_crash must be one of fail, break, retry, got explode",
        ),
        (
            "#{on_crash: -1}",
            "process_pool: on_crash must be at least 0, got -1",
        ),
        (
            "#{task_timeout: -1}",
            "process_pool: task_timeout must not be negative, got -1",
        ),
        (
            "#{spare_workers: -1}",
            "process_pool: spare_workers must be at least 0, got -1",
        ),
        (
            "#{max_tasks_per_child: 0}",
            "process_pool: max_tasks_per_child must be at least 1, got 0",
        ),
    ] {
        let script = format!("try {{ process_pool({options}) }} catch (e) {{ print(e.message) }}");
        check(&script, expect);
    }
    check(
        r#"
        let pool = process_pool(#{max_workers: 1, max_tasks_per_child: 1, spare_workers: 1, kill_grace: 0.1, memory_limit: 100_000_000, label: "job"});
        gather((0..3).map(|i| pool.submit(|| i)));
        print(pool.stats().started_workers >= 3);
        print([pool.submit(|| 1).label, pool.max_workers, type_of(pool), pool == pool]);
        print(pool);
        "#,
        "true\n[\"job\", 1, \"ProcessPool\", true]\n<ProcessPool ProcessPool-0, 1 workers>",
    );
    support::check_error(
        "thread_pool(1).with_options(#{task_timeout: 1})",
        "TypeError: with_options: a thread cannot be ended at any moment, so there is no `task_timeout` for a thread_pool: use a process_pool, or `f.result(seconds)` and `f.kill()`\n  at test.rhai:1:16",
    );
    support::check_error(
        "let pool = thread_pool(1); pool.kill_workers()",
        "AttributeError: ThreadPool has no method `kill_workers`; only processes can be ended, those of a `process_pool(n)`\n  at test.rhai:1:33",
    );
}

#[test]
fn a_program_without_init_is_told_so() {
    support::check_error(
        "process_pool(1)",
        "SystemError: process_pool: a pool starts its program again as its workers, so the program's main must begin with futures_script::init(), and this one's does not\n  at test.rhai:1:1",
    );
}

#[test]
fn nobody_can_read_in_a_task() {
    check(
        "let f = process_pool(1).submit(|| read_line(\"name? \")); print(f.exception().message);",
        "read_line: a task of a process_pool cannot read the input: read it before, and give it to the task",
    );
}

#[test]
fn callbacks_run_in_the_script_s_own_process() {
    check(
        r#"
        let seen = queue();
        fn deep(n) { if n == 0 { 0 } else { 1 + deep(n - 1) } }
        let pool = process_pool(1);
        let f = pool.submit(|n| n * 2, 4);
        f.add_done_callback(|f| seen.put([f.result(), f.args, deep(300)]));
        print(seen.get(30));
        let g = pool.submit(|| crash(1));
        g.add_done_callback(|g| seen.put(g.exception().kind));
        print(seen.get(30));
        "#,
        "[8, [4], 300]\nWorkerDied",
    );
}

#[test]
fn futures_of_both_kinds_of_pools_are_waited_for_together() {
    check(
        r#"
        let processes = process_pool(1);
        let threads = thread_pool(1);
        let fs = [processes.submit(|| 1), threads.submit(|| 2), processes.submit(|| 3)];
        print(gather(fs));
        print(wait(fs).done.len());
        let found = [];
        for f in as_completed(fs) { found.push(f.result()) }
        print(sorted(found));
        print(threads.submit(|n| processes.submit(|n| n + 1, n).result(), 1).result());
        "#,
        "[1, 2, 3]\n3\n[1, 2, 3]\n2",
    );
}

//! `process_pool`: what its tasks see, what travels, and what becomes of processes that end before their time.
//!
//! The workers are the `futures` command, so these run it.

use std::collections::BTreeSet;
use std::fs;

use insta::assert_snapshot;
use rustix::process::{Pid, Signal, kill_process};

use crate::process::{Session, describe, run, run_with};
use crate::support;

/// The script must end well, say nothing on standard error, and print these lines.
#[track_caller]
fn check(script: &str, expect: &str) {
    let name = format!("processes_{}.rhai", std::panic::Location::caller().line());
    let output = run_with(&["--timeout", "60"], &name, script, &["a", "b c"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}", describe(&output));
    assert_eq!(printed.trim_end(), expect, "{script}");
    assert_eq!(complaints, "", "{script}");
}

/// The expression, in a script with a pool `pool` of two, must have a value that prints like this.
#[track_caller]
fn check_value(expression: &str, expect: &str) {
    let name = format!("process_{}.rhai", std::panic::Location::caller().line());
    let script = format!(
        "fn kind_of(f) {{ try {{ f.result() }} catch (e) {{ return e.kind }} \"fine\" }}\n\
         let pool = process_pool(2);\nprint({expression});"
    );
    let output = run_with(&["--timeout", "60"], &name, &script, &[]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed.trim_end(), expect, "{}", describe(&output));
}

/// As `describe`, with all numbers of processes set to zero.
fn described(output: &std::process::Output) -> String {
    let text = describe(output);
    let mut words = Vec::new();
    let mut was_process = false;
    for word in text.split(' ') {
        let digits = word.trim_end_matches(|char: char| !char.is_ascii_digit());
        if was_process && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            words.push(format!("0{}", &word[digits.len()..]));
        } else {
            words.push(word.to_owned());
        }
        was_process = word == "process";
    }
    words.join(" ")
}

#[test]
fn values_arrive_as_what_they_were() {
    for value in [
        "()",
        "true",
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775807 - 1",
        "1.5",
        "-0.1",
        "'é'",
        "\"\"",
        "\"é\\n\"",
        "blob(3, 7)",
        "[]",
        "[1, [2, []], \"x\"]",
        "#{}",
        "#{a: #{\"b c\": [1, 2.0]}, d: ()}",
        "1..3",
        "1..=3",
    ] {
        check_value(
            &format!(
                "[type_of(pool.submit(|x| x, {value}).result()) == type_of({value}), pool.submit(|x| x, {value}).result() == {value} || type_of({value}).contains(\"range\")]"
            ),
            "[true, true]",
        );
    }
    check_value("pool.submit(|x| x, 1.0 / 0.0).result()", "inf");
    check_value(
        "pool.submit(|r| { let n = []; for i in r { n.push(i) } n }, 1..=3).result()",
        "[1, 2, 3]",
    );
    check_value(
        "pool.submit(|x| x, blob(1_000_000, 7)).result() == blob(1_000_000, 7)",
        "true",
    );
}

#[test]
fn functions_travel_in_both_directions() {
    check(
        r#"
        fn twice(f, x) { f.call(f.call(x)) }
        fn named(x) { x * 3 }
        let by = 10;
        let pool = process_pool(2);
        print(pool.submit(twice, |x| x + by, 1).result());
        print(pool.submit(twice, named, 1).result());
        print(pool.submit(twice, Fn("named"), 1).result());
        print(pool.submit(|x| |y| x + y + by, 1).result().call(2));
        let inner = |x| x * by;
        print(pool.submit(|x| inner.call(x) + 1, 4).result());
        print(pool.submit(named.curry(14)).result());
        "#,
        "21\n9\n9\n13\n41\n42",
    );
}

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
fn what_cannot_travel_is_refused_where_it_was_given() {
    let script = "let jobs = [1, #{name: \"x\", \"the lock\": lock()}];\nlet pool = process_pool(1);\n\npool.submit(|n| jobs.len() + n, 1);\n";
    assert_snapshot!(describe(&run("refused.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    error[PicklingError]: the captured variable `jobs` has a Lock at `[1]["the lock"]`, which cannot be sent to another process; let the task return a value instead, or use a thread_pool
     --> refused.rhai:4:6
      |
    4 | pool.submit(|n| jobs.len() + n, 1);
      |      ^^^^^^
    "#);
    for (given, expect) in [
        (
            "pool.submit(|x| x, 1, #{at: [timestamp()]})",
            "argument 2 has a timestamp at `.at[0]`",
        ),
        ("pool.submit(|x| x, cell(1))", "argument 1 is a Cell"),
        (
            "pool.submit(|| pool)",
            "the captured variable `pool` is a ProcessPool",
        ),
        (
            "pool.submit(|f| f, |x| x + l.locked())",
            "argument 1 has a Lock at `(captured value 1)`",
        ),
        ("pool.submit(|f| f, future)", "argument 1 is a Future"),
        (
            "pool.map(|x| [x, l], [1])",
            "the captured variable `l` is a Lock",
        ),
        ("pool.map(|x| x, [l]).to_array()", "argument 1 is a Lock"),
        ("pool.submit(|| event()).result()", "the result is an Event"),
        (
            "pool.submit(|| [1, queue()]).result()",
            "the result has a Queue at `[1]`",
        ),
    ] {
        let script = format!(
            "let pool = process_pool(1); let l = lock(); let future = to_thread(|| 1);\n\
             try {{ {given} }} catch (e) {{ print(`${{e.kind}}: ${{e.message.split(\",\")[0]}}`) }}"
        );
        check(&script, &format!("PicklingError: {expect}"));
    }
}

#[test]
fn values_that_nest_too_deeply_are_refused() {
    check(
        r#"
        let pool = process_pool(1);
        let deep = 0;
        for i in 0..127 { deep = [deep] }
        print(pool.submit(|x| x, deep).result() == deep);
        deep = [[deep]];
        try { pool.submit(|x| x, deep) } catch (e) { print(e.kind) }
        let f = pool.submit(|| { let deep = 0; for i in 0..1000 { deep = [deep] } deep });
        print(f.exception().kind);
        "#,
        "true\nValueError\nValueError",
    );
}

#[test]
fn errors_come_back_with_their_place_and_their_value() {
    let script = "fn fail(n) {\n    if n > 1 { throw #{message: \"too big\", n: n}; }\n    n.nonsense()\n}\nlet pool = process_pool(1);\nlet f = pool.submit(|n| fail(n), 2);\ntry { f.result() } catch (e) { print(e); }\nlet e = f.exception();\nprint(e.message);\nprint([e.position, e.task]);\nprint(e.stack);\nlet f = pool.submit(fail, 1);\nf.result();\n";
    assert_snapshot!(describe(&run("failing.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    #{"message": "too big", "n": 2}
    too big
    ["failing.rhai:2:16", 1]
    ["in function fail, called at failing.rhai:6:25", "in task 1, submitted at failing.rhai:6:14"]
    --- stderr
    error[NameError]: no function `nonsense`
      --> failing.rhai:3:7
       |
     3 |     n.nonsense()
       |       ^^^^^^^^
    ...
    12 | let f = pool.submit(fail, 1);
       |              ------ task 2 was submitted here
       |
       = note: in function fail
       = note: in task 2, submitted at failing.rhai:12:14
       = note: thrown again at failing.rhai:13:3
    "#);
}

#[test]
fn an_error_is_a_value_too() {
    check_value(
        "pool.submit(|| { try { nonsense() } catch (e) { return [e, e.position] } }).result()[0].kind",
        "NameError",
    );
    check_value(
        "pool.submit(|e| e.kind, to_thread(|| throw 1).exception()).result()",
        "Thrown",
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
fn a_crash_takes_one_task_with_it() {
    check(
        r#"
        let pool = process_pool(2);
        fn outcome(f) { try { f.result() } catch (e) { return e.kind } f.result() }
        let fs = (0..6).map(|n| pool.submit(|n| if n % 3 == 1 { crash(n) } else { n }, n));
        print(fs.map(outcome));
        print(pool.submit(|| 1).result());
        print([pool.stats().died_workers, pool.stats().failed]);
        "#,
        "[0, \"WorkerDied\", 2, 3, \"WorkerDied\", 5]\n1\n[2, 2]",
    );
    assert_snapshot!(
        described(&run("crash.rhai", "let pool = process_pool(1);\nlet f = pool.submit(|| crash(7));\nf.result();\n", &[])),
        @r#"
    exit code 1
    --- stdout
    --- stderr
    error[WorkerDied]: worker process 0 exited with code 7
     --> crash.rhai:3:3
      |
    2 | let f = pool.submit(|| crash(7));
      |              ------ task 1 was submitted here
    3 | f.result();
      |   ^^^^^^
      |
      = note: in task 1, submitted at crash.rhai:2:14
    "#
    );
    support::check_error(
        "crash()",
        "ValueError: crash: only a task of a process_pool may crash, since its process is all that goes down with it\n  at test.rhai:1:1",
    );
}

#[test]
fn on_crash_says_what_becomes_of_the_others() {
    check(
        r#"
        let pool = process_pool(#{max_workers: 1, on_crash: "break"});
        print(pool.submit(|| crash()).exception().kind);
        try { pool.submit(|| 1) } catch (e) { print(e.kind) }
        let pool = process_pool(#{max_workers: 1, on_crash: 2});
        print(pool.submit(|| crash()).exception().kind);
        print(pool.stats().died_workers);
        "#,
        "WorkerDied\nBrokenExecutor\nWorkerDied\n3",
    );
}

#[test]
fn running_tasks_are_killed_and_timed_out() {
    check(
        r#"
        let pool = process_pool(#{max_workers: 2, task_timeout: 30});
        let f = pool.submit(|| loop { });
        print([f.running(), f.cancel(), f.kill()]);
        print([f.exception().kind, f.exception().message, f.kill()]);
        let g = pool.with_options(#{task_timeout: 0.05, label: "endless"}).submit(|| loop { });
        print([g.exception().kind, g.label]);
        try { g.result() } catch (e) { print(e.message) }
        print(pool.submit(|| "fine").result());
        let done = pool.submit(|| 1);
        done.result();
        print(done.kill());
        "#,
        "[true, false, true]\n[\"Interrupted\", \"the task was killed\", false]\n[\"TaskTimeout\", \"endless\"]\ntask 2 ran for longer than 50ms and was ended\nfine\nfalse",
    );
    check(
        r#"
        let pool = process_pool(1);
        let fs = (0..3).map(|i| pool.submit(|| loop { }));
        print(fs[2].cancel());
        pool.terminate_workers();
        pool.shutdown();
        print(fs.map(|f| f.state));
        print(fs[0].exception().kind);
        try { pool.submit(|| 1) } catch (e) { print(e.kind) }
        "#,
        "true\n[\"finished\", \"cancelled\", \"cancelled\"]\nBrokenExecutor\nShutDown",
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
            "process_pool: max_workers must be between 1 and 10000, got 100000",
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
fn failures_that_nobody_asks_for_are_reported() {
    let script = "let pool = process_pool(1);\npool.submit(|| { throw \"nobody asks\" });\npool.submit(|| crash(3));\npool.submit(|| { to_thread(|| throw \"inside\"); 1 });\npool.submit(|| loop { }).kill();\n";
    assert_snapshot!(described(&run("unretrieved.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    never retrieved: Thrown: nobody asks
      at unretrieved.rhai:2:18
      in task 1, submitted at unretrieved.rhai:2:6
    never retrieved: Thrown: inside
      at unretrieved.rhai:4:31
      in task 1, submitted at unretrieved.rhai:4:18
    never retrieved: WorkerDied: worker process 0 exited with code 3
      in task 2, submitted at unretrieved.rhai:3:6
    error[Unretrieved]: 3 tasks have failed, and nobody has asked for the result() or exception()
    "#);
}

#[test]
fn an_exit_is_the_future_s_own() {
    check_value("pool.submit(|| exit(3)).exception().kind", "Exit");
    let output = run(
        "exits.rhai",
        "process_pool(1).submit(|| exit(9)).result()",
        &[],
    );
    assert_eq!(output.status.code(), Some(9), "{}", describe(&output));
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

#[test]
fn a_task_in_a_process_is_no_deadlock() {
    check(
        r#"
        let l = lock();
        l.acquire();
        let pool = process_pool(1);
        let f = pool.submit(|| sleep(0.5));
        let t = to_thread(|| { l.acquire(); "acquired" });
        f.result();
        l.release();
        print(t.result());
        "#,
        "acquired",
    );
    // This one is: its callback waits for the script, and the script for it.
    let script = "let l = lock(); l.acquire(); let e = event(); let f = process_pool(1).submit(|| 1); f.add_done_callback(|f| { l.acquire(); e.set() }); e.wait()";
    let output = run("stuck_callback.rhai", script, &[]);
    assert_eq!(output.status.code(), Some(3), "{}", describe(&output));
}

#[test]
fn limits_end_what_processes_do() {
    let script = "let pool = process_pool(2); wait((0..4).map(|i| pool.submit(|| loop { })));";
    let output = run_with(&["--timeout", "0.3"], "late_processes.rhai", script, &[]);
    assert_eq!(output.status.code(), Some(124), "{}", describe(&output));
    let output = run_with(
        &["--max-operations", "5000"],
        "many_operations.rhai",
        script,
        &[],
    );
    assert_eq!(output.status.code(), Some(1), "{}", describe(&output));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("error[LimitError]: stopped after 5000 operations"),
        "{said}"
    );
}

/// The processes whose parent is this one.
fn children(parent: Pid) -> BTreeSet<u32> {
    let parent = parent.as_raw_nonzero().to_string();
    let is_child = |stat: &str| {
        let fields = stat.rsplit(')').next().unwrap_or_default();
        fields.split_whitespace().nth(1) == Some(&parent)
    };
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid: &u32| {
            fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| is_child(&stat))
        })
        .collect()
}

#[test]
fn no_process_outlives_the_script() {
    for (signal, code) in [
        (Signal::INT, Some(130)),
        (Signal::TERM, Some(143)),
        (Signal::KILL, None),
    ] {
        let script = "let pool = process_pool(3); let q = pool.map(|n| { if n < 3 { print(\"up\") } loop { } }, 0..6); for n in q { }";
        let mut session = Session::start(&["--timeout", "60"], "outlived.rhai", script);
        for _ in 0..3 {
            assert_eq!(session.next_line(), "up");
        }
        let pid = Pid::from_child(&session.child);
        let workers = children(pid);
        assert_eq!(workers.len(), 3);
        kill_process(pid, signal).unwrap();
        let output = session.end();
        assert_eq!(output.status.code(), code, "{}", describe(&output));
        // Those of a script that was killed are killed by the system, which need not be done at this very moment.
        while workers
            .iter()
            .any(|pid| fs::exists(format!("/proc/{pid}/exe")).unwrap_or(false))
        {
            std::thread::yield_now();
        }
    }
}

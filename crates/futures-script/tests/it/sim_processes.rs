//! Process pools in a simulated world: what scripts see of them is what real processes show.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use futures_script::futures_sim::Scheduler;
use futures_script::{Interpreter, ScriptError, Simulation};

use crate::process::{describe, run_with};
use crate::support::Lines;

/// What a script did in a simulated world.
struct Simulated {
    /// What it printed, and below that what was complained about.
    said: String,
    error: Option<ScriptError>,
    /// The virtual time that it took, in seconds.
    elapsed: f64,
    fingerprint: u64,
}

fn simulate(scheduler: Scheduler, name: &str, script: &str) -> Simulated {
    let said = Lines::default();
    let (print, complain) = (said.clone(), said.clone());
    let interpreter = Interpreter::builder()
        .quick()
        .arguments(["a", "b c"])
        .output(move |line| print.push(line))
        .complaints(move |complaint| complain.push(&complaint.to_string()))
        .build();
    let simulation = Simulation::new().scheduler(scheduler);
    let simulated = interpreter.simulate_execution(name, script, &simulation);
    Simulated {
        said: said.text(),
        elapsed: simulated.outcome.trace().elapsed().as_secs_f64(),
        fingerprint: simulated.outcome.trace().fingerprint(),
        error: simulated.result.err(),
    }
}

/// The script must end well and say these lines, in the canonical schedule and in some others.
#[track_caller]
pub(crate) fn check(script: &str, expect: &str) {
    let schedulers = (0..3).map(|seed| Scheduler::Random { seed });
    for scheduler in [Scheduler::Fifo].into_iter().chain(schedulers) {
        let ran = simulate(scheduler.clone(), "test.rhai", script);
        let report = ran.error.map(|error| error.report());
        assert_eq!(report, None, "{script}\n{scheduler:?}\n{}", ran.said);
        assert_eq!(ran.said, expect, "{script}\n{scheduler:?}");
    }
}

#[test]
fn scripts_print_what_they_print_with_real_processes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut n_scripts = 0;
    for entry in fs::read_dir(root.join("scripts/processes")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rhai") {
            continue;
        }
        let name = path.display();
        let script = fs::read_to_string(&path).unwrap();
        let snapshot = fs::read_to_string(path.with_extension("snap")).unwrap();
        let expect = snapshot.splitn(3, "---\n").nth(2).unwrap().trim_end();
        let ran = simulate(Scheduler::Fifo, "script.rhai", &script);
        let report = ran.error.map(|error| error.report());
        assert_eq!(report, None, "{name}");
        assert_eq!(ran.said, expect, "{name}");
        n_scripts += 1;
    }
    assert!(n_scripts >= 10, "{n_scripts} scripts");
}

#[test]
fn the_same_seed_goes_the_same_way() {
    let script = r#"
        let pool = process_pool(3);
        for f in as_completed((0..6).map(|n| pool.submit(|n| { print(n); n * n }, n))) { print(f.result()) }
    "#;
    let run = |seed| simulate(Scheduler::Random { seed }, "test.rhai", script);
    let mut ways = Vec::new();
    for seed in 0..6 {
        let (one, other) = (run(seed), run(seed));
        assert_eq!(
            (&one.said, one.fingerprint),
            (&other.said, other.fingerprint)
        );
        ways.push(one.said);
    }
    ways.sort();
    ways.dedup();
    assert!(ways.len() > 1, "{ways:?}");
}

/// The script must end well in the canonical schedule, and take so long, in seconds of the world.
#[track_caller]
fn check_time(script: &str, expect: f64) {
    let ran = simulate(Scheduler::Fifo, "test.rhai", script);
    let report = ran.error.map(|error| error.report());
    assert_eq!(report, None, "{script}\n{}", ran.said);
    assert_eq!(ran.elapsed, expect, "{script}\n{}", ran.said);
}

#[test]
fn calls_end_in_virtual_time() {
    check_time(
        "let pool = process_pool(2); gather((0..4).map(|n| pool.submit(|| sleep(1800))));",
        3600.0,
    );
    // At the very moment, whatever it does: sleep, wait for what never comes, compute.
    for task in [
        "sleep(1e6)",
        "event().wait()",
        "let l = lock(); l.acquire(); to_thread(|| l.acquire()).result()",
        "thread_pool(1).submit(|| sleep(1e6)).result()",
        "process_pool(1).submit(|| sleep(1e6)).result()",
        "loop { }",
        "to_thread(|| { loop { } }).result()",
    ] {
        let prelude = format!("let pool = process_pool(1); let f = pool.submit(|| {{ {task} }});");
        check_time(
            &format!(
                "{prelude} sleep(7); if !f.kill() || f.exception().message != \"the task was killed\" {{ throw f.exception() }}"
            ),
            7.0,
        );
        check_time(
            &format!(
                "let pool = process_pool(#{{max_workers: 1, task_timeout: 90}}); let f = pool.submit(|| {{ {task} }}); let g = pool.submit(|| 1);
                 if f.exception().kind != \"TaskTimeout\" || g.result() != 1 {{ throw f.exception() }}"
            ),
            90.0,
        );
        check_time(
            &format!(
                "{prelude} sleep(7); pool.terminate_workers(); if f.exception().kind != \"BrokenExecutor\" {{ throw f.exception() }}"
            ),
            7.0,
        );
    }
}

#[test]
fn a_crash_is_told_in_the_words_of_a_real_one() {
    check(
        r#"
        let pool = process_pool(1);
        fn why(f) { try { f.result() } catch (e) { return `${e.kind}: ${e.message}` } "no crash" }
        print(why(pool.submit(|| crash(7))));
        print(why(pool.submit(|| crash())));
        print(why(pool.submit(|| crash("SIGSEGV"))));
        print(why(pool.submit(|| { print("last words"); to_thread(|| crash("KILL")).result(); print("never") })));
        print(pool.stats().died_workers);
        "#,
        "WorkerDied: worker process 1001 exited with code 7\nWorkerDied: worker process 1002 was killed by SIGABRT\nWorkerDied: worker process 1003 was killed by SIGSEGV\nlast words\nWorkerDied: worker process 1004 was killed by SIGKILL\n4",
    );
    check(
        r#"
        let fragile = process_pool(#{max_workers: 2, on_crash: "break"});
        let fs = (0..4).map(|n| fragile.submit(|n| if n == 1 { sleep(1); crash(3) } else { sleep(100) }, n));
        for f in fs { print(`${f.exception().kind}: ${f.exception().message}`) }
        try { fragile.submit(|| 1) } catch (e) { print(e.message) }
        print(now());
        "#,
        "BrokenExecutor: a worker of ProcessPool-0 died: worker process 1002 exited with code 3\nWorkerDied: worker process 1002 exited with code 3\nBrokenExecutor: a worker of ProcessPool-0 died: worker process 1002 exited with code 3\nBrokenExecutor: a worker of ProcessPool-0 died: worker process 1002 exited with code 3\na worker of ProcessPool-0 died: worker process 1002 exited with code 3\n1.0",
    );
    for outside in ["crash()", "to_thread(|| crash(\"SIGSEGV\")).result()"] {
        let ran = simulate(Scheduler::Fifo, "test.rhai", outside);
        assert_eq!(
            ran.error.unwrap().message(),
            "crash: only a task of a process_pool may crash, since its process is all that goes down with it"
        );
    }
}

#[test]
fn workers_share_nothing_with_the_script() {
    check(
        r#"
        const LOCK = lock();
        const N = 5;
        let pool = process_pool(1);
        print(pool.submit(|| { try { return global::LOCK } catch (e) { return e.kind } }).result());
        let list = [1, 2];
        let f = pool.submit(|l| { sleep(1); l.push(global::N); l }, list);
        list.push(3);
        print([f.result(), list]);
        print(pool.submit(|| { try { read_line() } catch (e) { return e.kind } }).result());
        print(pool.submit(|| now()).result() == now());
        let numbers = gather((0..2).map(|n| process_pool(1).submit(|| random())));
        numbers.push(random());
        numbers.sort();
        numbers.dedup();
        print(numbers.len());
        try { pool.submit(|x| x, LOCK) } catch (e) { print(e.message) }
        "#,
        "NameError\n[[1, 2, 5], [1, 2, 3]]\nSystemError\ntrue\n3\nargument 1 is a Lock, which cannot be sent to another process; let the task return a value instead, or use a thread_pool",
    );
}

#[test]
fn the_log_names_the_simulated_process() {
    let ran = simulate(
        Scheduler::Fifo,
        "test.rhai",
        "let pool = process_pool(1); pool.submit(|| { sleep(2); log.info(\"hello\"); to_thread(|| log.warning(\"inner\")).result() }).result();",
    );
    assert!(ran.error.is_none());
    assert_eq!(
        ran.said,
        "    2.000 INFO    task 1 on process 1001: hello\n    2.000 WARNING task 1 on to_thread_0 of process 1001: inner"
    );
}

#[test]
fn callbacks_may_wait_for_calls_of_their_pool() {
    check(
        r#"
        let pool = process_pool(1);
        let seen = queue();
        pool.submit(|| 1).add_done_callback(|f| seen.put(pool.submit(|n| n + 1, f.result()).result()));
        print(seen.get());
        "#,
        "2",
    );
}

#[test]
fn computing_takes_time_only_in_the_large() {
    check_time(
        "with process_pool(2) as pool { pool.map(|n| { for i in 0..20_000 { n += i } n }, 0..8).to_array() }",
        0.0,
    );
}

#[test]
fn the_command_simulates_processes() {
    let script = "let pool = process_pool(2);\nlet fs = [2, 1].map(|n| pool.submit(|n| { sleep(n); print(`slept ${n} s`); if n == 2 { crash(3) } }, n));\nwait(fs);\nfs[0].result();\n";
    assert_snapshot!(describe(&run_with(&["--sim", "--timeline", "-"], "sim_crash.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    slept 1 s
    slept 2 s
    script      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░✗
    ProcessPool-0  2 tasks: 1 finished, 1 failed
      worker 0  1██████████████████████████████████████████████████████████████████✗
      worker 1  2█████████████████████████████████··································
                ├────────────────┼────────────────┼────────────────┼───────────────┤
                0              0.5 s            1.0 s            1.5 s         2.0 s
    █ works   ░ waits   · idle
    ✗ failed: script; 1
    --- stderr
    error[WorkerDied]: worker process 1001 exited with code 3
     --> sim_crash.rhai:4:7
      |
    2 | let fs = [2, 1].map(|n| pool.submit(|n| { sleep(n); print(`slept ${n} s`); if n == 2 { crash(3) } }, n));
      |                              ------ task 1 was submitted here
    3 | wait(fs);
    4 | fs[0].result();
      |       ^^^^^^
      |
      = note: in task 1, submitted at sim_crash.rhai:2:30
    "#);
    let script =
        "let pool = process_pool(1);\npool.submit(|| { let e = event(); e.wait() }).result();\n";
    assert_snapshot!(describe(&run_with(&["--sim"], "sim_stuck_process.rhai", script, &[])), @"
    exit code 3
    --- stdout
    --- stderr
    error[DeadlockError]: nothing can go on: script waits for the result of task 1 (at sim_stuck_process.rhai:2:47); task 1 on process 1001 waits for event 1, which nobody sets (at sim_stuck_process.rhai:2:37)
    ");
}

#[test]
fn workers_come_and_go_as_they_are_asked_to() {
    check(
        r#"
        let pool = process_pool(#{max_workers: 2, max_tasks_per_child: 2, spare_workers: 3, kill_grace: 5, memory_limit: 1_000_000});
        print(gather((0..6).map(|n| pool.submit(|n| { sleep(1); n }, n))));
        pool.shutdown();
        let stats = pool.stats();
        print([stats.started_workers, stats.died_workers, stats.workers, stats.finished]);
        let idle = process_pool(3);
        print(idle.stats().started_workers);
        for n in 0..3 { idle.submit(|| 1).result(); }
        print(idle.stats().started_workers);
        let f = idle.submit(|| sleep(10));
        let gs = (0..4).map(|n| idle.submit(|| sleep(10)));
        print([f.running(), f.cancel(), gs[3].running(), gs[3].cancel(), gs[3].state]);
        idle.shutdown(#{cancel_futures: true});
        print([now(), gs.map(|g| g.state)]);
        "#,
        "[0, 1, 2, 3, 4, 5]\n[4, 0, 0, 6]\n0\n1\n[true, false, false, true, \"cancelled\"]\n[13.0, [\"finished\", \"finished\", \"cancelled\", \"cancelled\"]]",
    );
}

#[test]
fn any_schedule_keeps_what_pools_promise() {
    let script = r#"
        let pool = process_pool(#{max_workers: 3, task_timeout: 5, on_crash: 1});
        let tasks = (0..12).map(|n| pool.submit(|n| {
            if n % 4 == 1 { sleep(random()) }
            if n % 5 == 2 { crash(n) }
            if n % 7 == 3 { sleep(100) }
            if n % 6 == 5 { throw n }
            print(n);
            n
        }, n));
        let calls = atomic(0);
        for f in tasks { f.add_done_callback(|f| calls.add(1)) }
        sleep(random());
        let killed = tasks[0].kill() || tasks[4].kill();
        wait(tasks);
        for n in [2, 7] { if tasks[n].exception().kind != "WorkerDied" { throw `${n}: ${tasks[n]}` } }
        for n in [3, 10] { if tasks[n].exception().kind != "TaskTimeout" { throw `${n}: ${tasks[n]}` } }
        for n in [5, 11] { if tasks[n].exception().kind != "Thrown" { throw `${n}: ${tasks[n]}` } }
        for n in [1, 6, 8, 9] { if tasks[n].result() != n { throw `${n}: ${tasks[n]}` } }
        pool.shutdown();
        if calls.get() != 12 { throw `${calls.get()} callbacks` }
        let stats = pool.stats();
        if stats.finished + stats.failed + stats.cancelled != 12 || stats.workers != 0 || stats.pending != 0 { throw stats }
        for f in tasks { if !f.cancelled() { f.exception() } }
    "#;
    let ways = hold(script);
    assert!(ways.len() > 10, "{ways:?}");
}

/// The script must end well in many schedules; what it said in them.
#[track_caller]
fn hold(script: &str) -> BTreeSet<String> {
    let ran = (0..60).map(|seed| {
        let scheduler = match seed % 2 {
            0 => Scheduler::Random { seed },
            _ => Scheduler::Pct {
                seed,
                depth: 3,
                length: 20_000,
            },
        };
        let ran = simulate(scheduler.clone(), "test.rhai", script);
        let report = ran.error.map(|error| error.report());
        assert_eq!(report, None, "{scheduler:?}\n{}", ran.said);
        ran.said
    });
    ran.collect()
}

#[test]
fn pools_in_pools_end_in_any_schedule() {
    hold(
        r#"
        let pool = process_pool(#{max_workers: 2, max_tasks_per_child: 3, on_crash: 1});
        let outer = (0..4).map(|n| pool.submit(|n| {
            with process_pool(2) as inner {
                let fs = (0..3).map(|i| inner.submit(|i| { if i == 1 && random() < 0.3 { crash() } sleep(random()); i }, i));
                let total = 0;
                for f in fs { try { total += f.result() } catch (e) { if e.kind != "WorkerDied" { throw e } } }
                total
            }
        }, n));
        let threads = thread_pool(2);
        for f in outer { threads.submit(|| { sleep(random() * 2); f.kill() }) }
        let seen = queue();
        for f in outer { f.add_done_callback(|f| seen.put(pool.submit(|| 7).result())) }
        for i in 0..4 { if seen.get() != 7 { throw "another number" } }
        for f in outer { if !f.cancelled() { f.exception() } }
        "#,
    );
    hold(
        r#"
        let fragile = process_pool(#{max_workers: 3, on_crash: "break"});
        let items = [];
        try {
            for n in fragile.map(|n| { sleep(random()); if n == 7 { crash("SEGV") } n }, 0..10, #{chunksize: 2}) { items.push(n) }
        } catch (e) { if !["WorkerDied", "BrokenExecutor"].contains(e.kind) { throw e } }
        if items != (0..items.len()).map(|n| n) || items.len() > 6 { throw items }
        fragile.shutdown();
        if fragile.stats().workers != 0 { throw fragile.stats() }
        let last = process_pool(2);
        let fs = (0..6).map(|n| last.submit(|| sleep(5)));
        sleep(random());
        if random() < 0.5 { last.terminate_workers() } else { last.shutdown(#{cancel_futures: true, wait: false}) }
        last.shutdown();
        for f in fs { if !f.cancelled() { f.exception(0) } }
        "#,
    );
}

#[test]
fn the_operations_of_a_simulated_process_are_its_own() {
    let script = "process_pool(1).submit(|| { loop { } }).result()";
    let limited = Interpreter::builder().max_operations(5000).build();
    let simulated = limited.simulate("test.rhai", script, &Simulation::new());
    let error = simulated.result.unwrap_err();
    assert_eq!(
        (&*error.kind_name(), error.message()),
        (
            "LimitError",
            "stopped after 5000 operations (the limit) while it waited for the result of task 1"
        )
    );
}

#[test]
fn failures_that_nobody_asks_for_are_reported() {
    let script = "let pool = process_pool(1);\npool.submit(|| { throw \"nobody asks\" });\npool.submit(|| crash(3));\npool.submit(|| { to_thread(|| throw \"inside\"); 1 });\npool.submit(|| loop { }).kill();\n";
    let ran = simulate(Scheduler::Fifo, "test.rhai", script);
    assert_eq!(ran.error.unwrap().kind_name(), "Unretrieved");
    assert_snapshot!(ran.said, @"
    never retrieved: Thrown: nobody asks
      at test.rhai:2:18
      in task 1, submitted at test.rhai:2:6
    never retrieved: Thrown: inside
      at test.rhai:4:31
      in task 1, submitted at test.rhai:4:18
    never retrieved: WorkerDied: worker process 1001 exited with code 3
      in task 2, submitted at test.rhai:3:6
    ");
}

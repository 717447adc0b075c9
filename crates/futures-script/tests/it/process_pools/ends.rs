//! What becomes of tasks and processes that end before their time.

use std::collections::BTreeSet;
use std::fs;

use insta::assert_snapshot;
use rustix::process::{Pid, Signal, kill_process};

use crate::process::{Session, describe, run, run_with};
use crate::process_pools::support::{check, check_real, check_value, described};
use crate::support;

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
fn a_process_can_be_crashed_by_any_signal_that_ends_one() {
    check_real(
        r#"
        let pool = process_pool(1);
        let names = ["SIGABRT", "SIGALRM", "SIGBUS", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSEGV", "SIGSYS", "SIGTERM", "SIGTRAP", "SIGXCPU"];
        for name in names {
            let message = pool.submit(|| crash(name)).exception().message;
            if !message.contains(` was killed by ${name}`) { throw `${name}: ${message}` }
        }
        print(pool.submit(|| to_thread(|| crash("SEGV")).result()).exception().message.contains("SIGSEGV"));
        print(pool.stats().died_workers);
        "#,
        "true\n16",
    );
    check(
        r#"
        for wrong in ["SIGSEG", "SIGCHLD", ""] {
            try { crash(wrong) } catch (e) { print(e.message) }
        }
        try { crash(256) } catch (e) { print(e.message) }
        "#,
        "crash: no signal `SIGSEG` ends a process; did you mean \"SIGSEGV\"?\n\
         crash: no signal `SIGCHLD` ends a process; those that do are SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGKILL, SIGPIPE, SIGQUIT, SIGSEGV, SIGSYS, SIGTERM, SIGTRAP, SIGXCPU\n\
         crash: no signal `` ends a process; those that do are SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGKILL, SIGPIPE, SIGQUIT, SIGSEGV, SIGSYS, SIGTERM, SIGTRAP, SIGXCPU\n\
         crash: the code must be between 0 and 255",
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
        let busy = process_pool(1);
        let fs = [busy.submit(|| sleep(100)), busy.submit(|| 1)];
        print([done.kill(), fs[1].kill(), fs[1].state, fs[1].kill(), fs[0].kill()]);
        "#,
        "[true, false, true]\n[\"Interrupted\", \"the task was killed\", false]\n[\"TaskTimeout\", \"endless\"]\ntask 2 ran for longer than 50ms and was ended\nfine\n[false, true, \"cancelled\", false, true]",
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
fn failures_that_nobody_asks_for_are_reported() {
    let script = "let pool = process_pool(1);\npool.submit(|| { throw \"nobody asks\" });\npool.submit(|| crash(3));\npool.submit(|| { to_thread(|| throw \"inside\"); 1 });\npool.submit(|| loop { }).kill();\n";
    assert_snapshot!(described(&run("unretrieved.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    error[Thrown]: never retrieved: nobody asks
     --> unretrieved.rhai:2:18
      |
    2 | pool.submit(|| { throw "nobody asks" });
      |      ------      ^^^^^
      |      |
      |      task 1 was submitted here
      |
      = note: in task 1, submitted at unretrieved.rhai:2:6
    error[Thrown]: never retrieved: inside
     --> unretrieved.rhai:4:31
      |
    4 | pool.submit(|| { to_thread(|| throw "inside"); 1 });
      |                  ---------    ^^^^^
      |                  |
      |                  task 1 was submitted here
      |
      = note: in task 1, submitted at unretrieved.rhai:4:18
    error[WorkerDied]: never retrieved: worker process 0 exited with code 3
     |
     = note: in task 2, submitted at unretrieved.rhai:3:6
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

/// As with a pool of threads: whether it was dropped at once or only walked a part of the way.
#[test]
fn failures_of_a_map_that_nobody_walks_as_far_as_are_reported() {
    for name in ["map", "map_unordered"] {
        for options in ["", ", #{chunksize: 2}"] {
            for walk in ["", "for n in m { break; }"] {
                let items = if walk.is_empty() { "0, 0" } else { "1, 0" };
                let script = format!(
                    "with process_pool(1) as pool {{\n  let m = pool.{name}(|n| 1 / n, [{items}]{options});\n  {walk}\n}}\n"
                );
                let output = run("unheard.rhai", &script, &[]);
                let stderr = String::from_utf8(output.stderr).unwrap();
                let line = "error[ArithmeticError]: never retrieved: Division by zero: 1 / 0\n";
                let is_told = stderr.matches("never retrieved").count() == 1;
                assert!(is_told && stderr.starts_with(line), "{script}{stderr}");
                assert_eq!(output.status.code(), Some(1), "{script}");
            }
        }
    }
}

/// One failure of a map that the script was given is enough.
#[test]
fn a_map_that_has_raised_a_failure_has_said_enough() {
    for walk in ["for n in m { }", "m.to_array()"] {
        check(
            &format!(
                "with process_pool(1) as pool {{
                     let m = pool.map(|n| 1 / n, [0, 1, 0]);
                     try {{ {walk} }} catch {{ print(\"caught\") }}
                 }}"
            ),
            "caught",
        );
    }
}

//! How a script ends, as an exit code and on standard error.

use std::io::{BufRead, BufReader};

use insta::assert_snapshot;

use crate::process::{Session, describe, run, run_with};

#[test]
fn every_end_has_its_exit_code() {
    #[track_caller]
    fn check(options: &[&str], script: &str, expect: i32) {
        let output = run_with(options, "end.rhai", script, &[]);
        assert_eq!(output.status.code(), Some(expect), "{}", describe(&output));
    }
    check(&[], "", 0);
    check(&[], "throw 1", 1);
    check(&[], "to_thread(|| throw 1);", 1);
    check(&[], "let = 1", 2);
    check(&["--unknown"], "", 2);
    check(&[], "lock().acquire(); event().wait();", 3);
    check(&["--timeout", "0.01"], "sleep(1000)", 124);
    check(&["--timeout", "1000"], "", 0);
    check(&["--max-operations", "100"], "loop { }", 1);
    check(&["--max-operations", "100"], "1 + 1", 0);
    check(&[], "exit(0)", 0);
    check(&[], "exit()", 0);
    check(&[], "exit(42)", 42);
    check(&[], "with thread_pool(1) as pool { exit(7) }", 7);
    check(&[], "to_thread(|| exit(9)).result()", 9);
    // What a script throws is its failure, whatever it is called.
    check(&[], "to_thread(|| sleep(0.1)).result(0)", 1);
}

#[test]
fn a_script_that_takes_too_long_says_what_went_on() {
    let script = "let l = lock();\nl.acquire();\nlet f = to_thread(|| l.acquire());\nlet g = to_thread(|| loop { });\nf.result();\n";
    let output = run_with(&["--timeout", "1"], "late.rhai", script, &[]);
    assert_snapshot!(describe(&output), @"
    exit code 124
    --- stdout
    --- stderr
    error[TimedOut]: timed out after 1 s while it waited for the result of task 1
     --> late.rhai:5:3
      |
    5 | f.result();
      |   ^^^^^^
      |
      = note: meanwhile task 1 waited for lock 1, held by script, at late.rhai:3:24
      = note: meanwhile task 2, submitted at late.rhai:4:9, was running
      = help: --timeout SECONDS gives it more time
    ");
}

#[test]
fn a_time_limit_holds_at_the_end_of_the_script_too() {
    let script = "let e = event(); to_thread(|| { e.set(); loop { } }); e.wait();";
    let output = run_with(&["--timeout", "0.5"], "late_end.rhai", script, &[]);
    assert_snapshot!(describe(&output), @"
    exit code 124
    --- stdout
    --- stderr
    error[TimedOut]: timed out after 0.5 s while the script, at its end, waited for what it had started
     |
     = note: meanwhile task 1, submitted at late_end.rhai:1:18, was running
     = help: --timeout SECONDS gives it more time
    ");
}

#[test]
fn too_many_operations_are_an_error() {
    let output = run_with(
        &["--max-operations", "1_000"],
        "busy.rhai",
        "let n = 0;\nwhile true {\n    n += 1;\n}\n",
        &[],
    );
    assert_snapshot!(describe(&output), @"
    exit code 1
    --- stdout
    --- stderr
    error[LimitError]: stopped after 1000 operations (the limit)
     --> busy.rhai:3:10
      |
    3 |     n += 1;
      |          ^
      |
      = help: --max-operations N allows more
    ");
}

#[test]
fn operations_of_all_threads_count() {
    let script = "with thread_pool(2) as pool {
         gather((0..20).map(|n| pool.submit(|| { for n in 0..100 { let square = n * n; } })));
     }";
    let code = |most: &str| {
        let output = run_with(&["--max-operations", most], "counted.rhai", script, &[]);
        output.status.code()
    };
    assert_eq!(code("2_000"), Some(1));
    assert_eq!(code("200_000"), Some(0));
}

#[test]
fn no_script_catches_a_limit() {
    let script = "loop { try { loop { } } catch { } }";
    for (option, value, code) in [("--timeout", "0.05", 124), ("--max-operations", "500", 1)] {
        let output = run_with(&[option, value], "caught.rhai", script, &[]);
        assert_eq!(output.status.code(), Some(code), "{}", describe(&output));
    }
}

#[test]
fn quiet_leaves_only_the_error_that_ends_the_script() {
    let script = "log.error(\"said\");
to_thread(|| 1).add_done_callback(|f| throw 1);
start_thread(|| throw 2).join();
to_thread(|| throw 3);
print(\"printed\");
";
    let output = run_with(&["--quiet"], "quiet.rhai", script, &[]);
    assert_snapshot!(describe(&output), @"
    exit code 1
    --- stdout
    printed
    --- stderr
    error[Unretrieved]: a task has failed, and nobody has asked for the result() or exception()
    ");
    let output = run("loud.rhai", script, &[]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut titles: Vec<&str> = stderr
        .lines()
        .filter(|line| line.starts_with("error"))
        .collect();
    // The callback and the thread are not in step.
    titles.sort_unstable();
    assert_eq!(
        titles,
        [
            "error[Thrown]: 1",
            "error[Thrown]: 2",
            "error[Thrown]: never retrieved: 3",
            "error[Unretrieved]: a task has failed, and nobody has asked for the result() or exception()",
        ]
    );
}

#[test]
fn a_failure_that_nobody_asked_for_is_shown_as_any_other() {
    let script = "fn half(n) {\n    throw `no half of ${n}`\n}\nto_thread(half, 3);\n";
    let output = run("unheard.rhai", script, &[]);
    assert_snapshot!(describe(&output), @"
    exit code 1
    --- stdout
    --- stderr
    error[Thrown]: never retrieved: no half of 3
     --> unheard.rhai:2:5
      |
    2 |     throw `no half of ${n}`
      |     ^^^^^
    3 | }
    4 | to_thread(half, 3);
      | --------- task 1 was submitted here
      |
      = note: in function half
      = note: in task 1, submitted at unheard.rhai:4:1
    error[Unretrieved]: a task has failed, and nobody has asked for the result() or exception()
    ");
    let output = run_with(&["--allow-unretrieved"], "unheard.rhai", script, &[]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn tasks_of_several_pools_are_told_apart() {
    let script = "let a = thread_pool(1);
let b = thread_pool(1);
a.submit(|| 1 / 0);
let stuck = event();
b.submit(|| stuck.wait());
try { b.submit(|| 1).result(0) } catch (e) { print(e.message) }
b.submit(|| 2).result()
";
    let output = run("pools.rhai", script, &[]);
    assert_snapshot!(describe(&output), @r"
    exit code 3
    --- stdout
    task 2 of ThreadPool-1 was not done within 0 s
    --- stderr
    error[ArithmeticError]: never retrieved: Division by zero: 1 / 0
     --> pools.rhai:3:15
      |
    3 | a.submit(|| 1 / 0);
      |   ------      ^
      |   |
      |   task 1 of ThreadPool-0 was submitted here
      |
      = note: in task 1 of ThreadPool-0, submitted at pools.rhai:3:3
    error[DeadlockError]: nothing can go on
     --> pools.rhai:5:19
      |
    5 | b.submit(|| stuck.wait());
      |                   ^^^^ task 1 on ThreadPool-1_0 waits for event 1, which nobody sets
    6 | try { b.submit(|| 1).result(0) } catch (e) { print(e.message) }
    7 | b.submit(|| 2).result()
      |                ^^^^^^ script waits for the result of task 3 of ThreadPool-1
      |
      = note: event 1 was made at pools.rhai:4:13
      = note: task 1 of ThreadPool-1 was submitted at pools.rhai:5:3
    ");
}

#[test]
fn a_thrown_block_whose_tasks_run_on_says_so() {
    let script = "let begun = event();
with thread_pool(1) as pool {
    pool.submit(|| { begun.set(); loop { } });
    begun.wait();
    throw \"no news\";
}
";
    let mut session = Session::start(&[], "runs_on.rhai", script);
    let mut stderr = BufReader::new(session.child.stderr.take().unwrap());
    let mut notice = String::new();
    while !notice.contains("help:") {
        let n_read = stderr.read_line(&mut notice).unwrap();
        assert_ne!(n_read, 0, "{notice}");
    }
    session.child.kill().unwrap();
    session.child.wait().unwrap();
    assert_snapshot!(notice, @r#"
    warning[Thrown]: waiting for 1 running task of ThreadPool-0 (submitted at runs_on.rhai:3:10), after this: no news
     --> runs_on.rhai:5:5
      |
    5 |     throw "no news";
      |     ^^^^^
      |
      = help: Ctrl-C stops it
    "#);
}

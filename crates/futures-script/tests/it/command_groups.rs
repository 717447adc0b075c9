//! `futures run --output=grouped`: what tasks print, task by task.

use insta::assert_snapshot;

use crate::process::{Session, describe, run_with};

const GROUPED: &str = "--output=grouped";

#[track_caller]
fn grouped(name: &str, script: &str) -> String {
    describe(&run_with(&[GROUPED, "--timeout=60"], name, script, &[]))
}

#[test]
fn tasks_threads_and_callbacks_have_groups_of_their_own() {
    let script = r#"print("begins");
let ready = event();
let second = event();
let pool = thread_pool(2);
let slow = pool.with_options(#{label: "slow"}).submit(|| { print("one"); ready.set(); second.wait(); print("two\nthree"); });
let fast = pool.submit(|| { ready.wait(); print("four"); print(""); });
fast.result();
print("between");
second.set();
slow.result();
slow.add_done_callback(|f| print("called back"));
let t = start_thread(|| { print("in a thread"); pool.submit(|| print("inner")).result(); });
t.join();
pool.submit(|| 1).result();
print("ends");"#;
    assert_snapshot!(grouped("groups.rhai", script), @r#"
    exit code 0
    --- stdout
    begins
    task 2:
      four

    between
    task 1 "slow":
      one
      two
      three
    callback of task 1 "slow":
      called back
    task 3:
      inner
    thread 1:
      in a thread
    ends
    --- stderr
    "#);
}

#[test]
#[cfg(target_os = "linux")]
fn so_have_calls_in_worker_processes() {
    let script = r#"with process_pool(2) as pool {
    pool.with_options(#{label: "a"}).submit(|| { print("one"); print("two\nthree"); }).result();
    pool.map(|n| { print(`item ${n}`); n }, 1..3).to_array();
    pool.submit(|| { print("outer"); to_thread(|| print("inner")).result(); print("outer again"); }).result();
    let f = pool.submit(|| { print("before the crash"); crash("KILL"); });
    print(f.exception().kind);
}"#;
    let real = grouped("groups_processes.rhai", script);
    assert_snapshot!(real, @r#"
    exit code 0
    --- stdout
    task 1 "a":
      one
      two
      three
    task 2:
      item 1
    task 3:
      item 2
    task 4:
      outer
      task 1:
        inner
      outer again
    task 5:
      before the crash
    WorkerDied
    --- stderr
    "#);
    let simulated = run_with(&[GROUPED, "--sim=1"], "groups_processes.rhai", script, &[]);
    assert_eq!(describe(&simulated), real);
}

#[test]
fn nothing_is_lost_where_tasks_do_not_end_well() {
    let failing = "to_thread(|| { print(1); throw \"oh\"; }).result();";
    assert_snapshot!(grouped("groups_failing.rhai", failing), @r#"
    exit code 1
    --- stdout
    task 1:
      1
    --- stderr
    error[Thrown]: oh
     --> groups_failing.rhai:1:26
      |
    1 | to_thread(|| { print(1); throw "oh"; }).result();
      | ---------                ^^^^^
      | |
      | task 1 was submitted here
      |
      = note: in task 1, submitted at groups_failing.rhai:1:1
      = note: in function result, called at groups_failing.rhai:1:41
    "#);
    let killed = "let begun = event(); let f = to_thread(|| { print(1); begun.set(); loop { } }); begun.wait(); f.kill(); \
                  print(f.exception().kind);";
    assert_snapshot!(grouped("groups_killed.rhai", killed), @r#"
    exit code 0
    --- stdout
    task 1:
      1
    Interrupted
    --- stderr
    "#);
    let left = "let begun = event(); let end = event(); to_thread(|| { print(1); begun.set(); end.wait(); print(2); }); \
                begun.wait(); end.set(); exit(4);";
    assert_snapshot!(grouped("groups_exit.rhai", left), @r#"
    exit code 4
    --- stdout
    task 1:
      1
      2
    --- stderr
    "#);
    let stuck = "let e = event(); let f = to_thread(|| { print(1); e.wait(); }); f.result();";
    assert!(grouped("groups_stuck.rhai", stuck).contains("--- stdout\ntask 1:\n  1\n--- stderr\n"));
}

#[test]
#[cfg(unix)]
fn nothing_is_lost_when_the_user_interrupts() {
    let script = "let begun = event(); let f = to_thread(|| { print(1); begun.set(); sleep(1000); }); begun.wait(); \
                  print(\"begun\"); f.result();";
    let mut session = Session::start(&[GROUPED], "groups_interrupt.rhai", script);
    assert_eq!(session.next_line(), "begun");
    let pid = rustix::process::Pid::from_child(&session.child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(session.next_line(), "task 1:");
    assert_eq!(session.next_line(), "  1");
    assert_eq!(session.end().status.code(), Some(130));
}

#[test]
fn much_output_is_shown_before_its_task_ends() {
    let script = "to_thread(|| { let line = \"\"; line.pad(1_000_000, \"x\"); for n in 0..20 { print(line); } }).result();";
    let output = run_with(&[GROUPED], "groups_much.rhai", script, &[]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    let names: Vec<&str> = stdout.lines().filter(|line| !line.contains('x')).collect();
    assert_eq!(names, ["a task, as far as it has come:", "task 1:"]);
    let line = "x".repeat(1_000_000);
    assert_eq!(
        stdout
            .lines()
            .filter(|shown| shown.trim_start() == line)
            .count(),
        20
    );
}

#[test]
fn the_option_has_two_values() {
    let output = run_with(&["--output=json"], "groups_wrong.rhai", "", &[]);
    assert_snapshot!(describe(&output), @r#"
    exit code 2
    --- stdout
    --- stderr
    error: --output must be lines or grouped, not 'json'
     |
     = help: see futures run --help
    "#);
}

//! `futures run --sim`: virtual time, repeatable orders, and what is told when a simulated script fails.

use insta::assert_snapshot;

use crate::process::{command, describe, futures, run_with};

fn sim(options: &[&str], name: &str, script: &str) -> String {
    describe(&run_with(
        &[&["--sim"], options].concat(),
        name,
        script,
        &[],
    ))
}

#[test]
fn an_hour_of_sleep_takes_no_time_and_the_log_says_an_hour() {
    assert_snapshot!(sim(&["--timeout", "60"], "sim_hour.rhai", "
sleep(3600);
log.info(\"awake\");
print([now(), cpu_count()]);"), @"
    exit code 0
    --- stdout
    [3600.0, 4]
    --- stderr
     3600.000 INFO    script: awake
    ");
}

/// What each order prints differs, and is the same in every run of the same seed, wherever that is.
#[test]
fn equal_seeds_go_equal_ways_in_every_process() {
    let script = "
let order = list();
with thread_pool(3) as pool {
    for task in 0..6 {
        pool.submit(|| { for n in 0..3 { order.push(`${task}${random(0, 9)}`); print(`${task} ${n}`); } });
    }
}
print([order.to_array(), now(), random()]);";
    std::fs::write(crate::process::folder().join("order.rhai"), script).unwrap();
    let elsewhere = std::env::temp_dir();
    let path = crate::process::folder().join("order.rhai");
    let all: Vec<String> = (0..10)
        .map(|seed| {
            let option = format!("--sim={seed}");
            let here = futures(&["run", &option, "order.rhai"]);
            let there = command(&["run", &option])
                .arg(&path)
                .current_dir(&elsewhere)
                .output()
                .unwrap();
            assert_eq!(here.status.code(), Some(0));
            assert_eq!(here.stdout, there.stdout, "seed {seed}");
            String::from_utf8(here.stdout).unwrap()
        })
        .collect();
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    assert!(different.len() > 5, "{}", different.len());
}

#[test]
fn the_log_has_everything_that_happened() {
    let folder = crate::process::folder();
    std::fs::write(
        folder.join("logged.rhai"),
        "start_thread(|| sleep(1)).join();",
    )
    .unwrap();
    let logged = |log: &str| futures(&["run", "--sim", "--sim-log", log, "logged.rhai"]);
    assert_eq!(logged("happened.txt").status.code(), Some(0));
    assert_snapshot!(std::fs::read_to_string(folder.join("happened.txt")).unwrap(), @r"
    0.000000 script (0) starts thread 1 (thread 1)
    0.000000 script (0) waits for the end of a thread
    0.000000 thread 1 (1) waits for time to pass
    1.000000 thread 1 (1) goes on: its time has come
    1.000000 thread 1 (1) wakes thread 0
    1.000000 thread 1 (1) ends
    1.000000 script (0) goes on: notified
    1.000000 script (0) ends
    ");
    assert_snapshot!(describe(&logged("no/such/folder.txt")), @r"
    exit code 1
    --- stdout
    --- stderr
    error: cannot write the log to 'no/such/folder.txt': No such file or directory (os error 2)
    ");
}

/// A file that cannot be written is no reason to keep silent about what the script failed with.
#[test]
fn a_script_that_fails_says_so_though_its_log_cannot_be_written() {
    let options = ["--sim-log", "no/such/folder.txt"];
    assert_snapshot!(sim(&options, "sim_unlogged.rhai", "exit(7)"), @"
    exit code 7
    --- stdout
    --- stderr
    error: cannot write the log to 'no/such/folder.txt': No such file or directory (os error 2)
    ");
    assert_snapshot!(sim(&options, "sim_unlogged.rhai", "throw 1;"), @"
    exit code 1
    --- stdout
    --- stderr
    error: cannot write the log to 'no/such/folder.txt': No such file or directory (os error 2)
    error[Thrown]: 1
     --> sim_unlogged.rhai:1:1
      |
    1 | throw 1;
      | ^^^^^
    ");
}

#[test]
fn a_limit_that_may_be_either_names_both_options() {
    let options = ["--max-operations", "10", "--timeout", "60"];
    assert_snapshot!(sim(&options, "sim_operations.rhai", "loop { }"), @"
    exit code 1
    --- stdout
    --- stderr
    error[LimitError]: stopped after 10 operations (the limit)
     --> sim_operations.rhai:1:6
      |
    1 | loop { }
      |      ^
      |
      = help: --max-operations N and --max-steps N allow more of either
    ");
}

#[test]
fn a_schedule_that_does_not_fit_is_not_passed_over_in_silence() {
    let script = "start_thread(|| sleep(1)).join();";
    assert_snapshot!(sim(&["--replay", "0.1>99,1.2>7"], "sim_other.rhai", script), @r"
    exit code 0
    --- stdout
    --- stderr
    warning: 2 of 2 turns could not be taken, the first is 0.1>99
     |
     = help: the schedule is of another script, of other arguments, or of this one before it was changed
    ");
}

#[test]
fn what_is_no_option_of_a_simulation() {
    let wrong = |options: &[&str]| describe(&futures(&[&["run"], options, &["a.rhai"]].concat()));
    assert_snapshot!(wrong(&["--sim=x"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --sim must be a whole number from 0, not 'x'
     |
     = help: see futures run --help
    ");
    assert_snapshot!(wrong(&["--sim", "--scheduler", "fiffo"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown scheduler 'fiffo'; did you mean 'fifo'?
     |
     = help: see futures run --help
    ");
    assert_snapshot!(wrong(&["--scheduler", "pct"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --scheduler is for simulated runs: add --sim, or --sim=SEED
     |
     = help: see futures run --help
    ");
    assert_snapshot!(wrong(&["--sim", "--replay", "0.1>2", "--scheduler=fifo"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --replay is a schedule of its own, so --scheduler has no say: leave one out
     |
     = help: see futures run --help
    ");
    assert_snapshot!(wrong(&["--sim", "--max-steps", "0"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --max-steps must be a whole number above 0, not '0'
     |
     = help: see futures run --help
    ");
    assert_snapshot!(wrong(&["--sim", "--replay", "0.1"]), @"
    exit code 2
    --- stdout
    --- stderr
    error: --replay: `0.1` is no turn of a schedule: expected THREAD.PLACE>THREAD or THREAD.PLACE=WAY, such as 0.12>2
     |
     = help: see futures run --help
    ");
}

#[test]
fn a_deadlock_is_found_at_once() {
    assert_snapshot!(sim(&[], "sim_stuck.rhai", "
let a = lock();
let b = lock();
with thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| { with a { sleep(60); with b { } } });
    pool.submit(|| { with b { sleep(60); with a { } } });
}"), @r#"
    exit code 3
    --- stdout
    --- stderr
    error[DeadlockError]: nothing can go on
     --> sim_stuck.rhai:4:6
      |
    4 | with thread_pool(#{max_workers: 2, thread_name_prefix: "w"}) as pool {
      |      ^^^^^^^^^^^ script waits for the end of w
    5 |     pool.submit(|| { with a { sleep(60); with b { } } });
      |                                               ^ task 1 on w_0 waits for lock 2, held by task 2 on w_1
    6 |     pool.submit(|| { with b { sleep(60); with a { } } });
      |                                               ^ task 2 on w_1 waits for lock 1, held by task 1 on w_0
      |
      = note: they wait for each other: task 1 → task 2 → task 1
      = note: lock 1 was made at sim_stuck.rhai:2:9
      = note: lock 2 was made at sim_stuck.rhai:3:9
      = note: task 1 was submitted at sim_stuck.rhai:5:10
      = note: task 2 was submitted at sim_stuck.rhai:6:10
    "#);
}

#[test]
fn a_time_limit_is_one_of_real_time() {
    let told = sim(
        &["--timeout", "0.2"],
        "sim_endless_sleep.rhai",
        "loop { sleep(3600) }",
    );
    let expected =
        "exit code 124\n--- stdout\n--- stderr\nerror[TimedOut]: timed out after 0.2 s\n";
    assert_eq!(told.get(..expected.len()), Some(expected), "{told}");
}

#[test]
fn a_script_without_an_end_meets_the_bound_of_steps() {
    assert_snapshot!(sim(&["--max-steps", "20_000"], "sim_endless.rhai", "
let is_set = cell(false);
while !is_set.get() { }"), @"
    exit code 1
    --- stdout
    --- stderr
    error[LimitError]: stopped after 20000 steps of the simulation (the limit)
     --> sim_endless.rhai:3:8
      |
    3 | while !is_set.get() { }
      |        ^^^^^^
      |
      = help: --max-steps N allows more; threads that wait busily for each other never end
    ");
}

#[test]
fn what_a_simulation_does_not_have() {
    assert_snapshot!(sim(&[], "sim_timestamp.rhai", "timestamp()"), @"
    exit code 1
    --- stdout
    --- stderr
    error[SystemError]: timestamp: there is no real time in a simulation; now() is its virtual time in seconds
     --> sim_timestamp.rhai:1:1
      |
    1 | timestamp()
      | ^^^^^^^^^
    ");
}

#[test]
fn input_is_read_however_long_it_takes() {
    use std::io::Write as _;

    let script = "print(read_line(\"name? \")); sleep(10); print(read_line()); print(read_line())";
    let mut session = crate::process::Session::start(&["--sim"], "sim_input.rhai", script);
    let mut stdin = session.child.stdin.take().unwrap();
    stdin.write_all(b"first\n").unwrap();
    assert_eq!(session.next_line(), "name? first");
    stdin.write_all(b"second\n").unwrap();
    assert_eq!(session.next_line(), "second");
    drop(stdin);
    assert_eq!(session.next_line(), "");
    assert_eq!(session.end().status.code(), Some(0));
}

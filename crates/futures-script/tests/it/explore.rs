//! `futures explore`: schedules in which scripts fail are found, made short, shown and replayed.

use insta::assert_snapshot;

use crate::process::{command, describe, folder, futures};

/// Two tasks that lose each other's updates.
const RACE: &str = "let total = cell(0);
with thread_pool(2) as pool {
    for task in 0..2 {
        pool.submit(|| { for n in 0..3 { total.set(total.get() + 1); } });
    }
}
print(`the total is ${total.get()}`);
check(total.get() == 6, \"an update was lost\");
";

fn explore(options: &[&str], name: &str, script: &str) -> String {
    std::fs::write(folder().join(name), script).unwrap();
    describe(&futures(&[&["explore"], options, &[name]].concat()))
}

/// The command that the output says runs it again.
fn again(told: &str) -> Vec<String> {
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("to see it again: futures "));
    let words = line.expect("the command").split(' ');
    words
        .map(|word| word.trim_matches('\'').to_owned())
        .collect()
}

#[test]
fn a_lost_update_is_found_made_short_and_shown() {
    assert_snapshot!(explore(&[], "explore_race.rhai", RACE), @r#"
    exit code 1
    --- stdout
    seed 4 fails, in run 5; 5 distinct schedules. This is that run, as short as it could be made:
    the total is 5
    script      ███████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█████✗
    ThreadPool-0  2 tasks
      worker 0                     ·····1██████████████·····
      worker 1                               ·····2██████████████·····
      queue         1    2              1         0
                ├───────────────────────┼───────────────────────┼───────────────────
                0                       5                   10 steps
    █ works   ░ waits   · idle
    ✗ failed: script
    schedule: 1.45>2,2.21>1 (2 turns, reduced from 16)
      1.45>2: ThreadPool-0_0 (thread 1), at its place 45 (operation), lets ThreadPool-0_1 (thread 2) go on
      2.21>1: ThreadPool-0_1 (thread 2), at its place 21 (operation), lets ThreadPool-0_0 (thread 1) go on
    to see it again: futures run --sim --replay '1.45>2,2.21>1' explore_race.rhai
    --- stderr
    error[CheckFailed]: an update was lost
     --> explore_race.rhai:8:1
      |
    8 | check(total.get() == 6, "an update was lost");
      | ^^^^^
    "#);
}

#[test]
fn the_printed_command_fails_in_the_same_way() {
    for (name, script) in [
        ("explore_again.rhai", RACE.to_owned()),
        (
            "explore_chance.rhai",
            format!("let jitter = random(); sleep(jitter); print(jitter);\n{RACE}"),
        ),
    ] {
        let told = explore(
            &["--scheduler", "random", "--first-seed", "7"],
            name,
            &script,
        );
        let command = again(&told);
        assert_eq!(
            script.contains("random"),
            command[1].starts_with("--sim="),
            "{command:?}"
        );
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let replayed = futures(&words);
        assert_eq!(replayed.status.code(), Some(1));
        // What the script prints and its error are the same as in the run that was shown.
        let printed = String::from_utf8_lossy(&replayed.stdout).into_owned();
        assert!(
            told.contains(&format!("could be made:\n{printed}")),
            "{told}\n{printed}"
        );
        let error = String::from_utf8_lossy(&replayed.stderr).into_owned();
        assert!(told.ends_with(&error), "{told}\n{error}");
    }
}

#[test]
fn a_deadlock_has_its_own_exit_code() {
    let script = "let a = lock();
let b = lock();
with thread_pool(#{max_workers: 2, thread_name_prefix: \"w\"}) as pool {
    pool.submit(|| { with a { with b { } } });
    pool.submit(|| { with b { with a { } } });
}
";
    assert_snapshot!(explore(&["--scheduler", "pct:2"], "explore_locks.rhai", script), @r#"
    exit code 3
    --- stdout
    seed 15 fails, in run 16; 15 distinct schedules. This is that run, as short as it could be made:
    script      ████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░»
    w           2 tasks: 2 unfinished
      worker 0                             ·······1██████████████████████████░░░░░░»
      worker 1                                          ·······2██████░░░░░░░░░░░░░»
      queue           1      2                    1            0
                ├────────────┼─────────────┼────────────┼─────────────┼────────────┤
                0            2             4            6             8     10 steps
    █ works   ░ waits   · idle
    » had not ended: script; 1, 2
    schedule: 1.16>2 (1 turn)
      1.16>2: w_0 (thread 1), at its place 16 (lock), lets w_1 (thread 2) go on
    to see it again: futures run --sim --replay '1.16>2' explore_locks.rhai
    --- stderr
    error[DeadlockError]: nothing can go on
     --> explore_locks.rhai:3:6
      |
    3 | with thread_pool(#{max_workers: 2, thread_name_prefix: "w"}) as pool {
      |      ^^^^^^^^^^^ script waits for the end of w
    4 |     pool.submit(|| { with a { with b { } } });
      |                                    ^ task 1 on w_0 waits for lock 2, held by task 2 on w_1
    5 |     pool.submit(|| { with b { with a { } } });
      |                                    ^ task 2 on w_1 waits for lock 1, held by task 1 on w_0
      |
      = note: they wait for each other: task 1 → task 2 → task 1
      = note: lock 1 was made at explore_locks.rhai:1:9
      = note: lock 2 was made at explore_locks.rhai:2:9
      = note: task 1 was submitted at explore_locks.rhai:4:10
      = note: task 2 was submitted at explore_locks.rhai:5:10
    "#);
}

#[test]
fn what_fails_in_every_schedule_needs_no_turns() {
    let script = "let queue = queue(1);\nqueue.put(1);\nqueue.put(2);\n";
    assert_snapshot!(explore(&[], "explore_queue.rhai", script), @r"
    exit code 3
    --- stdout
    seed 0 fails, in run 1; 1 distinct schedule. This is that run, as short as it could be made:
    script   ███████████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░»
             ├──────────────────────────────────┼──────────────────────────────────┤
             0                                  1                            2 steps
    █ works   ░ waits
    » had not ended: script
    schedule: - (0 turns)
    to see it again: futures run --sim explore_queue.rhai
    --- stderr
    error[DeadlockError]: nothing can go on
     --> explore_queue.rhai:3:7
      |
    3 | queue.put(2);
      |       ^^^ script waits for room in the full queue 1
      |
      = note: queue 1 was made at explore_queue.rhai:1:13
    ");
}

#[test]
fn what_is_correct_survives() {
    let script = RACE.replace("cell(0)", "atomic(0)");
    let script = script.replace("total.set(total.get() + 1)", "total.add(1)");
    assert_snapshot!(explore(&["--seeds", "200"], "explore_atomic.rhai", &script), @r"
    exit code 0
    --- stdout
    200 runs, 177 distinct schedules, none failed
    --- stderr
    ");
}

#[test]
fn one_schedule_is_no_exploration() {
    assert_snapshot!(explore(&["--seeds", "20"], "explore_alone.rhai", "print(6 * 7)"), @"
    exit code 0
    --- stdout
    20 runs, 1 distinct schedule, none failed
    --- stderr
    warning: all runs went the same way, so nothing was explored
     |
     = help: does the script start anything that could run in another order?
    ");
}

#[test]
fn a_busy_wait_without_an_end_fails() {
    let script = "let is_set = cell(false);\nwhile !is_set.get() { }\n";
    let told = explore(&["--max-steps", "5_000"], "explore_busy.rhai", script);
    let error = "error[LimitError]: stopped after 5000 steps of the simulation (the limit)";
    assert!(told.contains(error), "{told}");
    assert_eq!(
        again(&told),
        ["run", "--sim", "--max-steps", "5000", "explore_busy.rhai"]
    );
}

#[test]
fn every_run_reads_the_same_input() {
    use std::io::Write as _;

    let script = format!("let line = read_line();\ncheck(line == \"yes\", line);\n{RACE}");
    std::fs::write(folder().join("explore_input.rhai"), script).unwrap();
    let mut child = command(&["explore", "explore_input.rhai"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"yes\n").unwrap();
    let told = describe(&child.wait_with_output().unwrap());
    assert!(
        told.contains("error[CheckFailed]: an update was lost"),
        "{told}"
    );
}

#[test]
fn a_search_ends_when_its_time_is_up() {
    let script = "sleep(1)";
    let told = explore(
        &["--timeout", "0.3", "--seeds", "1_000_000_000", "-q"],
        "explore_time.rhai",
        script,
    );
    assert!(
        told.starts_with("exit code 0\n--- stdout\nthe time was up: "),
        "{told}"
    );
    let told = explore(&["--timeout", "0.2"], "explore_spin.rhai", "loop { }");
    assert!(
        told.starts_with("exit code 124\n--- stdout\nthe time was up: 0 runs"),
        "{told}"
    );
}

/// Without the warning, a `check` that never holds would be taken for one that always does.
#[test]
fn what_fails_in_a_thread_is_not_passed_over_in_silence() {
    let script = "let t = start_thread(|| { check(false, \"nobody hears this\"); });\nt.join();";
    assert_snapshot!(explore(&["--seeds", "1"], "explore_thread.rhai", script), @r#"
    exit code 0
    --- stdout
    1 run, 1 distinct schedule, none failed
    --- stderr
    error[CheckFailed]: nobody hears this
     --> explore_thread.rhai:1:27
      |
    1 | let t = start_thread(|| { check(false, "nobody hears this"); });
      |         ------------      ^^^^^
      |         |
      |         thread 1 was submitted here
      |
      = note: in thread 1, submitted at explore_thread.rhai:1:9
    warning: in 1 run a thread or a callback failed as above, which ends no script
     |
     = help: a task whose result() is asked for makes the run fail; so does a check, at the end, of what was noted in a cell()
    "#);
    assert_snapshot!(explore(&["--seeds", "1", "-q"], "explore_thread.rhai", script), @"
    exit code 0
    --- stdout
    1 run, 1 distinct schedule, none failed
    --- stderr
    ");
}

#[test]
fn what_is_no_script_is_not_explored() {
    assert_snapshot!(explore(&[], "explore_syntax.rhai", "let x = ;"), @"
    exit code 2
    --- stdout
    --- stderr
    error[SyntaxError]: `;` cannot stand here
     --> explore_syntax.rhai:1:9
      |
    1 | let x = ;
      |         ^
    ");
}

#[test]
fn the_printed_command_works_for_names_like_options() {
    std::fs::write(folder().join("-race.rhai"), RACE).unwrap();
    let told = describe(&futures(&["explore", "--", "-race.rhai"]));
    let again = again(&told);
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    assert_eq!(again[again.len() - 2..], ["--", "-race.rhai"]);
    assert_eq!(futures(&again).status.code(), Some(1));
}

#[test]
fn a_ring_of_tasks_of_several_pools_names_the_pools() {
    let script = "let guard = lock();
with thread_pool(1) as outer {
    outer.submit(|| with guard {
        with thread_pool(1) as inner { inner.submit(|| with guard { 1 }).result(); }
    });
}";
    let told = explore(&[], "explore_pools.rhai", script);
    let ring = told.lines().find(|line| line.contains("each other"));
    assert_snapshot!(ring.unwrap().trim(), @"= note: they wait for each other: task 1 of ThreadPool-0 → task 1 of ThreadPool-1 → task 1 of ThreadPool-0");
}

#[test]
fn what_is_no_option_of_a_search() {
    let wrong = |options: &[&str]| {
        let told = describe(&futures(&[&["explore"], options, &["a.rhai"]].concat()));
        told.lines()
            .find_map(|line| line.strip_prefix("error: ").map(str::to_owned))
            .unwrap()
    };
    assert_snapshot!(wrong(&["--seeds", "none"]), @"--seeds must be a whole number above 0, not 'none'");
    assert_snapshot!(wrong(&["--scheduler", "fifo"]), @"fifo is one schedule, and a search needs many: random, pct[:DEPTH] or mixed");
    assert_snapshot!(wrong(&["--scheduler", "mixd"]), @"unknown scheduler 'mixd'; did you mean 'mixed'?");
    assert_snapshot!(wrong(&["--scheduler", "best"]), @"unknown scheduler 'best': it is random, pct[:DEPTH] or mixed");
    assert_snapshot!(wrong(&["--sceduler", "random"]), @"unknown option '--sceduler'; did you mean '--scheduler'?");
    assert_snapshot!(wrong(&["--replay", "-"]), @"unknown option '--replay'");
    assert_snapshot!(wrong(&[]), @"cannot read a.rhai: there is no such file");
}

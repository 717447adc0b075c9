//! `futures run --timeline -`: what stands in the picture, and where it goes.
//!
//! How long tasks take is not the same in any two runs, so only the names, the counts and the signs of ends are looked at.

use std::process::Stdio;

use insta::assert_snapshot;
use rustix::process::{Pid, Signal, kill_process};

use crate::process::{Session, command, describe, folder, run_with};

const WITH_PICTURE: &[&str] = &["--timeline", "-"];

/// What was written, where each lane shows only signs of ends, and neither the axis nor the legend of fillings is there.
fn shown(text: &str) -> String {
    let mut lines = Vec::new();
    let mut is_picture = false;
    for line in text.lines() {
        let name = line.get(..12).unwrap_or(line).trim_end();
        is_picture |= name == "script";
        let is_lane = ["script", "thread", "  worker", "  queue"]
            .iter()
            .any(|start| name.starts_with(start));
        let is_axis = line.starts_with("    ");
        let is_legend = ["█ ", "░ ", "▓ ", "· "]
            .iter()
            .any(|start| line.starts_with(start));
        if is_picture && is_lane {
            let is_end = |sign: &char| ['✗', '†', '⊘', '»'].contains(sign);
            let ends: String = line.chars().filter(is_end).collect();
            // A queue is seen only if it lasts for a column.
            if name != "  queue" || !ends.is_empty() {
                lines.push(format!("{name} {ends}").trim_end().to_owned());
            }
        } else if !(is_picture && (is_axis || is_legend)) {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

const LESSON: &str = r#"
let begun = event();
let go_on = event();
with thread_pool(#{max_workers: 1, thread_name_prefix: "kitchen"}) as pool {
    let coffee = pool.with_options(#{label: "coffee"}).submit(|| { begun.set(); go_on.wait() });
    let milk = pool.with_options(#{label: "milk"}).submit(|| throw "the cow is on strike");
    let tea = pool.submit(|| "tea");
    begun.wait();
    tea.cancel();
    go_on.set();
    print(milk.exception().message);
}
"#;

#[test]
fn the_picture_follows_the_output() {
    let output = run_with(WITH_PICTURE, "lesson.rhai", LESSON, &[]);
    assert_snapshot!(shown(&describe(&output)), @r#"
    exit code 0
    --- stdout
    the cow is on strike
    script
    kitchen     3 tasks: 1 finished, 1 failed, 1 cancelled
      worker 0 ✗
      queue ⊘
    ✗ failed: 2 "milk"
    ⊘ cancelled: 3
    --- stderr
    "#);
}

/// The page that explains pictures shows one, with its script. In a simulated run it is the same every time.
#[test]
fn the_picture_in_the_documents_is_true() {
    let page = include_str!("../../../../docs/timeline.md");
    let block = |fence: &str| {
        let (_, rest) = page.split_once(fence).expect("a block in the page");
        let (block, _) = rest.split_once("```\n").expect("the end of the block");
        block
    };
    let (script, picture) = (block("```rhai\n"), block("```console\n"));
    let output = run_with(&["--sim", "--timeline", "-"], "kitchen.rhai", script, &[]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), picture);
}

/// Nothing takes time in it, so the picture shows the order. It ends where nothing can go on.
#[test]
fn a_simulated_deadlock_has_a_picture_of_its_order() {
    let script = "let a = lock();
let b = lock();
let both = barrier(2);
with thread_pool(2) as pool {
    pool.submit(|| { with a { both.wait(); with b { } } });
    pool.submit(|| { with b { both.wait(); with a { } } });
}
";
    let output = run_with(&["--sim", "--timeline", "-"], "locks.rhai", script, &[]);
    assert_snapshot!(describe(&output), @r"
    exit code 3
    --- stdout
    script      █████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░»
    ThreadPool-0  2 tasks: 2 unfinished
      worker 0                        ······1█████░░░░░░░░░░░░░░░░░░░░░░░█████░░░░░»
      worker 1                                         ······2█████░░░░░░░░░░░░░░░░»
      queue          1     2                1                0
                ├───────────────────────────┼───────────────────────────┼───────────
                0                           5                       10 steps
    █ works   ░ waits   · idle
    » had not ended: script; 1, 2
    --- stderr
    error[DeadlockError]: nothing can go on
     --> locks.rhai:4:6
      |
    4 | with thread_pool(2) as pool {
      |      ^^^^^^^^^^^ script waits for the end of ThreadPool-0
    5 |     pool.submit(|| { with a { both.wait(); with b { } } });
      |                                                 ^ task 1 on ThreadPool-0_0 waits for lock 2, held by task 2 on ThreadPool-0_1
    6 |     pool.submit(|| { with b { both.wait(); with a { } } });
      |                                                 ^ task 2 on ThreadPool-0_1 waits for lock 1, held by task 1 on ThreadPool-0_0
      |
      = note: they wait for each other: task 1 → task 2 → task 1
      = note: lock 1 was made at locks.rhai:1:9
      = note: lock 2 was made at locks.rhai:2:9
      = note: task 1 was submitted at locks.rhai:5:10
      = note: task 2 was submitted at locks.rhai:6:10
    ");
}

#[test]
fn a_script_that_fails_has_a_picture_too() {
    let script = "with thread_pool(1) as pool { pool.submit(|| 1).result(); throw 7 }";
    let output = run_with(WITH_PICTURE, "fails.rhai", script, &[]);
    assert_snapshot!(shown(&describe(&output)), @"
    exit code 1
    --- stdout
    script ✗
    ThreadPool-0  1 task
      worker 0
    ✗ failed: script
    --- stderr
    error[Thrown]: 7
     --> fails.rhai:1:59
      |
    1 | with thread_pool(1) as pool { pool.submit(|| 1).result(); throw 7 }
      |                                                           ^^^^^
    ");
}

#[test]
fn a_deadlock_has_a_picture() {
    let script = "let never = event(); to_thread(|| never.wait()).result()";
    let output = run_with(WITH_PICTURE, "stuck.rhai", script, &[]);
    assert_snapshot!(shown(&describe(&output)), @r"
    exit code 3
    --- stdout
    script »
    to_thread   1 task: 1 unfinished
      worker 0 »
    » had not ended: script; 1
    --- stderr
    error[DeadlockError]: nothing can go on
     --> stuck.rhai:1:41
      |
    1 | let never = event(); to_thread(|| never.wait()).result()
      |                                         ^^^^    ^^^^^^ script waits for the result of task 1
      |                                         |
      |                                         task 1 on to_thread_0 waits for event 1, which nobody sets
      |
      = note: event 1 was made at stuck.rhai:1:13
      = note: task 1 was submitted at stuck.rhai:1:22
    ");
}

#[test]
fn an_interrupted_script_has_a_picture() {
    let script =
        "let never = event(); let f = to_thread(|| { print(1); never.wait(100) }); f.result()";
    let mut session = Session::start(WITH_PICTURE, "interrupted.rhai", script);
    assert_eq!(session.next_line(), "1");
    let pid = Pid::from_child(&session.child);
    kill_process(pid, Signal::INT).unwrap();
    let mut picture = String::new();
    loop {
        let line = session.next_line();
        if line.is_empty() {
            break;
        }
        picture.push_str(&line);
        picture.push('\n');
    }
    assert_snapshot!(shown(&picture), @"
    script »
    to_thread   1 task: 1 unfinished
      worker 0 »
    » had not ended: script; 1
    ");
    assert_eq!(session.end().status.code(), Some(130));
}

#[test]
fn workers_of_processes_have_lanes() {
    let script = "
with process_pool(1) as pool {
    print(pool.submit(|| 1).result());
    print(pool.submit(|| throw 2).exception().value);
}
";
    let output = run_with(WITH_PICTURE, "processes.rhai", script, &[]);
    assert_snapshot!(shown(&describe(&output)), @"
    exit code 0
    --- stdout
    1
    2
    script
    ProcessPool-0  2 tasks: 1 finished, 1 failed
      worker 0 ✗
    ✗ failed: 2
    --- stderr
    ");
}

#[test]
fn without_the_option_there_is_no_picture() {
    let output = run_with(&[], "plain.rhai", "print(1)", &[]);
    assert_eq!(
        describe(&output),
        "exit code 0\n--- stdout\n1\n--- stderr\n"
    );
}

#[test]
fn what_is_no_script_has_no_picture() {
    let output = run_with(WITH_PICTURE, "no_script.rhai", "let", &[]);
    assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
}

#[test]
fn wrong_targets_are_refused() {
    for options in [&["--timeline", "out.svg"], &["--timeline", ""]] {
        let output = run_with(options, "plain.rhai", "print(1)", &[]);
        let expect = format!(
            "exit code 2\n--- stdout\n--- stderr\nerror: --timeline must be -, for text on standard output, not '{}'\n  |\n  = help: see futures run --help\n",
            options[1]
        );
        let described = describe(&output).replace(" |\n =", "  |\n  =");
        assert_eq!(described, expect);
    }
}

/// How wide the axis is, which is as wide as the picture.
fn width(columns: Option<&str>) -> usize {
    std::fs::write(folder().join("wide.rhai"), "to_thread(|| 1).result();").unwrap();
    let mut command = command(&["run", "--timeline", "-", "wide.rhai"]);
    match columns {
        Some(columns) => command.env("COLUMNS", columns),
        None => command.env_remove("COLUMNS"),
    };
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let ruler = text.lines().find(|line| line.contains('├'));
    ruler.expect("a ruler").chars().count()
}

#[test]
fn the_picture_is_as_wide_as_the_environment_says() {
    assert_eq!(width(None), 80);
    assert_eq!(width(Some("120")), 120);
    assert_eq!(width(Some("30")), 30);
    assert_eq!(width(Some("5")), 20);
}

#[test]
fn colours_are_for_terminals() {
    std::fs::write(folder().join("coloured.rhai"), "to_thread(|| 1).result();").unwrap();
    let is_coloured = |forced: bool| {
        let mut command = command(&["run", "--timeline", "-", "coloured.rhai"]);
        if forced {
            command.env("CLICOLOR_FORCE", "1");
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!is_coloured(false));
    assert!(is_coloured(true));
}

//! How a test is ended early, and that scripts are tested at the same time.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use insta::assert_snapshot;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Pid, Signal, kill_process};

use crate::testing::suites::{suite, tester, timeless};

/// Starts the test of a suite, with something to read from.
fn start(suite: &std::path::Path, arguments: &[&str]) -> Child {
    let mut tester = tester(suite, arguments);
    tester.stdout(Stdio::piped()).stderr(Stdio::piped());
    tester.spawn().unwrap()
}

fn fifo(path: &std::path::Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

#[test]
fn ctrl_c_ends_the_scripts_and_what_was_done_is_printed() {
    let waits = "//! output: ordered\n//! input-file: gate\nread_line();\nsleep(1000);\n";
    let suite = suite(
        "interrupted",
        &[
            ("a.rhai", "//! output: ordered\nprint(1);\n"),
            ("a.snap", "---\n---\n1\n"),
            ("b.rhai", waits),
            ("c.rhai", "//! output: ordered\nprint(1);\n"),
        ],
    );
    fifo(&suite.join("gate"));
    let mut child = start(&suite, &["--jobs", "1"]);
    // The second script is there when somebody reads.
    let mut gate = fs::OpenOptions::new()
        .write(true)
        .open(suite.join("gate"))
        .unwrap();
    gate.write_all(b"go on\n").unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert!(first.starts_with("PASS"), "{first}");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut stdout, &mut rest).unwrap();
    let mut output = child.wait_with_output().unwrap();
    output.stdout = rest.into_bytes();
    assert_snapshot!(timeless(&output), @"
    exit code 130
    --- stdout
    ----
    interrupted: 3 scripts: 1 passed, 2 not run [TIME]
    --- stderr
    ");
}

#[test]
fn scripts_are_tested_at_the_same_time() {
    let suite = suite(
        "jobs",
        &[
            (
                "a.rhai",
                "//! output: ordered\n//! input-file: first\nprint(read_line());\n",
            ),
            ("a.snap", "---\n---\none\n"),
            (
                "b.rhai",
                "//! output: ordered\n//! input-file: second\nprint(read_line());\n",
            ),
            ("b.snap", "---\n---\ntwo\n"),
        ],
    );
    let gates = ["first", "second"].map(|name| suite.join(name));
    gates.iter().for_each(|gate| fifo(gate));
    let child = start(&suite, &["--jobs", "2"]);
    // Both are open for somebody to read before either script can go on.
    let [mut first, mut second] =
        gates.map(|gate| fs::OpenOptions::new().write(true).open(gate).unwrap());
    second.write_all(b"two\n").unwrap();
    first.write_all(b"one\n").unwrap();
    drop((first, second));
    assert_snapshot!(timeless(&child.wait_with_output().unwrap()), @"
    exit code 0
    --- stdout
    PASS [TIME] a.rhai
    PASS [TIME] b.rhai
    ----
    2 scripts: 2 passed [TIME]
    --- stderr
    ");
}

#[test]
fn a_process_that_crashes_fails_its_test_alone() {
    let suite = suite(
        "crashed",
        &[
            (
                "a.rhai",
                "//! output: ordered\n//! input-file: gate\nprint(1);\nread_line();\n",
            ),
            ("b.rhai", "//! output: ordered\nprint(1);\n"),
            ("b.snap", "---\n---\n1\n"),
        ],
    );
    fifo(&suite.join("gate"));
    let child = start(&suite, &[]);
    let gate = fs::OpenOptions::new()
        .write(true)
        .open(suite.join("gate"))
        .unwrap();
    kill_process(script_of(&child), Signal::KILL).unwrap();
    let output = child.wait_with_output().unwrap();
    drop(gate);
    let told = timeless(&output);
    assert!(told.starts_with("exit code 1\n"), "{told}");
    assert!(
        told.contains("a.rhai: its process was ended: signal: 9 (SIGKILL)"),
        "{told}"
    );
    assert!(told.contains("PASS [TIME] b.rhai\n"), "{told}");
}

/// The process of the script that reads from a gate; it may not have been started yet.
fn script_of(tester: &Child) -> Pid {
    loop {
        let tasks = fs::read_dir(format!("/proc/{}/task", tester.id())).unwrap();
        for task in tasks {
            let Ok(children) = fs::read_to_string(task.unwrap().path().join("children")) else {
                continue;
            };
            for child in children.split_whitespace() {
                let line = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
                let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
                if words.contains(&&b"run"[..]) && words.contains(&&b"a.rhai"[..]) {
                    return Pid::from_raw(child.parse().unwrap()).unwrap();
                }
            }
        }
    }
}

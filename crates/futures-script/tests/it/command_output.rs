//! What the command writes: whole lines at once, in colours on terminals, and nothing after the reader has gone.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::process::{Session, command, describe, folder, run};

#[test]
fn a_closed_pipe_ends_the_script_quietly() {
    for script in [
        "loop { print(1); }",
        "with thread_pool(2) as pool { for n in 0..4 { pool.submit(|| loop { print(1); }); } }",
        "start_thread(|| loop { print(1); }); sleep(1000);",
        "loop { try { print(1); } catch { } }",
    ] {
        let mut session = Session::start(&["--timeout", "60"], "pipe.rhai", script);
        assert_eq!(session.next_line(), "1");
        let output = session.close();
        assert_eq!(
            describe(&output),
            "exit code 0\n--- stdout\n--- stderr\n",
            "{script}"
        );
    }
}

#[test]
fn lines_of_many_threads_stay_whole() {
    // Longer than any buffer on their way.
    let script = "let pool = thread_pool(8);
let all = barrier(8);
gather((0..8).map(|digit| pool.submit(|digit| {
    let line = \"\";
    line.pad(9999, digit.to_string());
    all.wait();
    for n in 0..50 { print(line); }
}, digit)));
";
    let output = run("whole.rhai", script, &[]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout.lines().count(), 8 * 50);
    for line in stdout.lines() {
        let digit = &line[..1];
        assert!(line == digit.repeat(9999), "{line}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn long_lines_of_many_processes_stay_whole() {
    // Longer than what a pipe takes at once.
    let script = "let pool = process_pool(4);
gather((0..8).map(|digit| pool.submit(|digit| {
    let line = \"\";
    line.pad(100_000, digit.to_string());
    for n in 0..10 { print(line); }
}, digit)));
";
    let output = run("whole_processes.rhai", script, &[]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(stdout.lines().count(), 8 * 10);
    for line in stdout.lines() {
        let digit = &line[..1];
        assert!(line == digit.repeat(100_000), "{digit}: {}", line.len());
    }
}

#[test]
fn a_line_can_be_read_as_soon_as_it_is_printed() {
    let mut session = Session::start(
        &["--timeout", "60"],
        "progress.rhai",
        "print(1); read_line(); print(2);",
    );
    assert_eq!(session.next_line(), "1");
    drop(session.child.stdin.take());
    assert_eq!(session.next_line(), "2");
    assert_eq!(session.end().status.code(), Some(0));
}

/// What the command writes to a terminal as its standard error.
fn on_a_terminal(environment: &[(&str, &str)]) -> String {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let slave = rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    std::fs::write(folder().join("colours.rhai"), "nothing();").unwrap();
    let mut command = command(&["run", "colours.rhai"]);
    command
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(slave);
    let mut child = command.spawn().unwrap();
    // Its own copy of the terminal is the last one then, so that the reader sees the end.
    drop(command);
    let mut written = Vec::new();
    // Linux reports the end of a terminal as an error; what was read before it is there.
    let _ = File::from(master).read_to_end(&mut written);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let text = String::from_utf8(written).unwrap();
    assert!(text.contains("no function `nothing`"), "{text}");
    text
}

#[test]
fn errors_are_coloured_on_terminals_only() {
    const COLOURED: &str = "\u{1b}[";
    assert!(on_a_terminal(&[]).contains(COLOURED));
    assert!(on_a_terminal(&[("NO_COLOR", "")]).contains(COLOURED));
    assert!(!on_a_terminal(&[("NO_COLOR", "1")]).contains(COLOURED));
    assert!(!on_a_terminal(&[("TERM", "dumb")]).contains(COLOURED));
    let output = run("plain.rhai", "nothing();", &[]);
    assert!(!String::from_utf8_lossy(&output.stderr).contains(COLOURED));
}

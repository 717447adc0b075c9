//! The real `futures` command as a child process.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// The folder in which scripts are written and run.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

/// Writes the script to a file of this name and runs the command on it, in the file's folder.
pub(crate) fn run(name: &str, script: &str, arguments: &[&str]) -> Output {
    run_with(&[], name, script, arguments)
}

/// As `run`, with options of the command before the script's name.
pub(crate) fn run_with(options: &[&str], name: &str, script: &str, arguments: &[&str]) -> Output {
    std::fs::write(folder().join(name), script).unwrap();
    futures(&[&["run"], options, &[name], arguments].concat())
}

pub(crate) fn futures(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().unwrap()
}

/// The command, in an environment that says nothing about colours and the width of lines.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_futures"));
    command
        .args(arguments)
        .current_dir(folder())
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .env("TERM", "xterm");
    command
}

/// The exit code and what was written, in a form to read.
pub(crate) fn describe(output: &Output) -> String {
    format!(
        "exit code {}\n--- stdout\n{}--- stderr\n{}",
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    )
}

/// A script under way, of which the test reads line by line. Its standard input stays open and empty.
pub(crate) struct Session {
    pub(crate) child: Child,
    pub(crate) stdout: BufReader<ChildStdout>,
}

impl Session {
    pub(crate) fn start(options: &[&str], name: &str, script: &str) -> Self {
        std::fs::write(folder().join(name), script).unwrap();
        Self::of(&[&["run"], options, &[name]].concat())
    }

    /// The command with these arguments.
    pub(crate) fn of(arguments: &[&str]) -> Self {
        let mut child = command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Session { child, stdout }
    }

    /// The next line that the script prints, without its end.
    pub(crate) fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end_matches('\n').to_owned()
    }

    /// Gives the script an empty line to read.
    pub(crate) fn send_line(&mut self) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(b"\n").unwrap();
    }

    /// How many descriptors and threads the command has.
    pub(crate) fn census(&self) -> (usize, usize) {
        let folder = format!("/proc/{}", self.child.id());
        let count = |part: &str| {
            let found = std::fs::read_dir(format!("{folder}/{part}"));
            found.unwrap().count()
        };
        (count("fd"), count("task"))
    }

    /// Goes along with a script that reads a line, prints "before", reads one, does its work, prints "after" and reads one
    /// more: its work must leave neither descriptors nor threads, and it must end well.
    #[track_caller]
    pub(crate) fn leaves_nothing_behind(mut self) {
        // The thread that reads lines is there from the first one on.
        self.send_line();
        let [before, after] = ["before", "after"].map(|line| {
            assert_eq!(self.next_line(), line);
            let counted = self.census();
            self.send_line();
            counted
        });
        assert_eq!(after, before);
        assert_eq!(self.end().status.code(), Some(0));
    }

    /// Stops reading, and waits for the end.
    pub(crate) fn close(self) -> Output {
        drop(self.stdout);
        self.child.wait_with_output().unwrap()
    }

    /// Waits for the end.
    pub(crate) fn end(self) -> Output {
        // Held until then, so that nothing closes early.
        let _stdout = self.stdout;
        let mut child = self.child;
        let stdin = child.stdin.take();
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        output
    }
}

//! Running another program to its end: what it is given, what it says, and that nothing of it stays behind.
//!
//! The program gets a process group of its own, which is killed when the wait for it ends early, and also when the
//! program has ended by itself: what it has left running in its group, and could hold its output open for ever, ends
//! with it. In a worker process it stays in the worker's group, which is killed with the worker; there only the program
//! itself can be killed before that.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use futures_core::host;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};

use crate::outside::Cancel;

/// How much of an output is read at once.
const CHUNK: usize = 64 * 1024;

/// A program to be run.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What it is told that it is called.
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) input: Vec<u8>,
    pub(crate) folder: Option<PathBuf>,
    /// Variables of the environment in addition to ours; `None` takes one away.
    pub(crate) environment: Vec<(String, Option<String>)>,
    pub(crate) timeout: Option<Duration>,
    /// How long each of its outputs may be.
    pub(crate) max_bytes: u64,
    pub(crate) group: Group,
}

/// The process group that a program is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// One of its own.
    Own,
    /// That of this process, which somebody else kills.
    Ours,
}

/// What a program has said and how it ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ended {
    /// What it returned; a negative number is the signal that ended it, as in Python.
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    pub(crate) elapsed: Duration,
}

/// Why there is no such end.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It could not be started.
    Start(io::Error),
    /// It could not be watched.
    Watch(io::Error),
    /// The time was up.
    Timeout,
    /// It said more than it may, on the output of this name.
    TooLong(&'static str),
    /// The wait was ended from outside.
    Cancelled,
}

/// Where the program of this name is, by the folders of a search path. Folders that are not absolute do not count: what
/// they lead to depends on where one stands.
pub(crate) fn find(name: &str, search_path: Option<&OsStr>) -> Option<PathBuf> {
    let folders = search_path.map(std::env::split_paths).into_iter().flatten();
    let absolute = folders.filter(|folder| folder.is_absolute());
    let mut candidates = absolute.map(|folder| folder.join(name));
    candidates.find(|path| is_program(path))
}

fn is_program(path: &std::path::Path) -> bool {
    path.is_file() && rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

/// Runs a program to its end.
///
/// # Errors
/// Why that was not reached; then nothing of the program is left in its group.
pub(crate) fn run(job: &Job, cancel: &Arc<Cancel>) -> Result<Ended, Trouble> {
    let began = host::now();
    let deadline = job.timeout.and_then(host::deadline_in);
    let mut running = Running::start(job).map_err(Trouble::Start)?;
    running.attend(&job.input, job.max_bytes, deadline, cancel)?;
    let status = running.end().map_err(Trouble::Watch)?;
    Ok(Ended {
        code: code(status),
        stdout: std::mem::take(&mut running.stdout.bytes),
        stderr: std::mem::take(&mut running.stderr.bytes),
        elapsed: host::now() - began,
    })
}

fn code(status: ExitStatus) -> i32 {
    let signal = || status.signal().map_or(-1, |signal| -signal);
    status.code().unwrap_or_else(signal)
}

/// A program that runs. Dropping it kills it.
struct Running {
    child: Child,
    /// Can be read from as soon as it has ended.
    ended: OwnedFd,
    group: Group,
    stdin: Option<ChildStdin>,
    stdout: Pipe,
    stderr: Pipe,
    is_reaped: bool,
}

/// One of its outputs.
struct Pipe {
    name: &'static str,
    /// Until its end.
    reader: Option<File>,
    bytes: Vec<u8>,
}

impl Pipe {
    fn new(name: &'static str, reader: Option<OwnedFd>) -> io::Result<Self> {
        if let Some(reader) = &reader {
            // Our end alone: the two are not one file, so the program's still blocks as it expects.
            rustix::io::ioctl_fionbio(reader, true)?;
        }
        Ok(Pipe {
            name,
            reader: reader.map(File::from),
            bytes: Vec::new(),
        })
    }

    /// Reads what is there.
    fn take(&mut self, max_bytes: u64) -> Result<(), Trouble> {
        let mut chunk = vec![0; CHUNK];
        while let Some(reader) = &mut self.reader {
            match reader.read(&mut chunk) {
                Ok(0) => self.reader = None,
                Ok(amount) => self.bytes.extend_from_slice(&chunk[..amount]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Trouble::Watch(error)),
            }
            if self.bytes.len() as u64 > max_bytes {
                return Err(Trouble::TooLong(self.name));
            }
        }
        Ok(())
    }
}

impl Running {
    fn start(job: &Job) -> io::Result<Self> {
        let mut command = Command::new(&job.path);
        let stdin = if job.input.is_empty() {
            Stdio::null()
        } else {
            Stdio::piped()
        };
        command
            .arg0(&job.name)
            .args(&job.arguments)
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if job.group == Group::Own {
            command.process_group(0);
        }
        if let Some(folder) = &job.folder {
            command.current_dir(folder);
        }
        for (name, value) in &job.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command.spawn()?;
        // Nobody has reaped it yet, so the number is still its own.
        let ended = match pidfd_open(Pid::from_child(&child), PidfdFlags::empty()) {
            Ok(ended) => ended,
            Err(error) => {
                // It ends on its own if this does not succeed: nobody talks to it.
                let _ = child.kill();
                let _ = child.wait();
                return Err(error.into());
            }
        };
        let stdin = child.stdin.take();
        let stdout = Pipe::new("stdout", child.stdout.take().map(OwnedFd::from));
        let stderr = Pipe::new("stderr", child.stderr.take().map(OwnedFd::from));
        if let Some(stdin) = &stdin {
            rustix::io::ioctl_fionbio(stdin, true)?;
        }
        Ok(Running {
            child,
            ended,
            group: job.group,
            stdin,
            stdout: stdout?,
            stderr: stderr?,
            is_reaped: false,
        })
    }

    /// Gives it its input and takes its output, until it has ended.
    fn attend(
        &mut self,
        mut input: &[u8],
        max_bytes: u64,
        deadline: Option<Duration>,
        cancel: &Cancel,
    ) -> Result<(), Trouble> {
        loop {
            let has_ended = self.wait(deadline, cancel)?;
            self.feed(&mut input)?;
            // After the end was seen: what it has said until then is there now, and nothing else counts.
            self.stdout.take(max_bytes)?;
            self.stderr.take(max_bytes)?;
            if has_ended {
                return Ok(());
            }
        }
    }

    /// Waits until there is something to do; true once the program has ended.
    fn wait(&self, deadline: Option<Duration>, cancel: &Cancel) -> Result<bool, Trouble> {
        let wake = cancel.descriptor().map_err(Trouble::Watch)?;
        let mut watched = vec![
            PollFd::from_borrowed_fd(wake, PollFlags::IN),
            PollFd::from_borrowed_fd(self.ended.as_fd(), PollFlags::IN),
        ];
        for pipe in [&self.stdout, &self.stderr] {
            watched.extend(
                pipe.reader
                    .iter()
                    .map(|reader| PollFd::new(reader, PollFlags::IN)),
            );
        }
        watched.extend(
            self.stdin
                .iter()
                .map(|stdin| PollFd::new(stdin, PollFlags::OUT)),
        );
        loop {
            let left = deadline.map(|deadline| deadline.saturating_sub(host::now()));
            let left = left.and_then(|left| Timespec::try_from(left).ok());
            match poll(&mut watched, left.as_ref()) {
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(error) => return Err(Trouble::Watch(error.into())),
            }
            if cancel.is_cancelled() {
                return Err(Trouble::Cancelled);
            }
            if !watched[1].revents().is_empty() {
                return Ok(true);
            }
            // Also one that never stops to talk has no more time than this.
            if deadline.is_some_and(|deadline| deadline <= host::now()) {
                return Err(Trouble::Timeout);
            }
            if watched[2..].iter().any(|other| !other.revents().is_empty()) {
                return Ok(false);
            }
        }
    }

    /// Writes as much of the input as goes in.
    fn feed(&mut self, input: &mut &[u8]) -> Result<(), Trouble> {
        while let Some(stdin) = &mut self.stdin {
            match stdin.write(input) {
                Ok(written) => {
                    *input = &input[written..];
                    if input.is_empty() {
                        self.stdin = None;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // It does not want to hear more, which is its own business.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => self.stdin = None,
                Err(error) => return Err(Trouble::Watch(error)),
            }
        }
        Ok(())
    }

    /// Ends what is left of it and its group.
    fn end(&mut self) -> io::Result<ExitStatus> {
        // Before it is reaped: later the number may be another's.
        match self.group {
            Group::Own => {
                let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
            }
            Group::Ours => {
                let _ = self.child.kill();
            }
        }
        let status = self.child.wait()?;
        self.is_reaped = true;
        Ok(status)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_reaped {
            // A program that cannot be waited for is the system's to clear away.
            let _ = self.end();
        }
    }
}

/// The search path of this process.
pub(crate) fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;

    use super::find;

    #[test]
    fn programs_are_found_in_absolute_folders_only() {
        let shell = find("sh", Some(OsStr::new("relative:/bin")));
        assert_eq!(shell.as_deref(), Some(Path::new("/bin/sh")));
        assert_eq!(find("Cargo.toml", Some(OsStr::new(".:"))), None);
        assert_eq!(find("passwd", Some(OsStr::new("/etc"))), None);
        assert_eq!(find("sh", None), None);
    }
}

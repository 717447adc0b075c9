//! One run of the command itself, in a process of its own: whatever a script does, whoever tests it goes on.

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Spawn, Wake};

use crate::test::running::Running;

/// A script that prints more than this does not end for a while, or prints what nobody would compare.
const MOST_OUTPUT: usize = 16 << 20;

/// How long a script that is told to end may take before its process is killed.
const TIME_TO_STOP: Duration = Duration::from_secs(2);

/// What is to be run, and within what bounds.
#[derive(Debug)]
pub(crate) struct Start {
    /// The words behind `futures`.
    pub(crate) words: Vec<String>,
    pub(crate) input: Stdin,
    /// After this time the process is killed.
    pub(crate) limit: Option<Duration>,
}

/// What it reads.
#[derive(Debug)]
pub(crate) enum Stdin {
    Text(String),
    File(PathBuf),
}

/// What became of it.
#[derive(Debug)]
pub(crate) struct Ended {
    /// `None` if the process did not even end when it was killed.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) time: Duration,
    pub(crate) why: Why,
}

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    ByItself,
    TimedOut,
    PrintedTooMuch,
    Interrupted,
}

impl Start {
    /// Runs it to its end.
    ///
    /// # Errors
    /// What the operating system says when it gives no process or thread.
    pub(crate) fn run(self, running: &Running) -> io::Result<Ended> {
        let began = host::now();
        let mut command = Command::new(env::current_exe()?);
        command
            .args(&self.words)
            .env("NO_COLOR", "1")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS")
            .env_remove("RUST_BACKTRACE")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        match &self.input {
            Stdin::Text(text) if text.is_empty() => command.stdin(Stdio::null()),
            Stdin::Text(_) => command.stdin(Stdio::piped()),
            Stdin::File(path) => command.stdin(File::open(path)?),
        };
        // What it starts ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn()?;
        let process = child.id();
        let under_way = running.begin(process);
        let deadline = self.limit.and_then(host::deadline_in);
        let ended = Followed::new(child, self.input).map(|followed| followed.end(deadline));
        if ended.is_err() {
            // Nobody follows it to its end.
            kill(process);
        }
        drop(under_way);
        let mut ended = ended?;
        ended.time = host::now().saturating_sub(began);
        Ok(ended)
    }
}

/// A process and the threads that read what it writes and wait for its end.
struct Followed {
    process: u32,
    stdout: Stream,
    stderr: Stream,
    status: Arc<Mutex<Option<ExitStatus>>>,
    waiter: JoinHandle,
}

impl Followed {
    fn new(mut child: Child, input: Stdin) -> io::Result<Self> {
        let process = child.id();
        let stdout = Stream::read(process, child.stdout.take())?;
        let stderr = Stream::read(process, child.stderr.take())?;
        if let (Some(mut pipe), Stdin::Text(text)) = (child.stdin.take(), input) {
            // Whoever does not read it to its end has read enough.
            drop(thread(move || drop(pipe.write_all(text.as_bytes())))?);
        }
        let status = Arc::default();
        let noted = Arc::clone(&status);
        let waiter = thread(move || *lock(&noted) = child.wait().ok())?;
        Ok(Followed {
            process,
            stdout,
            stderr,
            status,
            waiter,
        })
    }

    fn end(self, deadline: Option<Duration>) -> Ended {
        let mut why = wait(self.process, self.waiter, deadline);
        let (stdout, is_stdout_long) = self.stdout.end(self.process);
        let (stderr, is_stderr_long) = self.stderr.end(self.process);
        if why == Why::ByItself && (is_stdout_long || is_stderr_long) {
            why = Why::PrintedTooMuch;
        }
        Ended {
            status: *lock(&self.status),
            stdout,
            stderr,
            time: Duration::ZERO,
            why,
        }
    }
}

/// Waits for the end of a process, and brings it about when it is late or nobody wants it any more.
fn wait(process: u32, mut waiter: JoinHandle, mut deadline: Option<Duration>) -> Why {
    let mut why = Why::ByItself;
    loop {
        let (wake, handle) = match waiter.join_until(deadline) {
            Ok(()) => return why,
            Err(unfinished) => unfinished,
        };
        waiter = handle;
        host::current().clear_interrupt();
        match (why, wake) {
            // The script may clean up.
            (Why::ByItself, Wake::Interrupted) => {
                why = Why::Interrupted;
                terminate(process);
            }
            (Why::ByItself, _) => {
                why = Why::TimedOut;
                kill(process);
            }
            (Why::Interrupted, _) => {
                kill(process);
                return why;
            }
            _ => return why,
        }
        deadline = host::deadline_in(TIME_TO_STOP);
    }
}

/// One of the streams, as far as it has been read.
struct Stream {
    seen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle,
}

impl Stream {
    fn read(process: u32, stream: Option<impl Read + Send + 'static>) -> io::Result<Self> {
        let seen: Arc<Mutex<Vec<u8>>> = Arc::default();
        let noted = seen.clone();
        let read = move || {
            let Some(mut stream) = stream else { return };
            let mut buffer = vec![0; 64 << 10];
            while let Ok(n_read @ 1..) = stream.read(&mut buffer) {
                let mut seen = lock(&noted);
                seen.extend_from_slice(&buffer[..n_read]);
                if seen.len() > MOST_OUTPUT {
                    kill(process);
                    break;
                }
            }
        };
        Ok(Stream {
            seen,
            reader: thread(read)?,
        })
    }

    /// All of it, now that the process has ended, and whether it is too long.
    fn end(self, process: u32) -> (String, bool) {
        // A process that the script has left behind may keep it open.
        let read = self.reader.join_until(host::deadline_in(TIME_TO_STOP));
        if let Err((_, reader)) = read {
            kill(process);
            // One that has left the group is not waited for.
            drop(reader.join_until(host::deadline_in(TIME_TO_STOP)));
        }
        let seen = std::mem::take(&mut *lock(&self.seen));
        let is_long = seen.len() > MOST_OUTPUT;
        (String::from_utf8_lossy(&seen).into_owned(), is_long)
    }
}

fn thread(body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle> {
    let spec = Spawn {
        name: "script".to_owned(),
        stack_size: None,
    };
    host::spawn(spec, body)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the process to end.
#[cfg(unix)]
fn terminate(process: u32) {
    use rustix::process::{Pid, Signal, kill_process};

    // It may have ended meanwhile.
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// Ends the process and its group, on the spot.
#[cfg(unix)]
fn kill(process: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};

    // It may have ended meanwhile.
    if let Some(pid) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Elsewhere a script ends by its own time limit.
#[cfg(not(unix))]
fn terminate(_: u32) {}

/// Elsewhere a script ends by its own time limit.
#[cfg(not(unix))]
fn kill(_: u32) {}

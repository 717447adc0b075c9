//! Starting, signalling and burying one child process.
//!
//! A child is known by its pidfd, which becomes readable when it has ended and never means another process. Its number
//! does neither: it is free to be used again once the child has been reaped.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
pub(crate) use rustix::process::Signal;
use rustix::process::{
    Pid, PidfdFlags, WaitId, WaitIdOptions, WaitIdStatus, kill_process_group, pidfd_open,
    pidfd_send_signal, waitid,
};

use super::faults::SpawnFaults;

/// What to start.
#[derive(Debug)]
pub(crate) struct Spawn<'a> {
    /// The file to execute.
    pub(crate) program: PathBuf,
    /// What it is told to be called.
    pub(crate) name: OsString,
    /// Its arguments after the name.
    pub(crate) args: Vec<OsString>,
    /// What it gets as its standard input.
    pub(crate) stdin: OwnedFd,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    pub(crate) group: Group,
    pub(crate) faults: &'a SpawnFaults,
}

/// Where a child's output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Where ours goes.
    Inherit,
    /// Nowhere.
    Null,
    /// To us.
    Pipe,
}

/// Whose process group a child belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// A new one of its own: Ctrl-C does not reach it, and it can be killed together with what it has started.
    Own,
    /// Ours.
    Ours,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal {
        /// Its number.
        number: i32,
        /// Did the system write a core file?
        core_dumped: bool,
    },
    /// Nobody knows: somebody else has reaped it, or this process ignores SIGCHLD.
    Unknown,
}

impl Exit {
    fn from_status(status: &WaitIdStatus) -> Self {
        if let Some(code) = status.exit_status() {
            Exit::Code(code)
        } else if let Some(number) = status.terminating_signal() {
            Exit::Signal {
                number,
                core_dumped: status.dumped(),
            }
        } else {
            Exit::Unknown
        }
    }
}

impl fmt::Display for Exit {
    /// Reads after "the worker ".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Exit::Code(code) => write!(f, "exited with code {code}"),
            Exit::Signal {
                number,
                core_dumped,
            } => {
                write!(f, "was killed by ")?;
                match signal_name(number) {
                    Some(name) => write!(f, "{name}")?,
                    None => write!(f, "signal {number}")?,
                }
                if core_dumped {
                    write!(f, " (core dumped)")
                } else {
                    Ok(())
                }
            }
            Exit::Unknown => write!(f, "ended"),
        }
    }
}

/// The names of the signals that end a process and that people know.
pub(crate) fn signal_name(number: i32) -> Option<&'static str> {
    const NAMES: [(Signal, &str); 18] = [
        (Signal::HUP, "SIGHUP"),
        (Signal::INT, "SIGINT"),
        (Signal::QUIT, "SIGQUIT"),
        (Signal::ILL, "SIGILL"),
        (Signal::TRAP, "SIGTRAP"),
        (Signal::ABORT, "SIGABRT"),
        (Signal::BUS, "SIGBUS"),
        (Signal::FPE, "SIGFPE"),
        (Signal::KILL, "SIGKILL"),
        (Signal::USR1, "SIGUSR1"),
        (Signal::SEGV, "SIGSEGV"),
        (Signal::USR2, "SIGUSR2"),
        (Signal::PIPE, "SIGPIPE"),
        (Signal::ALARM, "SIGALRM"),
        (Signal::TERM, "SIGTERM"),
        (Signal::XCPU, "SIGXCPU"),
        (Signal::XFSZ, "SIGXFSZ"),
        (Signal::SYS, "SIGSYS"),
    ];
    NAMES
        .iter()
        .find(|(signal, _)| signal.as_raw() == number)
        .map(|&(_, name)| name)
}

/// A child process, which is ours to reap.
///
/// One that is dropped unreaped is killed and waited for, so that none is left behind.
#[derive(Debug)]
pub(crate) struct Child {
    pid: Pid,
    /// Readable once the child has ended.
    pidfd: OwnedFd,
    group: Group,
    /// How it ended, once it has been reaped. Its number may belong to another process since then.
    exit: Option<Exit>,
    /// Our ends of its output, which do not block, if it goes to us.
    pub(crate) stdout: Option<OwnedFd>,
    pub(crate) stderr: Option<OwnedFd>,
}

impl Spawn<'_> {
    /// Starts it. The child belongs to the calling thread in one respect: if it has asked to die with its parent, it
    /// dies with this thread.
    pub(crate) fn start(self) -> io::Result<Child> {
        self.faults.attempt()?;
        let (stdout, stdout_reader) = self.stdout.open()?;
        let (stderr, stderr_reader) = self.stderr.open()?;
        let mut command = Command::new(self.program);
        command
            .arg0(self.name)
            .args(self.args)
            .stdin(self.stdin)
            .stdout(stdout)
            .stderr(stderr);
        if self.group == Group::Own {
            command.process_group(0);
        }
        let child = command.spawn()?;
        // Our copies of what the child got, which would keep its pipes open.
        drop(command);
        let pid = Pid::from_child(&child);
        // Nobody has reaped it yet, so the number is still its own.
        let pidfd = pidfd_open(pid, PidfdFlags::empty()).inspect_err(|_| abandon(child))?;
        Ok(Child {
            pid,
            pidfd,
            group: self.group,
            exit: None,
            stdout: stdout_reader,
            stderr: stderr_reader,
        })
    }
}

impl Output {
    /// What the child gets, and our end of it.
    fn open(self) -> io::Result<(Stdio, Option<OwnedFd>)> {
        Ok(match self {
            Output::Inherit => (Stdio::inherit(), None),
            Output::Null => (Stdio::null(), None),
            Output::Pipe => {
                let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
                // Only our end: the two are not one file, so the child's still blocks as programs expect.
                rustix::io::ioctl_fionbio(&reader, true)?;
                (writer.into(), Some(reader))
            }
        })
    }
}

/// Gets rid of a child that cannot be watched.
fn abandon(mut child: std::process::Child) {
    // It ends on its own if this does not succeed: nobody talks to it.
    let _ = child.kill();
    let _ = child.wait();
}

impl Child {
    /// Its number, for people. Once it has been reaped, it may be another's.
    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// Sends it a signal. One that has ended does not mind.
    pub(crate) fn signal(&self, signal: Signal) -> io::Result<()> {
        match pidfd_send_signal(&self.pidfd, signal) {
            Ok(()) | Err(Errno::SRCH) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends a signal to it and to all processes that it has started and that have not left its group.
    ///
    /// Without a group of its own only the child itself gets it. Once it has been reaped nobody gets it: the group's
    /// number may be another's. So what it has left behind is to be killed before [`try_reap`](Child::try_reap).
    pub(crate) fn signal_group(&self, signal: Signal) -> io::Result<()> {
        if self.exit.is_some() {
            return Ok(());
        }
        if self.group == Group::Ours {
            return self.signal(signal);
        }
        match kill_process_group(self.pid, signal) {
            Ok(()) | Err(Errno::SRCH) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Has it ended, and how? After the first answer that it has, the answer stays.
    pub(crate) fn try_reap(&mut self) -> io::Result<Option<Exit>> {
        self.reap(WaitIdOptions::EXITED | WaitIdOptions::NOHANG)
    }

    fn reap(&mut self, options: WaitIdOptions) -> io::Result<Option<Exit>> {
        while self.exit.is_none() {
            match waitid(WaitId::PidFd(self.pidfd.as_fd()), options) {
                Ok(Some(status)) => self.exit = Some(Exit::from_status(&status)),
                Ok(None) => return Ok(None),
                Err(Errno::CHILD) => self.exit = Some(Exit::Unknown),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.exit)
    }
}

impl AsFd for Child {
    /// Readable once the child has ended.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pidfd.as_fd()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.exit.is_none() {
            // A child of ours, not yet reaped, can be killed and waited for; whatever else happens, nobody can help it.
            let _ = self.signal_group(Signal::KILL);
            let _ = self.signal(Signal::KILL);
            let _ = self.reap(WaitIdOptions::EXITED);
        }
    }
}

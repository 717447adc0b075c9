//! Starting, signalling and burying one child process.
//!
//! A child is known by its pidfd, which becomes readable when it has ended and never means another process. Its number
//! does neither: it is free to be used again once the child has been reaped.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
pub(crate) use rustix::process::Signal;
use rustix::process::{
    Pid, PidfdFlags, WaitId, WaitIdOptions, kill_process_group, pidfd_open, pidfd_send_signal,
    waitid,
};

pub(crate) use super::exit::Exit;
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

    /// Has it ended? It is not reaped by this, so it still has its number. For those who cannot wait for its pidfd.
    pub(crate) fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // What cannot be asked is looked into by trying to reap it.
        self.exit.is_some() || !matches!(waitid(WaitId::PidFd(self.as_fd()), options), Ok(None))
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

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs;
    use std::io;
    use std::os::fd::OwnedFd;

    use rustix::process::{Pid, getpgid, test_kill_process};

    use super::{Exit, Group, Output, Signal};
    use crate::sys::faults::SpawnFaults;
    use crate::sys::output::LineReader;
    use crate::sys::poll::{Poll, Waker};
    use crate::sys::segment::Segment;
    use crate::sys::socket::{Received, Socket};
    use crate::sys::testing::{closed, ended, script, start, wait_for};
    use crate::wire::page::Page;

    const KILLED: Exit = Exit::Signal {
        number: 9,
        core_dumped: false,
    };

    /// Waits until the child writes to its standard input, which is a socket.
    fn wait_for_word(socket: &Socket) {
        assert!(matches!(
            socket.wait(&mut Vec::new()).unwrap(),
            Received::Bells(_)
        ));
    }

    /// What an ended child has left in a pipe.
    fn printed(pipe: Option<OwnedFd>) -> String {
        let mut reader = LineReader::new(pipe.unwrap());
        let _ = reader.read(&mut |_| ()).unwrap();
        reader.tail()
    }

    #[test]
    fn ends_are_told_apart() {
        for (text, exit) in [
            ("exec /bin/true", Exit::Code(0)),
            ("exit 7", Exit::Code(7)),
            ("kill -9 $$", KILLED),
            (
                "kill -TERM $$",
                Exit::Signal {
                    number: 15,
                    core_dumped: false,
                },
            ),
        ] {
            let (mut child, _line) = start(text);
            wait_for(&child);
            assert!(child.has_ended(), "{text}");
            assert_eq!(ended(&mut child), exit, "{text}");
            assert!(child.has_ended(), "{text}");
            assert_eq!(child.try_reap().unwrap(), Some(exit), "the answer stays");
        }
    }

    #[test]
    fn a_child_is_alive_until_it_is_signalled() {
        let (mut child, line) = start("echo >&0; read nothing");
        wait_for_word(&line);
        assert_eq!(child.try_reap().unwrap(), None);
        assert!(!child.has_ended());
        child.signal(Signal::TERM).unwrap();
        assert_eq!(
            ended(&mut child),
            Exit::Signal {
                number: 15,
                core_dumped: false
            }
        );
        child.signal(Signal::KILL).unwrap();
        child.signal_group(Signal::KILL).unwrap();
    }

    #[test]
    fn a_stopped_child_has_not_ended() {
        let (mut child, line) = start("echo >&0; read nothing");
        wait_for_word(&line);
        child.signal(Signal::STOP).unwrap();
        assert_eq!(child.try_reap().unwrap(), None);
        child.signal(Signal::KILL).unwrap();
        assert_eq!(ended(&mut child), KILLED);
    }

    #[test]
    fn a_group_is_killed_with_all_that_is_in_it() {
        let (mut child, line) = start("sleep 1000 & echo >&0; wait");
        wait_for_word(&line);
        let group = Pid::from_raw(child.pid() as i32).unwrap();
        assert_eq!(getpgid(Some(group)), Ok(group));
        // The shell first, so that what it has started is left behind.
        child.signal(Signal::KILL).unwrap();
        child.signal_group(Signal::KILL).unwrap();
        assert_eq!(ended(&mut child), KILLED);
        // The line closes when the last of them is gone.
        closed(&line);
    }

    #[test]
    fn a_child_can_share_our_group() {
        let faults = SpawnFaults::default();
        let (mut spawn, line) = script("echo >&0; read nothing", &faults);
        spawn.group = Group::Ours;
        let mut child = spawn.start().unwrap();
        wait_for_word(&line);
        let pid = Pid::from_raw(child.pid() as i32).unwrap();
        assert_eq!(getpgid(Some(pid)), getpgid(None));
        child.signal_group(Signal::KILL).unwrap();
        assert_eq!(ended(&mut child), KILLED);
    }

    #[test]
    fn a_child_that_is_dropped_is_killed_and_buried() {
        let (child, line) = start("echo >&0; read nothing");
        wait_for_word(&line);
        let pid = Pid::from_raw(child.pid() as i32).unwrap();
        assert_eq!(test_kill_process(pid), Ok(()));
        drop(child);
        assert_eq!(test_kill_process(pid), Err(rustix::io::Errno::SRCH));
    }

    #[test]
    fn output_goes_where_it_is_told() {
        let faults = SpawnFaults::default();
        let (mut spawn, _line) = script("echo \"$0: $1\"; echo oops >&2", &faults);
        spawn.args.extend(["a name".into(), "an argument".into()]);
        (spawn.stdout, spawn.stderr) = (Output::Pipe, Output::Pipe);
        let mut child = spawn.start().unwrap();
        assert_eq!(ended(&mut child), Exit::Code(0));
        assert_eq!(printed(child.stdout.take()), "a name: an argument\n");
        assert_eq!(printed(child.stderr.take()), "oops\n");
    }

    #[test]
    fn a_child_can_be_this_program() {
        let faults = SpawnFaults::default();
        let (mut spawn, _line) = script("", &faults);
        spawn.program = "/proc/self/exe".into();
        spawn.args = vec!["--list".into(), "no test is called like this".into()];
        assert_eq!(ended(&mut spawn.start().unwrap()), Exit::Code(0));
    }

    /// What a program started by us would find open besides its three streams: our own parent may have left something.
    fn n_inheritable() -> usize {
        const CLOSE_ON_EXEC: u64 = 0o2000000;
        let streams = ["0", "1", "2"].map(OsStr::new);
        let is_inheritable = |fd: &fs::DirEntry| {
            // One that another test has closed meanwhile has no information.
            let info = fs::read_to_string(fd.path()).unwrap_or_default();
            let flags = info.lines().find_map(|line| line.strip_prefix("flags:\t0"));
            let flags = flags.map(|flags| u64::from_str_radix(flags, 8).unwrap());
            flags.is_some_and(|flags| flags & CLOSE_ON_EXEC == 0)
        };
        let fds = fs::read_dir("/proc/self/fdinfo")
            .unwrap()
            .map(Result::unwrap);
        fds.filter(|fd| !streams.contains(&&*fd.file_name()))
            .filter(is_inheritable)
            .count()
    }

    #[test]
    fn a_child_inherits_nothing_of_ours() {
        let faults = SpawnFaults::default();
        let (other, _line) = start("read nothing");
        let _page = Page::create().unwrap();
        let _segment = Segment::write(&[b"abc"]).unwrap();
        let (_poll, _waker) = (Poll::new().unwrap(), Waker::new().unwrap());
        let (mut spawn, _line) = script("ls /proc/self/fd | wc -l", &faults);
        spawn.stdout = Output::Pipe;
        let mut child = spawn.start().unwrap();
        assert_eq!(ended(&mut child), Exit::Code(0));
        let n_found: usize = printed(child.stdout.take()).trim().parse().unwrap();
        assert_eq!(
            n_found,
            4 + n_inheritable(),
            "three streams, and the directory that is listed"
        );
        drop(other);
    }

    #[test]
    fn what_cannot_be_started_is_an_error() {
        let faults = SpawnFaults::default();
        let (mut spawn, _line) = script("", &faults);
        spawn.program = "/nowhere/at/all".into();
        assert_eq!(spawn.start().unwrap_err().kind(), io::ErrorKind::NotFound);

        let faults = SpawnFaults::new(|_| Some(io::ErrorKind::OutOfMemory.into()));
        let (spawn, line) = script("", &faults);
        assert_eq!(
            spawn.start().unwrap_err().kind(),
            io::ErrorKind::OutOfMemory
        );
        closed(&line);
    }
}

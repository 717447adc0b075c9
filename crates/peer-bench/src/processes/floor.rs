//! What the machine itself charges: a socketpair to this program started again, and copies in memory.

use std::hint::black_box;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// So many calls are under way, as many as fit into any socket.
const WINDOW: usize = 128;

/// The length of a trivial call: what it is and its argument.
pub(super) const CALL: usize = 16;

/// The other end: sends back each message as a whole, until the line is closed.
pub(crate) fn echo(message: usize) -> ExitCode {
    let line = std::io::stdin().as_fd().try_clone_to_owned();
    let mut line = UnixStream::from(line.expect("a descriptor can be copied"));
    let mut buffer = vec![0; message];
    while line.read_exact(&mut buffer).is_ok() && line.write_all(&buffer).is_ok() {}
    ExitCode::SUCCESS
}

/// A process that echoes.
pub(super) struct Echo {
    pub(super) line: UnixStream,
    child: Child,
}

impl Echo {
    pub(super) fn start(message: usize) -> Self {
        let (line, theirs) = UnixStream::pair().expect("a socketpair can be made");
        let child = Command::new("/proc/self/exe")
            .args(["--echo", &message.to_string()])
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .spawn()
            .expect("this program can be started again");
        Echo { line, child }
    }

    pub(super) fn trip(&mut self, message: &mut [u8]) {
        self.line.write_all(message).expect("the other end reads");
        self.line.read_exact(message).expect("the other end writes");
    }

    /// One write per call, and as many reads as it takes.
    pub(super) fn pipeline(&mut self, n_calls: usize) {
        let (mut n_sent, mut n_bytes) = (0, 0);
        let mut buffer = [0; WINDOW * CALL];
        while n_bytes < n_calls * CALL {
            while n_sent < n_calls && n_sent - n_bytes / CALL < WINDOW {
                self.line
                    .write_all(&[0; CALL])
                    .expect("the other end reads");
                n_sent += 1;
            }
            n_bytes += self.line.read(&mut buffer).expect("the other end writes");
        }
    }

    /// From a SIGKILL to the end of the line.
    pub(super) fn death(&mut self) -> Duration {
        let begin = Instant::now();
        self.child.kill().expect("a child of ours can be killed");
        match self.line.read(&mut [0]) {
            Ok(0) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            other => panic!("the other end is dead, but said {other:?}"),
        }
        begin.elapsed()
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // Waited for, so that its processor time counts as ours; dead or not, there is nobody to be told.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The time of two copies of so many bytes between buffers that are warm.
pub(super) fn copies(from: &[u8], to: &mut [u8], back: &mut [u8]) -> Duration {
    let begin = Instant::now();
    to.copy_from_slice(black_box(from));
    back.copy_from_slice(black_box(to));
    black_box(back);
    begin.elapsed()
}

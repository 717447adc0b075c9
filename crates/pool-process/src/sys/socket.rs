//! The line between parent and worker: it carries bells, which say "look at the shared memory", and file descriptors.
//!
//! One byte is one bell. Bells carry no meaning of their own, so that many may arrive as one, and none is lost by not
//! being sent while the line is full: the other side has not read what rang before. File descriptors travel beside a byte,
//! which is a bell too; they arrive in the order in which they were sent.
//!
//! Nothing blocks but what says so. End-of-file means that nobody holds the other end any more; since a grandchild may
//! hold it for ever, it is a hint and no proof of life.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::cmsg_space;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags,
    SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, send,
    sendmsg, socketpair,
};
use rustix::stdio::{dup2_stdin, stdin};

/// So many file descriptors travel with one message at most. (The system's own limit is 253.)
pub(crate) const MAX_FDS: usize = 250;

/// So many bells are taken at once. More of them only mean another turn.
const N_BELLS: usize = 256;

/// One end of the line.
#[derive(Debug)]
pub(crate) struct Socket {
    fd: OwnedFd,
}

/// What was on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a closed line stays readable for ever"]
pub(crate) enum Received {
    /// The bell rang, at least so many times; file descriptors may have come along.
    Bells(usize),
    /// Nothing.
    Nothing,
    /// Nothing, and nothing will come any more.
    Closed,
}

/// A new line: our end, and the one to be given to a child as its standard input.
pub(crate) fn pair() -> io::Result<(Socket, OwnedFd)> {
    let (ours, theirs) = socketpair(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    Ok((Socket { fd: ours }, theirs))
}

impl Socket {
    /// The end in `fd`.
    pub(crate) fn from_fd(fd: OwnedFd) -> Self {
        Socket { fd }
    }

    /// Takes the end that this process was given as its standard input, and leaves `/dev/null` there.
    ///
    /// What a call reads from standard input is then nothing, rather than our bells, and programs that it starts do not
    /// inherit the line.
    pub(crate) fn take_stdin() -> io::Result<Self> {
        // Beyond the three standard streams, lest a program that finds one of them closed gets ours in its place.
        let fd = fcntl_dupfd_cloexec(stdin(), 3)?;
        let nothing = open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
        dup2_stdin(&nothing)?;
        Ok(Socket { fd })
    }

    /// Wakes the other side. Never blocks.
    ///
    /// # Errors
    ///
    /// `BrokenPipe` or `ConnectionReset` if nobody holds the other end.
    pub(crate) fn ring(&self) -> io::Result<()> {
        loop {
            return match send(&self.fd, &[1], SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
                // A full line wakes as well.
                Ok(_) | Err(Errno::AGAIN) => Ok(()),
                Err(Errno::INTR) => continue,
                Err(error) => Err(error.into()),
            };
        }
    }

    /// Sends `fds`, all or none of them, and wakes the other side. Never blocks.
    ///
    /// # Errors
    ///
    /// `WouldBlock` if the line is full, `InvalidInput` if there are more than [`MAX_FDS`] of them or none, `BrokenPipe`
    /// or `ConnectionReset` if nobody holds the other end. `ETOOMANYREFS` if too many are under way.
    pub(crate) fn send_fds(&self, fds: &[BorrowedFd<'_>]) -> io::Result<()> {
        if fds.is_empty() || fds.len() > MAX_FDS {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MAX_FDS))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let fits = control.push(SendAncillaryMessage::ScmRights(fds));
        debug_assert!(fits, "there is room for {MAX_FDS}");
        loop {
            let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
            match sendmsg(&self.fd, &[IoSlice::new(&[1])], &mut control, flags) {
                Ok(_) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// As [`send_fds`](Socket::send_fds), but waits while the line is full. For the child's side.
    pub(crate) fn send_fds_blocking(&self, fds: &[BorrowedFd<'_>]) -> io::Result<()> {
        loop {
            match self.send_fds(fds) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.block(PollFlags::OUT)?;
                }
                sent => return sent,
            }
        }
    }

    /// Takes what there is, without blocking, and appends the file descriptors that came to `fds`. They are closed on
    /// exec.
    ///
    /// # Errors
    ///
    /// An error of kind `Other` if file descriptors came but were lost, because this process may have no more of them.
    pub(crate) fn receive(&self, fds: &mut Vec<OwnedFd>) -> io::Result<Received> {
        let mut n_bells = 0;
        loop {
            match self.receive_some(fds) {
                Ok(0) if n_bells == 0 => return Ok(Received::Closed),
                // Whoever comes again will find it closed.
                Ok(0) => return Ok(Received::Bells(n_bells)),
                Ok(n_more) => {
                    n_bells += n_more;
                    // A message with file descriptors ends a turn before the line is empty.
                    if n_more == N_BELLS {
                        return Ok(Received::Bells(n_bells));
                    }
                }
                Err(Errno::AGAIN) if n_bells == 0 => return Ok(Received::Nothing),
                Err(Errno::AGAIN) => return Ok(Received::Bells(n_bells)),
                Err(Errno::INTR) => {}
                Err(Errno::MFILE) => {
                    let message = "file descriptors were lost: this process has too many open";
                    return Err(io::Error::other(message));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// As [`receive`](Socket::receive), but waits until there is something, or the line is closed. For the child's side.
    pub(crate) fn wait(&self, fds: &mut Vec<OwnedFd>) -> io::Result<Received> {
        loop {
            match self.receive(fds) {
                Ok(Received::Nothing) => self.block(PollFlags::IN)?,
                received => return received,
            }
        }
    }

    fn receive_some(&self, fds: &mut Vec<OwnedFd>) -> Result<usize, Errno> {
        let mut bells = [0; N_BELLS];
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MAX_FDS))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let message = recvmsg(
            &self.fd,
            &mut [IoSliceMut::new(&mut bells)],
            &mut control,
            RecvFlags::DONTWAIT | RecvFlags::CMSG_CLOEXEC,
        )?;
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(received) = message {
                fds.extend(received);
            }
        }
        if message.flags.contains(ReturnFlags::CTRUNC) {
            return Err(Errno::MFILE);
        }
        Ok(message.bytes)
    }

    fn block(&self, until: PollFlags) -> io::Result<()> {
        match poll(&mut [PollFd::new(&self.fd, until)], None) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

//! The line between parent and worker: it carries bells, which say "look at the shared memory", and file descriptors.
//!
//! One byte is one bell. Bells carry no meaning of their own, so that many may arrive as one, and none is lost by not
//! being sent while the line is full: the other side has not read what rang before. File descriptors travel beside a
//! byte, which is a bell too; they arrive in the order in which they were sent.
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

/// So many messages are taken in one call, lest somebody who rings without end is listened to without end.
const MAX_MESSAGES: u32 = 64;

/// So many bells are taken at once. More of them only mean another turn.
const N_BELLS: usize = 256;

/// After so many turns whatever was on the line has been taken: it holds some two hundred kilobytes.
const MAX_TURNS: usize = 4096;

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
    /// The end in `fd`. A child takes its own from its standard input; tests have both ends in one process.
    #[cfg(test)]
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
    /// `WouldBlock` if the line is full, `InvalidInput` if there are more than [`MAX_FDS`] of them or none,
    /// `BrokenPipe` or `ConnectionReset` if nobody holds the other end. `ETOOMANYREFS` if too many are under way.
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
        let mut n_turns = 0;
        loop {
            n_turns += 1;
            match self.receive_some(fds) {
                Ok(0) if n_bells == 0 => return Ok(Received::Closed),
                // Whoever comes again will find it closed.
                Ok(0) => return Ok(Received::Bells(n_bells)),
                Ok(n_more) => {
                    n_bells += n_more;
                    // A message with file descriptors ends a turn before the line is empty.
                    if n_more == N_BELLS || n_turns >= MAX_MESSAGES {
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

    /// As [`receive`](Socket::receive), again and again until `fds` holds so many, or nothing more is there. For those
    /// that are on their way for certain, behind however many bells.
    pub(crate) fn receive_fds(&self, n_fds: usize, fds: &mut Vec<OwnedFd>) -> io::Result<()> {
        // As many as fit on the line; somebody who goes on ringing must not keep us here for ever.
        for _ in 0..MAX_TURNS {
            if fds.len() >= n_fds || !matches!(self.receive(fds)?, Received::Bells(_)) {
                break;
            }
        }
        Ok(())
    }

    /// As [`receive`](Socket::receive), but waits until there is something, or the line is closed. For the child's
    /// side.
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

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{ErrorKind, PipeReader, Read, Write, pipe};
    use std::os::fd::{AsFd, OwnedFd};

    use futures_core::host::{self, Spawn};
    use rustix::io::{FdFlags, fcntl_getfd};

    use super::{MAX_FDS, Received, Socket, pair};
    use crate::sys::testing::closed;

    fn sockets() -> (Socket, Socket) {
        let (one, other) = pair().unwrap();
        (one, Socket::from_fd(other))
    }

    #[test]
    fn bells_ring_and_add_up() {
        let (one, other) = sockets();
        let mut fds = Vec::new();
        assert_eq!(one.receive(&mut fds).unwrap(), Received::Nothing);
        for n_bells in [1, 2, 255, 256, 1] {
            for _ in 0..n_bells {
                other.ring().unwrap();
            }
            let mut n_heard = 0;
            while let Received::Bells(n_more) = one.receive(&mut fds).unwrap() {
                n_heard += n_more;
            }
            assert_eq!(n_heard, n_bells);
        }
        assert!(fds.is_empty());
    }

    #[test]
    fn a_full_line_refuses_file_descriptors_but_no_bell() {
        let (one, other) = sockets();
        let mut n_sent = 0;
        let error = loop {
            match one.send_fds(&[other.as_fd()]) {
                Ok(()) => n_sent += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::WouldBlock);
        for _ in 0..1000 {
            one.ring().unwrap();
        }
        let mut fds = Vec::new();
        while other.receive(&mut fds).unwrap() != Received::Nothing {}
        assert_eq!(fds.len(), n_sent);
        assert_eq!(
            one.send_fds(&[other.as_fd()]).ok(),
            Some(()),
            "there is room again"
        );
    }

    #[test]
    fn file_descriptors_arrive_in_order_and_closed_on_exec() {
        let (one, other) = sockets();
        let files: Vec<(PipeReader, _)> = (0..MAX_FDS).map(|_| pipe().unwrap()).collect();
        let ends: Vec<_> = files.iter().map(|(_, writer)| writer.as_fd()).collect();
        one.ring().unwrap();
        one.send_fds(&ends[..1]).unwrap();
        one.send_fds(&ends[1..3]).unwrap();
        one.ring().unwrap();
        one.send_fds(&ends[3..]).unwrap();
        let mut fds = Vec::new();
        while other.receive(&mut fds).unwrap() != Received::Nothing {}
        assert_eq!(fds.len(), MAX_FDS);
        for (index, fd) in fds.into_iter().enumerate() {
            assert_eq!(fcntl_getfd(&fd).unwrap(), FdFlags::CLOEXEC);
            File::from(fd).write_all(&[index as u8]).unwrap();
        }
        for (index, (mut reader, writer)) in files.into_iter().enumerate() {
            drop(writer);
            let mut byte = Vec::new();
            reader.read_to_end(&mut byte).unwrap();
            assert_eq!(byte, [index as u8]);
        }
    }

    #[test]
    fn as_many_file_descriptors_as_the_system_takes_and_no_more() {
        let (one, other) = sockets();
        let ends = [other.as_fd(); MAX_FDS + 1];
        one.send_fds(&ends[..MAX_FDS]).unwrap();
        let mut fds = Vec::new();
        assert_eq!(other.receive(&mut fds).unwrap(), Received::Bells(1));
        assert_eq!(fds.len(), MAX_FDS);
        assert_eq!(
            one.send_fds(&ends).unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
        assert_eq!(
            one.send_fds(&[]).unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
    }

    #[test]
    fn the_end_is_told_after_all_that_was_sent() {
        let (one, other) = sockets();
        other.ring().unwrap();
        drop(other);
        assert_eq!(one.receive(&mut Vec::new()).unwrap(), Received::Bells(1));
        closed(&one);
        assert_eq!(one.receive(&mut Vec::new()).unwrap(), Received::Closed);
        assert_eq!(one.wait(&mut Vec::new()).unwrap(), Received::Closed);
        assert_eq!(one.ring().unwrap_err().kind(), ErrorKind::BrokenPipe);
        let fd = one.as_fd();
        assert_eq!(
            one.send_fds(&[fd]).unwrap_err().kind(),
            ErrorKind::BrokenPipe
        );
    }

    #[test]
    fn who_waits_is_woken() {
        let (one, other) = sockets();
        let waiter = host::spawn(Spawn::default(), move || {
            let mut fds: Vec<OwnedFd> = Vec::new();
            if let Ok(Received::Bells(n_bells)) = other.wait(&mut fds) {
                other.send_fds_blocking(&[fds[0].as_fd()]).unwrap();
                for _ in 0..n_bells {
                    other.ring().unwrap();
                }
            }
        });
        one.send_fds(&[one.as_fd()]).unwrap();
        waiter.unwrap().join().unwrap();
        let mut fds = Vec::new();
        assert_eq!(one.receive(&mut fds).unwrap(), Received::Bells(2));
        assert_eq!(fds.len(), 1);
    }
}

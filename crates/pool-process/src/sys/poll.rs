//! Waiting for many file descriptors at once, and being woken from another thread.

use std::fmt;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use rustix::io::{Errno, read, write};

use super::clock::monotonic_ns;

/// So many file descriptors are reported at once. More of them only mean another turn.
const N_EVENTS: usize = 256;

/// A set of file descriptors, each known by a number.
pub(crate) struct Poll {
    epoll: OwnedFd,
}

impl Poll {
    /// An empty set.
    pub(crate) fn new() -> io::Result<Self> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        Ok(Poll { epoll })
    }

    /// One that can wait for nothing, since it is no set.
    #[cfg(test)]
    pub(crate) fn broken() -> Self {
        let epoll = eventfd(0, EventfdFlags::CLOEXEC).expect("a file");
        Poll { epoll }
    }

    /// Watches `fd` under the number `token` until it is removed: is there something to read, or is it closed or
    /// broken?
    pub(crate) fn add(&self, fd: impl AsFd, token: u64) -> io::Result<()> {
        Ok(epoll::add(
            &self.epoll,
            fd,
            EventData::new_u64(token),
            EventFlags::IN,
        )?)
    }

    /// Forgets `fd`. To be called before it is closed: the set would keep what the descriptor stands for as long as
    /// anybody, a child for instance, has a copy of it.
    pub(crate) fn remove(&self, fd: impl AsFd) -> io::Result<()> {
        Ok(epoll::delete(&self.epoll, fd)?)
    }

    /// Waits until there is something, or `timeout` is over, and replaces the content of `ready` with the tokens of the
    /// file descriptors for which there is. What is still there next time is reported again.
    ///
    /// It may return up to a millisecond late, and never early.
    pub(crate) fn wait(&self, timeout: Option<Duration>, ready: &mut Vec<u64>) -> io::Result<()> {
        ready.clear();
        let began = monotonic_ns();
        let mut left = timeout;
        loop {
            // A timeout that the system cannot express is one that nobody will live to see.
            let timespec = left.and_then(|left| Timespec::try_from(left).ok());
            let mut events = [MaybeUninit::<Event>::uninit(); N_EVENTS];
            match epoll::wait(&self.epoll, &mut events, timespec.as_ref()) {
                Ok((found, _)) => {
                    ready.extend(found.iter().map(|event| event.data.u64()));
                    return Ok(());
                }
                Err(Errno::INTR) => {
                    let elapsed = Duration::from_nanos(monotonic_ns() - began);
                    left = timeout.map(|timeout| timeout.saturating_sub(elapsed));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl fmt::Debug for Poll {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poll")
            .field("epoll", &self.epoll)
            .finish_non_exhaustive()
    }
}

/// What another thread wakes a [`Poll`] with, which has it in its set.
#[derive(Debug)]
pub(crate) struct Waker {
    event: OwnedFd,
}

impl Waker {
    /// One that has not woken anybody.
    pub(crate) fn new() -> io::Result<Self> {
        let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(Waker { event })
    }

    /// Makes it ready until it is drained. Never blocks.
    pub(crate) fn wake(&self) {
        // The only way to fail is a counter that is full, and then it is ready already.
        let _ = write(&self.event, &1_u64.to_ne_bytes());
    }

    /// Makes it ready no longer. Whoever drains must look for work after that, not before.
    pub(crate) fn drain(&self) {
        // The only way to fail is that nobody has woken.
        let _ = read(&self.event, &mut [0; 8]);
    }
}

impl AsFd for Waker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Poll, Waker};
    use crate::sys::clock::monotonic_ns;
    use crate::sys::socket::{self, Received};

    const AT_ONCE: Option<Duration> = Some(Duration::ZERO);

    #[test]
    fn what_is_ready_is_reported_by_its_number() {
        let poll = Poll::new().unwrap();
        let (one, other) = socket::pair().unwrap();
        let waker = Waker::new().unwrap();
        poll.add(&one, 7).unwrap();
        poll.add(&waker, u64::MAX).unwrap();
        let mut ready = vec![1, 2, 3];
        poll.wait(AT_ONCE, &mut ready).unwrap();
        assert!(ready.is_empty(), "{ready:?}");

        waker.wake();
        waker.wake();
        poll.wait(None, &mut ready).unwrap();
        assert_eq!(ready, [u64::MAX]);
        waker.drain();
        waker.drain();
        let other = socket::Socket::from_fd(other);
        other.ring().unwrap();
        poll.wait(None, &mut ready).unwrap();
        assert_eq!(ready, [7]);
        poll.wait(None, &mut ready).unwrap();
        assert_eq!(ready, [7], "until it is read");
        assert_eq!(one.receive(&mut Vec::new()).unwrap(), Received::Bells(1));
        poll.wait(AT_ONCE, &mut ready).unwrap();
        assert!(ready.is_empty(), "{ready:?}");
    }

    #[test]
    fn a_line_that_closes_is_told_of_until_it_is_forgotten() {
        let poll = Poll::new().unwrap();
        let (one, other) = socket::pair().unwrap();
        let mut ready = Vec::new();
        poll.add(&one, 2).unwrap();
        poll.wait(AT_ONCE, &mut ready).unwrap();
        assert!(ready.is_empty(), "{ready:?}");
        drop(other);
        poll.wait(None, &mut ready).unwrap();
        assert_eq!(ready, [2]);
        poll.remove(&one).unwrap();
        poll.wait(AT_ONCE, &mut ready).unwrap();
        assert!(ready.is_empty(), "{ready:?}");
        assert!(poll.remove(&one).is_err());
    }

    #[test]
    fn it_never_returns_early() {
        let poll = Poll::new().unwrap();
        let began = monotonic_ns();
        let timeout = Duration::from_micros(1500);
        poll.wait(Some(timeout), &mut Vec::new()).unwrap();
        assert!(monotonic_ns() - began >= 1_500_000);
    }

    #[test]
    fn a_wait_longer_than_the_system_can_count_is_one_without_end() {
        let poll = Poll::new().unwrap();
        let waker = Waker::new().unwrap();
        poll.add(&waker, 3).unwrap();
        waker.wake();
        let mut ready = Vec::new();
        poll.wait(Some(Duration::MAX), &mut ready).unwrap();
        assert_eq!(ready, [3]);
    }
}

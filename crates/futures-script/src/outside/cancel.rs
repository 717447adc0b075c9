//! How an operation that blocks in the operating system is told to stop.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_core::host;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::Errno;

/// Tells one operation to stop: it can be asked for, or waited for together with a descriptor.
///
/// Once cancelled it stays so. The descriptor is made when somebody first waits, since most operations never do.
#[derive(Debug, Default)]
pub(crate) struct Cancel {
    is_cancelled: AtomicBool,
    wake: OnceLock<OwnedFd>,
}

/// What a wait came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the wait can end by its deadline, or because it was told to"]
pub(crate) enum Ready {
    /// What was waited for is there; an error or the end of a stream counts.
    Yes,
    /// The deadline has passed.
    Deadline,
    /// The operation is to stop.
    Cancelled,
}

impl Cancel {
    /// Tells the operation to stop. Never blocks, so it may be called with a lock held.
    pub(crate) fn cancel(&self) {
        // In one order with the making of the descriptor: whoever comes second sees the other.
        self.is_cancelled.store(true, Ordering::SeqCst);
        if let Some(wake) = self.wake.get() {
            ring(wake);
        }
    }

    /// Is the operation to stop?
    pub(crate) fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::SeqCst)
    }

    /// A descriptor that can be read from, which nobody is to do, as soon as the operation is to stop.
    ///
    /// # Errors
    /// If the system has no descriptor left.
    pub(crate) fn descriptor(&self) -> io::Result<BorrowedFd<'_>> {
        loop {
            if let Some(wake) = self.wake.get() {
                return Ok(wake.as_fd());
            }
            let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
            // Another thread may have been faster; then its descriptor counts.
            let _ = self.wake.set(wake);
            if let (Some(wake), true) = (self.wake.get(), self.is_cancelled()) {
                ring(wake);
            }
        }
    }

    /// Waits until `descriptor` is ready for `what`, at most until `deadline`, by the clock of the real world.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn wait_for(
        &self,
        descriptor: BorrowedFd<'_>,
        what: PollFlags,
        deadline: Option<Duration>,
    ) -> io::Result<Ready> {
        self.wait(Some((descriptor, what)), deadline)
    }

    /// Lets time pass, until `deadline`: never [`Ready::Yes`].
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn sleep_until(&self, deadline: Option<Duration>) -> io::Result<Ready> {
        self.wait(None, deadline)
    }

    fn wait(
        &self,
        what: Option<(BorrowedFd<'_>, PollFlags)>,
        deadline: Option<Duration>,
    ) -> io::Result<Ready> {
        let wake = self.descriptor()?;
        loop {
            let left = deadline.map(|deadline| deadline.saturating_sub(host::now()));
            let left = left.and_then(|left| Timespec::try_from(left).ok());
            let mut watched = vec![PollFd::from_borrowed_fd(wake, PollFlags::IN)];
            watched.extend(what.map(|(other, what)| PollFd::from_borrowed_fd(other, what)));
            match poll(&mut watched, left.as_ref()) {
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
                Ok(_) => {}
            }
            if self.is_cancelled() {
                return Ok(Ready::Cancelled);
            }
            if watched[1..].iter().any(|other| !other.revents().is_empty()) {
                return Ok(Ready::Yes);
            }
            if deadline.is_some_and(|deadline| deadline <= host::now()) {
                return Ok(Ready::Deadline);
            }
        }
    }
}

fn ring(wake: &OwnedFd) {
    // Fails only if the counter is full, and then it can be read from anyway.
    let _ = rustix::io::write(wake, &1_u64.to_ne_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use futures_core::host::{self, Spawn};
    use rustix::event::PollFlags;
    use std::os::fd::AsFd;

    use super::{Cancel, Ready};

    #[test]
    fn cancelled_before_or_after_the_descriptor_is_made() {
        let early = Cancel::default();
        assert!(!early.is_cancelled());
        early.cancel();
        assert!(early.is_cancelled());
        assert_eq!(early.sleep_until(None).unwrap(), Ready::Cancelled);
        let late = Cancel::default();
        late.descriptor().unwrap();
        late.cancel();
        assert_eq!(late.sleep_until(None).unwrap(), Ready::Cancelled);
    }

    #[test]
    fn a_wait_is_woken() {
        let cancel = Arc::new(Cancel::default());
        let theirs = cancel.clone();
        let thread = host::spawn(Spawn::default(), move || theirs.cancel()).unwrap();
        assert_eq!(cancel.sleep_until(None).unwrap(), Ready::Cancelled);
        assert!(thread.join().is_ok());
    }

    #[test]
    fn a_wait_ends_by_its_deadline_or_by_what_it_is_for() {
        let cancel = Cancel::default();
        let (reader, writer) = std::io::pipe().unwrap();
        let past = Some(Duration::ZERO);
        let look = || {
            cancel
                .wait_for(reader.as_fd(), PollFlags::IN, past)
                .unwrap()
        };
        assert_eq!(look(), Ready::Deadline);
        drop(writer);
        assert_eq!(look(), Ready::Yes);
    }
}

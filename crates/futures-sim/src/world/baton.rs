//! How the one thread that may run lets another one run instead.

#![expect(
    clippy::disallowed_methods,
    reason = "the host of a simulated world blocks its threads in the real one"
)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Thread};
use std::time::Duration;

/// One thread's turn, given by another thread and awaited by this one.
#[derive(Default)]
pub(crate) struct Baton {
    is_here: AtomicBool,
    /// Who waits, once it has come here for the first time.
    owner: Mutex<Option<Thread>>,
}

impl Baton {
    /// Says that the calling thread is the one that will wait.
    pub(crate) fn own(&self) {
        *self.owner.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current());
    }

    /// Lets the owner run.
    pub(crate) fn give(&self) {
        // Under the lock: an owner that has not been here yet looks only after it has let go of it.
        let owner = self.owner.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_here.store(true, Ordering::Release);
        if let Some(owner) = &*owner {
            owner.unpark();
        }
    }

    /// Waits for the turn, and takes it.
    pub(crate) fn wait(&self) {
        while !self.take() {
            thread::park();
        }
    }

    /// Waits for the turn for so long at most. False: it has not come.
    pub(crate) fn wait_for(&self, time: Duration) -> bool {
        if !self.take() {
            thread::park_timeout(time);
            return self.take();
        }
        true
    }

    fn take(&self) -> bool {
        self.is_here.swap(false, Ordering::Acquire)
    }
}

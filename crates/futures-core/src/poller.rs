//! The waker of an async task that awaits a future.

use std::task::Waker;

use crate::host::Lock;

/// The waker of the task that awaits. A thousand polls keep this one entry on the future's list.
pub(crate) struct Poller {
    waker: Lock<Waker>,
}

impl Poller {
    pub(crate) fn new(waker: &Waker) -> Self {
        Poller {
            waker: Lock::new(waker.clone()),
        }
    }

    /// Sees to it that `waker` is the one to be woken. Nothing of the runtime's runs under the lock but a comparison.
    pub(crate) fn update(&self, waker: &Waker) {
        let same = self.waker.lock().will_wake(waker);
        if !same {
            let fresh = waker.clone();
            let before = std::mem::replace(&mut *self.waker.lock(), fresh);
            drop(before);
        }
    }

    /// Wakes the task. Called once, so the waker can be moved out.
    pub(crate) fn wake(&self) {
        let waker = std::mem::replace(&mut *self.waker.lock(), Waker::noop().clone());
        waker.wake();
    }
}

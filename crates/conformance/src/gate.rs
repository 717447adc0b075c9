//! Gates and counters: how a test holds a task at a place without sleeping.
//!
//! They wait through the host, not through futures, so a worker that stands at a gate keeps its place in the pool, as one
//! that computes would.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Thread, WaitReason, Wake};

/// A count that can be waited for. Clones are the same counter.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    state: Arc<Lock<State>>,
}

#[derive(Debug, Default)]
struct State {
    count: u64,
    waiters: Vec<Thread>,
}

impl Counter {
    /// A counter at 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one and returns the new count.
    pub fn add(&self) -> u64 {
        let (count, waiters) = {
            let mut state = self.state.lock();
            state.count += 1;
            (state.count, std::mem::take(&mut state.waiters))
        };
        waiters.iter().for_each(Thread::unpark);
        count
    }

    /// The count.
    pub fn get(&self) -> u64 {
        self.state.lock().count
    }

    /// Waits until the count is at least `count`.
    ///
    /// # Panics
    /// If the wait is interrupted.
    pub fn wait_for(&self, count: u64) {
        assert!(
            self.wait_until(count, None),
            "the wait for a counter was interrupted"
        );
    }

    /// As [`wait_for`](Self::wait_for), but not longer than `timeout`. False: it has passed, or the wait was
    /// interrupted.
    pub fn wait_for_timeout(&self, count: u64, timeout: Duration) -> bool {
        self.wait_until(count, host::deadline_in(timeout))
    }

    fn wait_until(&self, count: u64, deadline: Option<Duration>) -> bool {
        loop {
            {
                let mut state = self.state.lock();
                if state.count >= count {
                    return true;
                }
                state.waiters.push(host::current());
            }
            match host::park(deadline, &WaitReason::Other("a gate of the test")) {
                Wake::Notified => {}
                Wake::Deadline | Wake::Interrupted => return false,
            }
        }
    }
}

/// Holds tasks until it is opened, and tells how many have come to it. Clones are the same gate.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    arrived: Counter,
    opened: Counter,
}

impl Gate {
    /// A closed gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until the gate is open.
    ///
    /// # Panics
    /// If the wait is interrupted.
    pub fn pass(&self) {
        self.arrived.add();
        self.opened.wait_for(1);
    }

    /// Waits until the gate is open. False: the wait was interrupted.
    pub fn try_pass(&self) -> bool {
        self.arrived.add();
        self.opened.wait_until(1, None)
    }

    /// Lets everyone through, for good.
    pub fn open(&self) {
        self.opened.add();
    }

    /// How many have come to the gate so far.
    pub fn arrived(&self) -> u64 {
        self.arrived.get()
    }

    /// Waits until so many have come to the gate.
    pub fn wait_arrived(&self, count: u64) {
        self.arrived.wait_for(count);
    }
}

//! What stands in the books of a simulated pool.

use std::sync::Arc;
use std::time::Duration;

use futures_core::Error as TaskError;
use futures_core::host::Thread;

use crate::processes::simulated::call::Work;
use crate::remote::Process;

/// Does the pool take calls?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doors {
    Open,
    /// Shut down: what it has is done, unless it was cancelled.
    Closed,
    /// Ended by force.
    Forced,
}

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Queued,
    /// A worker has it and is about to begin.
    Given(u32),
    Running(u32),
    Cancelled,
}

/// A call that has not ended.
pub(super) struct Call {
    pub(super) place: Place,
    /// Does it count as running? So it does from the moment when a worker was found for it.
    pub(super) is_assigned: bool,
    pub(super) timeout: Option<Duration>,
    /// How often it may be run again after its worker has died.
    pub(super) retries: u32,
    pub(super) work: Arc<dyn Work>,
}

/// A worker and what it has.
pub(super) struct Worker {
    pub(super) process: Arc<Process>,
    /// The call that it is to begin with.
    pub(super) hand: Option<u64>,
    pub(super) running: Option<Running>,
    pub(super) n_calls: u64,
    pub(super) is_retiring: bool,
    /// Its thread, while that sleeps for want of work.
    pub(super) asleep: Option<Thread>,
}

/// The call that a worker performs.
pub(super) struct Running {
    pub(super) call: u64,
    /// When it is to be ended, and after how long.
    pub(super) limit: Option<(Duration, Duration)>,
}

/// A call whose future is to be ended.
pub(super) struct Completion {
    pub(super) call: u64,
    /// The number of the one that had it.
    pub(super) worker: Option<u32>,
    pub(super) work: Arc<dyn Work>,
    /// What it fails with, though nobody has performed it to its end.
    pub(super) lost: Option<TaskError>,
}

/// One of the pool's own threads.
#[derive(Default)]
pub(super) struct Clerk {
    /// Another one after each change of hands; 0 before the first.
    pub(super) number: u64,
    /// While it sleeps.
    pub(super) asleep: Option<Thread>,
}

/// What a critical section leaves to be done once the desk's lock is released.
#[must_use = "threads are to be woken and processes to be ended"]
#[derive(Default)]
pub(super) struct After {
    pub(super) wake: Vec<Thread>,
    /// Their ends are set.
    pub(super) stop: Vec<Arc<Process>>,
    pub(super) start: Vec<(u32, Arc<Process>)>,
    /// The number of the reader to be started.
    pub(super) start_reader: Option<u64>,
    pub(super) starts_timer: bool,
}

/// What a worker is to do next.
pub(super) enum Next {
    Perform {
        call: u64,
        work: Arc<dyn Work>,
    },
    Sleep,
    /// It retires, or is over.
    End,
}

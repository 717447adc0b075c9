//! What happens in a pool, told to whoever wants to draw, log or count it.

use std::time::Duration;

use crate::host::WaitReason;
use crate::{Status, TaskId};

/// Something that happened in a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A job was submitted, and is now a task. Told before anything else of the task.
    Submitted {
        /// The task.
        task: TaskId,
        /// Its label.
        label: Option<String>,
    },
    /// The pool would not take the task after all: it is shut down, broken or full.
    Rejected {
        /// The task.
        task: TaskId,
    },
    /// A worker began a task.
    Started {
        /// The task.
        task: TaskId,
        /// The worker's number in its pool, from 0.
        worker: u32,
    },
    /// A task ended on a worker.
    Ended {
        /// The task.
        task: TaskId,
        /// The worker's number in its pool, from 0.
        worker: u32,
        /// With a value or an error.
        status: Status,
    },
    /// A pending task was cancelled.
    Cancelled {
        /// The task.
        task: TaskId,
    },
    /// A worker is blocked in a wait and has lent its place.
    Blocked {
        /// The worker's number in its pool, from 0.
        worker: u32,
        /// What it waits for.
        reason: WaitReason,
    },
    /// A blocked worker goes on.
    Unblocked {
        /// The worker's number in its pool, from 0.
        worker: u32,
    },
    /// A worker thread has started.
    WorkerUp {
        /// The worker's number in its pool, from 0.
        worker: u32,
        /// The name of its thread.
        name: String,
    },
    /// A worker thread is about to end.
    WorkerDown {
        /// The worker's number in its pool, from 0.
        worker: u32,
    },
}

impl Event {
    /// In place of a worker's number: the thread that submitted the task ran it, since the queue was full.
    pub const CALLER: u32 = u32::MAX;
}

/// Somebody who wants to know what happens in a pool.
///
/// Called on the thread where it happens, with no lock held, so it should be quick; a panic in it is caught and reported
/// by the panic hook. A pool without an observer does not even look at the clock.
pub trait Observer: Send + Sync {
    /// `event` happened `at` this time since the run began.
    fn observe(&self, at: Duration, event: &Event);
}

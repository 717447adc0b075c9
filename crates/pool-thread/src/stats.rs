//! What a pool counts.

use futures_core::Status;

/// Kept under the pool's lock.
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) submitted: u64,
    pub(crate) finished: u64,
    pub(crate) failed: u64,
    pub(crate) cancelled: u64,
    largest: usize,
}

impl Counters {
    /// A task that was taken up has ended, or turned out to have been cancelled (or run by a waiter, who counts it).
    pub(crate) fn note(&mut self, status: Status) {
        match status {
            Status::Finished => self.finished += 1,
            Status::Failed => self.failed += 1,
            Status::Cancelled => self.cancelled += 1,
        }
    }

    pub(crate) fn note_alive(&mut self, alive: usize) {
        self.largest = self.largest.max(alive);
    }

    pub(crate) fn largest(&self) -> usize {
        self.largest
    }
}

/// How a pool stands at one moment, and what it has done so far.
///
/// Counting costs nothing that could be measured; making one of these looks through the queue. How long tasks wait and
/// run is counted only if asked for, by a [`Timings`](crate::Timings).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Tasks that were accepted.
    pub submitted: u64,
    /// Tasks that ended with a value.
    pub finished: u64,
    /// Tasks that ended with an error.
    pub failed: u64,
    /// Tasks that were cancelled while they were pending.
    pub cancelled: u64,
    /// Tasks that are pending now.
    pub pending: usize,
    /// Workers that have a task and are not blocked in a wait for others.
    pub active: usize,
    /// Workers that are blocked in a wait for other tasks.
    pub blocked: usize,
    /// Workers without a task.
    pub idle: usize,
    /// Threads of the pool.
    pub workers: usize,
    /// The most threads that the pool has had at one time.
    pub largest_workers: usize,
}

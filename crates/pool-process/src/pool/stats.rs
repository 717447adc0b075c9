//! What a pool counts.

/// Kept under the desk's lock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counters {
    pub(crate) submitted: u64,
    pub(crate) finished: u64,
    pub(crate) failed: u64,
    pub(crate) cancelled: u64,
    pub(crate) started: u64,
    pub(crate) died: u64,
    pub(crate) largest: usize,
}

/// How a pool stands at one moment, and what it has done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Stats {
    /// Calls that were accepted.
    pub submitted: u64,
    /// Calls that ended with a value.
    pub finished: u64,
    /// Calls that ended with an error.
    pub failed: u64,
    /// Calls that were cancelled before they began.
    pub cancelled: u64,
    /// Calls that no worker has begun.
    pub pending: usize,
    /// Workers that have a call.
    pub active: usize,
    /// Workers that have none.
    pub idle: usize,
    /// Workers that are being started.
    pub starting: usize,
    /// Processes of the pool, also those that start or end.
    pub workers: usize,
    /// The most processes that the pool has had at one time.
    pub largest_workers: usize,
    /// Processes that were ever started.
    pub started_workers: u64,
    /// Processes that have died without having been asked to end.
    pub died_workers: u64,
}

//! The identity of a task: which pool it was given to and the how-manieth it was there.

use std::fmt;

/// Names a task for as long as the run lasts.
///
/// Numbers count up from 1 in the order of submission within a pool, so a report reads the same in every run. A
/// promise that belongs to no pool has pool 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(u64);

impl TaskId {
    const NUMBER_BITS: u32 = 40;

    /// The `number`th task of a pool.
    ///
    /// The lower 24 bits of `pool` and the lower 40 bits of `number` (a million million tasks) are kept.
    pub const fn new(pool: u32, number: u64) -> Self {
        TaskId(((pool as u64) << Self::NUMBER_BITS) | (number & ((1 << Self::NUMBER_BITS) - 1)))
    }

    /// The number of the pool that the task was submitted to; 0 for a promise.
    pub const fn pool(self) -> u32 {
        (self.0 >> Self::NUMBER_BITS) as u32
    }

    /// Its number within that pool, from 1.
    pub const fn number(self) -> u64 {
        self.0 & ((1 << Self::NUMBER_BITS) - 1)
    }

    /// Both parts in one integer, different for different tasks.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl fmt::Debug for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.pool(), self.number())
    }
}

//! The simulated world as its users see it.

/// What several tests need.
mod support;

/// Nothing can go on: who waits for what.
mod deadlocks;
/// Many schedules, and the one that fails.
mod exploring;
/// What does not belong to the world: foreign waits, endless runs, the ends of threads.
mod limits;
/// Whole pools.
mod pools;
/// Sleeps, clocks, timers.
mod time;

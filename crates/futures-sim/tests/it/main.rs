//! The simulated world as its users see it.

/// What several tests need.
mod support;
/// Pools of threads as the generic suite uses them.
#[path = "../../../pool-thread/tests/it/threads.rs"]
mod threads;

/// The generic suite, in many schedules each.
mod conformance;
/// Tasks that wait for each other.
mod cycles;
/// Nothing can go on: who waits for what.
mod deadlocks;
/// Equal seeds give equal logs.
mod determinism;
/// Many schedules, and the one that fails.
mod exploring;
/// What does not belong to the world: foreign waits, endless runs, the ends of threads.
mod limits;
/// Whole pools.
mod pools;
/// The ends of pools.
mod shutdowns;
/// Sleeps, clocks, timers.
mod time;

//! What a thread pool shows beyond the behaviours that every pool has; those are in the `conformance` crate.

/// Pools of threads as the generic suite uses them.
mod threads;

/// What a task costs in allocations.
mod allocation;
/// Which tasks run and which are pending right after `submit`.
mod assignment;
/// The generic suite, on thread pools.
mod conformance;
/// Tasks that wait for each other.
mod deadlock;
/// Shutdown, drop, and what must not disturb them.
mod ends;
/// What an observer is told.
mod events;
/// The programs under `examples/`.
mod examples;
/// Waits inside of tasks.
mod nesting;
/// What Python says about thread pools alone.
mod python;
/// Bounded queues.
mod queueing;
/// Tasks that borrow.
mod scopes;
/// An operating system that refuses threads.
mod spawning;

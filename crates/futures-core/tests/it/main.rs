//! What the core promises without any pool. Behaviours that every pool shows are in the `conformance` crate.

/// Awaiting: one waker per future, none left behind.
mod awaiting;
/// Callbacks: order, panics, and what they may do.
mod callbacks;
/// `as_completed`, while futures are added and end.
mod completing;
/// The control hook of tasks that live elsewhere.
mod control;
/// The programs under `examples/`, each run for what it prints.
mod examples;
/// The host seam: threads, joins, locks, interruption, and a clock that is turned by hand.
mod host;
/// When a map submits, with an executor that waits for orders.
mod mapping;
/// How many allocations and how many bytes a task costs.
mod memory;
/// Promises: settled, cancelled, dropped.
mod promises;
/// Waits on a thread that works for a pool: what it runs in place, and when it lends its place.
mod seats;
/// The states of a future as code and people see them.
mod states;
/// Tasks: run, failed, cancelled or dropped by their executor.
mod tasks;
/// How often a wait for many wakes its thread.
mod waking;

/// An allocator that counts for the thread that asks.
mod allocations;
/// An executor that keeps its tasks until it is told to run them.
mod shelf;
/// A host that counts wake-ups, knows who is parked, and has a clock that is turned by hand.
mod world;

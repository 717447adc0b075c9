//! The behaviours that every pool must show, as one generic suite.
//!
//! A behaviour is a function in [`behaviours`], generic over a [`Fixture`], which makes the pool and gives it work. A pool
//! proves all of them in its own tests:
//!
//! ```text
//! conformance::suite!(MyFixture);            // one #[test] per behaviour
//! conformance::in_process_suite!(MyFixture); // if its tasks run in this process and can use the pool
//! ```
//!
//! So that any pool can run them, also one whose workers are other processes or one under simulation:
//!
//! * tasks are [`Op`]s, plain data that can be sent anywhere, and return an [`Out`];
//! * what a test shares with its tasks is a [`World`] of counters, of which [gates](SharedGate) and [probes](Probe) are
//!   made;
//! * nothing sleeps and nothing depends on the speed of the machine: tasks are held at gates, waits go through the host,
//!   and where a limit must pass a task is held meanwhile.
//!
//! The names of the functions are those of Python's own tests, where these have one; `docs/semantics.md` has the table.
//! For tests of one crate alone there are [`Gate`] and [`Counter`], which need no fixture.

pub mod behaviours;
mod fixture;
mod gate;
mod job;
mod op;
mod probe;
mod signals;
mod suite;
mod support;
mod world;

pub use fixture::{Fixture, InProcess, Items, Results, Workers};
pub use gate::{Counter, Gate};
pub use job::{OpJob, perform};
pub use op::{CounterId, GateId, Op, Out};
pub use probe::{LiveProbe, OnDrop, ProbeId};
pub use signals::{Probe, SharedCounter, SharedGate};
pub use suite::Case;
pub use support::{in_time, prove};
pub use world::{FindWorld, LocalWorld, World, WorldName, find_worlds_by};

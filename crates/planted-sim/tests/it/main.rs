//! Mistakes in the real code of pools, each of which exploring schedules must find.
//!
//! The crates below this one compile the sources of the core, the thread pool and the simulated world once more, with
//! branches in which a test can plant a mistake. What is tested here is therefore the shipped code, with one line changed.

#[expect(dead_code, unreachable_pub, reason = "the suite uses more of it")]
#[path = "../../../conformance/src/gate.rs"]
mod gate;

/// Each mistake, and the program in which it is found.
mod faults;
/// The programs.
mod programs;

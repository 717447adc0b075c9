//! Every interleaving of a few short programs over lock-free parts of other crates, tried one after the other by loom.
//!
//! The three files below are the shipped ones, compiled once more over [`sync`], a twin of the core's `sync.rs` in
//! which each access to an atomic, a mutex or a cell is a step of loom's. Loom runs a model again and again, each time
//! with another order of the steps, and with every value that the C11 memory model lets a load return. It fails a model
//! that panics, stops for ever, leaks, or touches a cell without being ordered after the last write to it.
//!
//! `wire` does the same for what the processes of a pool share. `futures.rs` puts slot and list together the way the
//! core's `cell.rs` does; the other modules are the models. Each says what it saw, and the test names every outcome
//! that must be possible: so a model that has stopped to model anything fails as well. `faults.rs` plants a mistake at
//! a time and expects the model that looks for it to fail.

#[expect(
    dead_code,
    unreachable_pub,
    reason = "the core uses more of it, and is a library"
)]
#[path = "../../../futures-core/src/state.rs"]
mod state;

#[expect(dead_code, reason = "the core uses more of it")]
#[path = "../../../futures-core/src/slot.rs"]
mod slot;

#[expect(dead_code, reason = "the core uses more of it")]
#[path = "../../../futures-core/src/waiters.rs"]
mod waiters;

/// The types under the three files, and the fault that is planted.
mod sync;

/// Loom's values in a model that has failed.
mod calm;
/// Running a model and comparing its outcomes.
mod explore;
/// A future put together from the three files.
mod futures;

/// Complete × register, complete × timeout: everybody who waits is told once, and nobody who has left.
mod complete;
/// Planted faults, each of which a model must find.
mod faults;
/// Start × cancel: the work goes to exactly one party.
mod start;
/// Take × callback, take × share, readers of a shared result: the result is there, and is moved out at most once.
mod take;

/// What a pool's processes share: bells and slots.
mod wire;

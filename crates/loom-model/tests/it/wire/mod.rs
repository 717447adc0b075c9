//! What the processes of a pool share, tried out between threads: memory has the same rules for both.
//!
//! The two files are the shipped ones, compiled over [`sync`], the twin of the pool's `wire/sync.rs`.

#[path = "../../../../pool-process/src/wire/bell.rs"]
mod bell;

#[path = "../../../../pool-process/src/wire/slots.rs"]
mod slots;

/// The types under the two files, and the fault that is planted.
mod sync;

/// Publish × sleep: whoever sleeps is woken, and sees what was published.
mod ringing;
/// Start × take back: a call goes to exactly one party.
mod starting;

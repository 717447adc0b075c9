//! Who goes on next: the ways to choose.

mod choice;
mod fifo;
mod pct;
mod random;
mod replay;

pub use choice::Scheduler;
pub(crate) use choice::{Choose, Place};

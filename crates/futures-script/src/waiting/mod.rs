//! The one place where natives wait.
//!
//! Whatever blocks a script goes through [`wait`], which hands it to `futures_core` (whose waits all say why, and can
//! all be interrupted) and makes sure that stopping the run ends it. A wait without a time limit says what it waits for
//! and how to see whether that is there, which is how [`stuck`](crate::stuck) finds a run that can never go on.

mod awaited;
mod stopper;
mod stoppers;
mod wait;

pub(crate) use awaited::{Awaited, Culprit};
pub(crate) use stopper::{KILLED, Stop, Stopper, Waiter};
pub(crate) use stoppers::Stoppers;
pub(crate) use wait::{wait, wait_at, wait_in_loop, wait_on, wait_outside};

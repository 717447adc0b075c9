//! The child: what a re-executed program does in place of its own main.

mod current;
mod duty;
mod inbox;
mod outbox;
pub(crate) mod panics;

pub use current::current_call;
pub(crate) use duty::run;

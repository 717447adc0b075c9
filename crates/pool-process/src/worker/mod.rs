//! The child: what a re-executed program does in place of its own main.

mod duty;
mod inbox;
mod outbox;
pub(crate) mod panics;

pub(crate) use duty::run;

//! The simulated world: one thread runs at a time, and the clock jumps.

mod affinity;
mod baton;
mod control;
mod host;
mod state;

pub(crate) use control::{Control, run};
pub(crate) use host::is_inside;
pub(crate) use state::Limits;

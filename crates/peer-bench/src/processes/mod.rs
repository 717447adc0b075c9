//! The workloads of process pools, and whom they are run on.

mod floor;
mod ours;
mod pool;
mod rival;
mod rows;

pub(crate) use floor::echo;
pub(crate) use rows::measure;

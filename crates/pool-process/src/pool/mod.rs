//! The parent: the pool, its desk, and its two threads.
//!
//! [`desk`] decides who gets what; [`keeper`] owns the processes; [`reader`] takes their replies and tells users.

mod after;
mod build_error;
mod builder;
mod burial;
mod completions;
mod config;
mod control;
mod core;
mod desk;
mod function;
mod hiring;
mod keeper;
mod launch;
mod link;
mod links;
mod losses;
mod orders;
mod overdue;
mod pace;
mod payload;
mod process_pool;
mod reader;
mod record;
mod rescue;
mod serving;
mod staff;
mod stats;
mod submit;
#[cfg(test)]
mod testing;
mod watch;

pub use build_error::BuildError;
pub use builder::{Builder, MAX_WORKERS};
pub use config::{OnCrash, OnLine, Output};
pub use core::Unfinished;
pub(crate) use payload::MAX_INLINE;
pub use process_pool::{PoolHandle, ProcessPool};
pub use stats::Stats;
pub use submit::SubmitOptions;

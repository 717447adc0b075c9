//! One adapter per measured pool.

mod affinity;
mod by_channel;
mod by_unordered;
mod channel;
mod inline;
mod memory;
mod ours;
mod rayon;
mod rusty;
mod threadpool;
mod tokio;

pub(crate) use affinity::Affinity;
pub(crate) use channel::Channel;
pub(crate) use inline::InlineCore;
pub(crate) use memory::Memory;
pub(crate) use ours::Ours;
pub(crate) use rayon::{Rayon, RayonIterator};
pub(crate) use rusty::Rusty;
pub(crate) use threadpool::Threadpool;
pub(crate) use tokio::Tokio;

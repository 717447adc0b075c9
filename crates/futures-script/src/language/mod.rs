//! What scripts see, one file for each noun. Each has a `define`, which tells the engine about it; [`nouns`] calls them.

mod as_completed;
mod atomic;
mod barrier;
mod cell;
mod collections;
mod definitions;
mod equality;
mod error;
mod event;
mod exit;
mod future;
mod gather;
mod list;
mod lock;
mod log;
mod map;
mod nouns;
mod numbers;
mod pool;
mod print;
mod queue;
mod read_line;
mod scaled;
mod semaphore;
mod show;
mod sort;
mod system;
mod thread;
mod time;
mod to_thread;
mod wait;
mod with;
mod with_map;

pub(crate) use definitions::Definitions;
pub(crate) use nouns::define;

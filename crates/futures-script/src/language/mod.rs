//! What scripts see, one file for each noun. Each has a `define`, which tells the engine about it; [`nouns`] calls them.

mod as_completed;
mod definitions;
mod error;
mod exit;
mod future;
mod gather;
mod map;
mod nouns;
mod pool;
mod print;
mod system;
mod time;
mod wait;
mod with;

pub(crate) use definitions::Definitions;
pub(crate) use nouns::define;

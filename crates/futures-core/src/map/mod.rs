//! Applying a function to many items, with results in the order of the items or of their completion.
//!
//! Both iterators draw from a [`Source`](source::Source), which turns the next items into a task and submits it.

mod job;
mod options;
mod ordered;
mod source;
mod unheard;
mod unordered;

pub use job::{Apply, Chunk, ChunkResults, MapJobs, One, Plain, Trying};
pub use options::MapOptions;
pub use ordered::{Map, map, map_fallible, map_jobs, map_with};
pub use unordered::{
    MapUnordered, map_jobs_unordered, map_unordered, map_unordered_fallible, map_unordered_with,
};

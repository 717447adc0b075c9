//! The behaviours, by topic: each is one function, which the macros of the suite make a test of.

pub mod as_completed;
pub mod deviations;
pub mod drops;
pub mod executor;
pub mod future_callbacks;
pub mod future_states;
pub mod init;
pub mod map;
pub mod map_buffer;
pub mod map_deviations;
pub mod map_drop;
pub mod map_unordered;
pub mod nested;
pub mod reentrant;
pub mod shutdown;
pub mod shutdown_deviations;
pub mod wait;
pub mod workers;

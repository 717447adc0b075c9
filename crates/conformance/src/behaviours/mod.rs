//! The behaviours, by topic: each is one function, which the macros of the suite make a test of.

pub mod future_callbacks;
pub mod future_states;

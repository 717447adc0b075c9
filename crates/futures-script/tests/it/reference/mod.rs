//! The reference: what it says is true.

mod entries;
mod examples;

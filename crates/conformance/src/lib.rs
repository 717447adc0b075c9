//! The behaviours that every pool must show, as one generic suite.

pub mod gate;

pub use gate::{Counter, Gate};

//! The suite checked against itself.

mod complete;

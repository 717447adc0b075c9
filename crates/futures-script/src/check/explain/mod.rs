//! What `futures check --explain` says of each code: data, with examples that a test checks.

mod explanation;
mod names;
mod tasks;
mod texts;
mod values;

pub use explanation::Explanation;

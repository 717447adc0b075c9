//! The reference: what it says is true.

mod command;
mod entries;
mod examples;
mod files;
mod options;

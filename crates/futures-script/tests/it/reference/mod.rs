//! The reference: what it says is true.

mod command;
mod editors;
mod entries;
mod examples;
mod files;
mod options;

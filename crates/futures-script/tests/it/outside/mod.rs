//! The world outside: what is allowed, what is not, and how natives that reach it behave.

mod data;
mod entries;
mod escapes;
mod files;
mod paths;
mod room;
mod stopping;
mod travelling;

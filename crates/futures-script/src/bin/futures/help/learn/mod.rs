//! What `futures help learn` says, and what it says of each of its commands.

mod all;
mod copies;
mod page;
mod trying;
mod writing;

pub(crate) use page::page;

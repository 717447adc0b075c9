//! What `futures help` says: one file for each command.

mod api;
mod check;
mod explore;
mod learn;
mod repl;
mod run;
mod test;
mod topic;

pub(crate) use topic::Topic;

//! What the command line asks for: one file for each command, and what they share.

mod api;
mod check;
mod command;
mod common;
mod explore;
mod filter;
mod learn;
mod repl;
mod run;
mod test;

pub(crate) use api::{Api, Wanted};
pub(crate) use check::{Check, Format, Scripts};
pub(crate) use command::{Command, Mistake, parse};
pub(crate) use explore::Explore;
pub(crate) use filter::Filter;
pub(crate) use learn::{Learn, LearnCommand, ProveCourse};
pub(crate) use repl::{KeepHistory, Repl};
pub(crate) use run::Run;
pub(crate) use test::{Test, Unreferenced};

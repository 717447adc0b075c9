//! Tests of the language and of the command, through what embedding programs and users see.

mod captures;
mod command;
mod deadlocks;
mod embedding;
mod ends;
mod errors;
mod futures;
mod iterators;
mod killing;
mod limits;
mod options;
mod pools;
mod prelude;
mod raw_threads;
mod reports;
mod sharing;
mod stopping;
mod support;
mod with_block;
mod wrong_input;

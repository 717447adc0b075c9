//! `futures test`: scripts against their snapshots.

mod case;
mod child;
mod difference;
mod expected;
mod find;
mod header;
mod junit;
mod lines;
mod log_lines;
mod replacement;
mod report;
mod running;
mod seeds;
mod snapshot;
mod suite;
mod told;
mod verdict;

pub(crate) use expected::Expected;
pub(crate) use suite::test;

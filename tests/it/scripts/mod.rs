//! Every script under `scripts/`, tested as a user tests scripts: by `futures test`, against the snapshots beside them.

/// Finding, or if need be building, the `futures` binary of this very checkout.
mod binary;
/// What of a log is luck, as `futures test` has it.
#[path = "../../../crates/futures-script/src/bin/futures/test/log_lines.rs"]
mod log_lines;
/// Starting a script.
mod running;
/// The scripts in the simulated world.
mod simulated;
/// The scripts against their snapshots.
mod suite;
/// The tables of `scripts/README.md` against the scripts.
mod tables;

pub(crate) use binary::futures;
pub(crate) use log_lines::without_luck;
pub(crate) use running::{AT_ONCE, start_command, utf8};

//! Every script under `scripts/`, run as a user runs it.
//!
//! A script says in its first lines how it is compared: `//! output: ordered` byte by byte, `//! output: unordered`
//! by its sorted lines, also of the log, for scripts whose tasks print as they please, `//! output: explored` not at all
//! but searched for a schedule in which it fails. `//! exit: 3` declares an exit code other
//! than 0, `//! args: a b` gives it arguments. A script without `output` fails the test.

/// Finding, or if need be building, the `futures` binary of this very checkout.
mod binary;
/// What a script declares about itself.
mod header;
/// What of a log is luck, as `futures test` has it.
#[path = "../../../crates/futures-script/src/bin/futures/test/log_lines.rs"]
mod log_lines;
/// Starting a script.
mod running;
/// The scripts in the simulated world.
mod simulated;
/// The scripts against their snapshots.
mod snapshots;
/// The tables of `scripts/README.md` against the scripts.
mod tables;

pub(crate) use binary::futures;
pub(crate) use log_lines::without_luck;
pub(crate) use running::{AT_ONCE, start_command, utf8};

//! Which page of `futures help learn` it is.

use crate::help::learn::all::LEARN;
use crate::help::learn::copies::{INIT, RESET, SOLUTION};
use crate::help::learn::trying::{HINT, LIST, RUN, VERIFY, WATCH};
use crate::help::learn::writing::TEST;

/// The page of one of the commands of `futures learn`; without a name, and for a name that is none, that of all.
pub(crate) fn page(command: Option<&str>) -> &'static str {
    match command {
        Some("init") => INIT,
        Some("list") => LIST,
        Some("run") => RUN,
        Some("hint") => HINT,
        Some("watch") => WATCH,
        Some("reset") => RESET,
        Some("solution") => SOLUTION,
        Some("verify") => VERIFY,
        Some("test") => TEST,
        _ => LEARN,
    }
}

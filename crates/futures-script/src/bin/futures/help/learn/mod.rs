//! What `futures help learn` says, and what it says of each of its commands.

mod all;
mod copies;
mod trying;
mod writing;

use all::LEARN;
use copies::{INIT, RESET, SOLUTION};
use trying::{HINT, LIST, RUN, VERIFY, WATCH};
use writing::TEST;

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

//! Starting a script as a user does, with nothing of the surroundings that could change what it prints.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str;

/// Scripts that run at the same time. They mostly sleep, so this may exceed the number of cores; more of them would
/// delay each other's timers so much that the order of prints is no longer the one that the script asks for.
pub(crate) const AT_ONCE: usize = 4;

/// Starts a command in `folder`, with these words before the script. Messages call the script `path`, so that should be the
/// same on every machine.
pub(crate) fn start_command(
    futures: &Path,
    folder: &Path,
    command: &[&str],
    path: &str,
    args: &[String],
) -> Child {
    Command::new(futures)
        .args(command)
        .arg(path)
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What a script has written.
#[track_caller]
pub(crate) fn utf8(written: &[u8]) -> &str {
    str::from_utf8(written).expect("scripts and messages are UTF-8")
}

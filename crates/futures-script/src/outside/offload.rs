//! How natives block on something outside, so that it can be named and ended.
//!
//! The work is done on the calling thread, which costs less than a microsecond. It waits for descriptors together with its
//! [`Cancel`], or looks at that between two pieces of a file. The one call of the system that nothing can wake, the look-up
//! of a host's name, has a thread of its own in `http/lookup.rs`, which such work waits for.
//!
//! Each counts as a wait for something that can come by itself, so a run in which others wait for such a thread is never
//! called stuck. In a simulated world nobody else goes on meanwhile, and it takes no virtual time.

use std::sync::Arc;

use rhai::{NativeCallContext, Position};

use crate::current;
use crate::error::ScriptResult;
use crate::outside::trouble::Outcome;
use crate::outside::{Cancel, Permissions};
use crate::waiting;

/// Runs `work` on the calling thread, in the real world; `what` is what it waits for, in words such as "the file x.csv".
///
/// `work` must look at its [`Cancel`] at least every few milliseconds, and return something, it does not matter what,
/// when it is cancelled.
///
/// # Errors
/// If the run or the task is to end, one that no script can catch, at `position`.
pub(crate) fn here<T>(
    position: Position,
    what: &str,
    work: impl FnOnce(&Arc<Cancel>) -> T,
) -> ScriptResult<T> {
    waiting::wait_outside(position, what, work)
}

/// Runs `work` on the file or directory that a native was given as `path`, as far as the script is allowed.
///
/// # Errors
/// What `work` fails with, thrown by the native, and as [`here`].
pub(crate) fn on_file<T>(
    context: &NativeCallContext<'_>,
    path: &str,
    work: impl FnOnce(&Permissions, &Cancel) -> Outcome<T>,
) -> ScriptResult<T> {
    let run = current::run()?;
    let what = format!("the file {path}");
    let done = here(context.call_position(), &what, |cancel| {
        work(run.permissions(), cancel)
    });
    done?.map_err(|trouble| trouble.raise(context))
}

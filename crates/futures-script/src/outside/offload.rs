//! The two ways in which natives block on something outside, both of which can be ended.
//!
//! [`here`] is for operations that wait for descriptors and look at their [`Cancel`] meanwhile: they run on the calling
//! thread, which costs less than a microsecond. [`elsewhere`] is for calls that nothing can wake, such as the look-up of
//! a host's name: they run on a helper thread of the run, which costs some ten microseconds, and are left to themselves
//! when the wait is ended.
//!
//! Both count as waits for something that can come by itself, so a run in which others wait for such a thread is never
//! called stuck. In a simulated world nobody else goes on meanwhile, and it takes no virtual time.

use std::sync::Arc;

use futures_core::{Error as TaskError, ErrorKind};
use rhai::{NativeCallContext, Position};

use crate::current;
use crate::error::{Raise, ScriptErrorKind, ScriptResult, fail};
use crate::outside::helpers::{Failed, Helped};
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

/// As [`here`], on a thread of its own: the wait is over at once when it is to end, whatever `work` does.
///
/// `work` should nevertheless stop when its [`Cancel`] says so: its thread is taken until then.
///
/// # Errors
/// As [`here`], and if `work` panics or the system has no thread to give.
pub(crate) fn elsewhere<T: Send + 'static>(
    position: Position,
    what: &str,
    work: impl FnOnce(&Arc<Cancel>) -> T + Send + 'static,
) -> ScriptResult<T> {
    let run = current::run()?;
    let helped = here(position, what, |cancel| run.helpers().help(cancel, work))?;
    match helped {
        Helped::Done(value) => Ok(value),
        Helped::Interrupted => {
            let text = format!("the wait for {what} was interrupted");
            Err(TaskError::new(ErrorKind::Interrupted, text).raise_at(position))
        }
        Helped::Failed(Failed(why)) => Err(fail(ScriptErrorKind::System, why)),
    }
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

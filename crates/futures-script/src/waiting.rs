//! The one place where natives wait.
//!
//! Whatever blocks a script goes through [`wait`], which hands it to `futures_core` (whose waits all say why, and can
//! all be interrupted) and makes sure that stopping the run ends it.

use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::host::{self, Lock, Thread};
use futures_core::{Error as TaskError, ErrorKind};
use rhai::{EvalAltResult, NativeCallContext, Position};

use crate::current;
use crate::error::{Raise, ScriptResult};

/// Why a script did not go on.
pub(crate) const STOPPED: &str = "the script was stopped";

/// Ends all waits of a run, and with them the run. Anybody may call it from anywhere.
#[derive(Debug, Default)]
pub(crate) struct Stopper {
    /// Set under the lock of `waiting`; read without it by everybody, all the time.
    stopped: AtomicBool,
    /// The threads that wait inside [`wait`], once for each wait: a thread that waits for a task may run it, and that
    /// task may wait in turn.
    waiting: Lock<Vec<Thread>>,
}

impl Stopper {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn stop(&self) {
        let waiting = self.waiting.lock();
        self.stopped.store(true, Ordering::Relaxed);
        // Under the lock, so that nobody is interrupted who has just stopped waiting.
        waiting.iter().for_each(Thread::interrupt);
    }

    /// Registers the calling thread for as long as it waits, or `None` if the run has been stopped.
    pub(crate) fn begin(&self) -> Option<Waiting<'_>> {
        let thread = host::current();
        let mut waiting = self.waiting.lock();
        if self.is_stopped() {
            return None;
        }
        waiting.push(thread);
        Some(Waiting(self))
    }
}

/// A wait under way; dropping it ends it.
pub(crate) struct Waiting<'a>(&'a Stopper);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let thread = host::current();
        let mut waiting = self.0.waiting.lock();
        if let Some(mine) = waiting.iter().rposition(|other| *other == thread) {
            waiting.remove(mine);
        }
        let is_outermost = !waiting.contains(&thread);
        let stopped = self.0.is_stopped();
        drop(waiting);
        if stopped && is_outermost {
            // The end of the run still has to wait for workers.
            thread.clear_interrupt();
        }
    }
}

/// Lets a native wait, and throws what the wait fails with at its call.
///
/// # Errors
/// What `wait` fails with; if the run was stopped, an error that no script can catch.
pub(crate) fn wait<T>(
    context: &NativeCallContext<'_>,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    wait_at(context.call_position(), wait)
}

/// As [`wait`], for a native that the engine gives no context.
pub(crate) fn wait_at<T>(
    position: Position,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    let run = current::run()?;
    let stopped = || EvalAltResult::ErrorTerminated(STOPPED.into(), position).into();
    let waiting = run.stopper().begin().ok_or_else(stopped)?;
    let outcome = wait();
    drop(waiting);
    outcome.map_err(|error| match error.kind() {
        ErrorKind::Interrupted if run.stopper().is_stopped() => stopped(),
        _ => error.raise_at(position),
    })
}

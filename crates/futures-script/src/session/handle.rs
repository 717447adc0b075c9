//! Stops what a session does, from another thread.

use std::fmt;
use std::sync::{Arc, Weak};

use super::desk::Desk;
use crate::waiting::Stop;

/// Why an input ends of which nothing more is known.
pub(super) const STOPPED: &str = "the input was stopped";

/// Stops the input that a [`Session`](super::Session) runs; from any thread, as often as one likes.
#[derive(Clone)]
pub struct SessionHandle(Weak<Desk>);

impl SessionHandle {
    pub(super) fn of(desk: &Arc<Desk>) -> Self {
        SessionHandle(Arc::downgrade(desk))
    }

    /// Ends the waits and the loops of the input that runs now. Its script cannot catch it.
    ///
    /// The session goes on: tasks and threads that were begun live, also those that the input waited for, as with
    /// Python's `KeyboardInterrupt`. Only the pool of a `with` block that is left in this way takes nothing more, and what
    /// had not begun there is cancelled. While [`Session::end`](super::Session::end) waits, this ends everything. If
    /// neither is under way, nothing happens.
    pub fn stop(&self) {
        self.stop_because(STOPPED);
    }

    /// As [`stop`](Self::stop); the error's message begins with `why`, for instance "interrupted".
    pub fn stop_because(&self, why: &str) {
        let Some(desk) = self.0.upgrade() else {
            return;
        };
        let stopper = desk.run.stopper();
        if !stopper.stop_input(Stop::interrupted(why)) && desk.is_ending() {
            stopper.stop(Stop::interrupted(why));
        }
    }
}

impl fmt::Debug for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionHandle").finish_non_exhaustive()
    }
}

//! The end of a run: what the script has started ends with it.

use std::sync::Arc;

use futures_core::Shutdown;
use rhai::Position;

use crate::error::ScriptError;
use crate::lanes;
use crate::run::Run;
use crate::started::{Ended, Started, end_awaited};

impl Run {
    /// Ends what the script started: as in Python, everything submitted is run first, unless the script failed.
    pub(crate) fn end(&self, failure: Option<&ScriptError>) {
        let ended = match failure {
            None => Ended::Well,
            Some(_) => Ended::Badly,
        };
        // Tasks that still run may start more.
        loop {
            let started = self.started();
            if started.is_empty() {
                // The run of a worker goes on, and the next call may want one.
                let pool = self.take_default_pool();
                drop(pool);
                return;
            }
            if ended == Ended::Badly {
                for thing in &started {
                    // Does not wait, so it cannot be interrupted.
                    let _ = thing.end(Shutdown::CancelPendingNoWait);
                }
            }
            let under_way = failure.map(|error| self.begin_ending(started.clone(), error.clone()));
            for thing in &started {
                self.wait_for(thing, ended.shutdown());
            }
            drop(under_way);
            let over: Vec<&Arc<dyn Started>> =
                started.iter().filter(|thing| !thing.is_alive()).collect();
            let is_over =
                |thing: &Arc<dyn Started>| over.iter().any(|over| Arc::ptr_eq(over, thing));
            // What goes from the list is still held above, so that no destructor runs under the lock.
            self.forget_started(is_over);
        }
    }

    fn wait_for(&self, thing: &Arc<dyn Started>, mode: Shutdown) {
        let ended = self
            .stopper()
            .begin(Position::NONE, Some(Arc::new(end_awaited(thing))))
            .is_ok_and(|_waiting| {
                let _told = lanes::wait(self, "the end of what it has started");
                thing.end(mode).is_ok()
            });
        if !ended {
            // The run was stopped, which what still runs has noticed or soon will. This wait is nobody's to interrupt.
            let _ = thing.end(Shutdown::CancelPending);
        }
    }
}

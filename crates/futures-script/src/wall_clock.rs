//! The time limit of a simulated run, whose own clock says nothing of how long it takes.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, JoinHandle, Spawn};

use crate::budget;
use crate::monitor::Monitor;
use crate::waiting::Stopper;

/// Stops a run after a time by the clock on the wall; until it is dropped. Belongs to the real world.
pub(crate) struct WallClock {
    is_over: Arc<Monitor<bool>>,
    /// `None` once it has been joined, or if the system had no thread to give.
    thread: Option<JoinHandle>,
}

impl WallClock {
    /// If there is no thread for it, the run goes on without a limit; whoever starts runs will notice that soon enough.
    pub(crate) fn start(limit: Duration, stopper: Arc<Stopper>) -> Self {
        let is_over = Arc::new(Monitor::new(false));
        let seen = is_over.clone();
        let watch = move || {
            let deadline = host::deadline_in(limit);
            let is_over = seen.wait("the end of a run", deadline, |over| over.then_some(()));
            if let Ok(None) = is_over {
                stopper.stop(budget::timed_out(limit));
            }
        };
        let spec = Spawn {
            name: "time limit".to_owned(),
            stack_size: None,
        };
        WallClock {
            is_over,
            thread: host::spawn(spec, watch).ok(),
        }
    }
}

impl Drop for WallClock {
    fn drop(&mut self) {
        self.is_over.change(|over| *over = true);
        if let Some(thread) = self.thread.take() {
            // Only an interruption leaves it behind, and then it ends by itself.
            let _ = thread.join();
        }
    }
}

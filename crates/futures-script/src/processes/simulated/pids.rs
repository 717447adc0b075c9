//! The numbers of simulated processes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_core::host;

use crate::remote::Process;

/// The number of the first process of a world. Real ones have others in each run.
const FIRST: u32 = 1001;

/// Numbers the processes of a world, whichever pool they belong to.
pub(super) struct Pids(AtomicU32);

impl Pids {
    /// Those of the world of the calling thread.
    pub(super) fn of_this_world() -> Arc<Self> {
        host::with_locals(|locals| {
            let known = locals.get::<Pids>();
            known.unwrap_or_else(|| locals.get_or_put(Pids(AtomicU32::new(FIRST))))
        })
    }

    /// A process that is yet to be started, with a number that no other has.
    pub(super) fn new_process(&self) -> Process {
        Process::new(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

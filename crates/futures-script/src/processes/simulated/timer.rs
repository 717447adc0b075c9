//! The timer: the thread that ends calls which run for longer than they may.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, WaitReason, Wake};

use crate::processes::simulated::office::Office;
use crate::remote::{End, Process};

/// Watches the calls of a pool until that is over.
pub(super) fn watch(office: &Arc<Office>) {
    let me = host::current();
    loop {
        let now = host::now();
        let mut overdue: Vec<Arc<Process>> = Vec::new();
        let mut next: Option<Duration> = None;
        {
            let mut desk = office.desk.lock();
            if desk.is_over {
                return;
            }
            for worker in desk.staff.values() {
                let limit = worker.running.as_ref().and_then(|running| running.limit);
                let Some((at, limit)) = limit else { continue };
                if at > now {
                    next = next.into_iter().chain([at]).min();
                } else if worker.process.set_end(End::TimedOut(limit)) {
                    overdue.push(worker.process.clone());
                }
            }
            desk.timer.asleep = Some(me.clone());
        }
        for process in overdue {
            process.stop();
        }
        if host::park(next, &WaitReason::Idle) == Wake::Interrupted {
            me.clear_interrupt();
        }
    }
}

//! What the future of a call can do about the call.

use std::sync::Weak;

use futures_core::{Control, Event, TaskId};

use crate::processes::simulated::losses::Kill;
use crate::processes::simulated::office::Office;

/// Authority over one call. Does not keep the pool alive: futures may outlive it.
pub(super) struct CallControl {
    pub(super) office: Weak<Office>,
    /// The number of the call.
    pub(super) number: u64,
}

impl Control for CallControl {
    fn try_cancel(&self) -> bool {
        // A pool that is gone has ended every call.
        let office = self.office.upgrade();
        office.is_some_and(|office| office.desk.lock().cancel(self.number))
    }

    fn is_running(&self) -> bool {
        let office = self.office.upgrade();
        office.is_some_and(|office| office.desk.lock().is_running(self.number))
    }

    fn kill(&self) -> bool {
        let Some(office) = self.office.upgrade() else {
            return false;
        };
        let kill = office.desk.lock().kill(self.number);
        match kill {
            Kill::Nothing => false,
            Kill::Done(after) => {
                office.act(after);
                true
            }
        }
    }

    fn cancelled(&self, task: TaskId) {
        if let Some(office) = self.office.upgrade() {
            let work = office.desk.lock().forget(self.number);
            // The promise has nothing left to promise; dropping it breaks the circle from the future to itself.
            if let Some(work) = work {
                work.forget();
            }
            office.config.tell(|| Event::Cancelled { task });
        }
    }
}

//! What the future of a call can do about the call, wherever that is.

use std::sync::{Arc, Weak};

use futures_core::{Control, Error, Event, TaskId};

use crate::pool::after::After;
use crate::pool::core::Core;
use crate::pool::losses::Kill;
use crate::pool::record::{Place, Record};
use crate::wire::slots::Phase;

/// Authority over one call. Does not keep the pool alive: futures may outlive it.
pub(crate) struct CallControl {
    pub(crate) record: Arc<Record>,
    pub(crate) core: Weak<Core>,
}

impl Control for CallControl {
    fn try_cancel(&self) -> bool {
        match self.core.upgrade() {
            Some(core) => {
                let mut after = After::default();
                let mut desk = core.desk.lock();
                let is_cancelled = desk.cancel(&core.config, &self.record, &mut after);
                drop(desk);
                core.act(after);
                is_cancelled
            }
            // A pool that is gone has ended every call.
            None => false,
        }
    }

    fn is_running(&self) -> bool {
        match self.record.place() {
            Place::Queued => self.record.is_assigned(),
            Place::Assigned | Place::Over => true,
            Place::Cancelled => false,
            Place::Sent(link, slot) => {
                let phase = link
                    .page
                    .slot(usize::from(slot))
                    .phase(self.record.id.number());
                self.record.is_assigned() || matches!(phase, Some(Phase::Running | Phase::Done))
            }
        }
    }

    fn kill(&self) -> bool {
        let Some(core) = self.core.upgrade() else {
            return false;
        };
        let kill = core.desk.lock().kill(&core.config, &self.record);
        match kill {
            Kill::Nothing => false,
            Kill::Condemned(after) => {
                core.act(after);
                true
            }
            Kill::TooLate(after) => {
                core.act(after);
                false
            }
            Kill::Now(error, after) => {
                core.act(after);
                core.end(vec![(self.record.clone(), error)]);
                true
            }
        }
    }

    fn cancelled(&self, task: TaskId) {
        // The promise has nothing left to promise; dropping it breaks the circle from the future to itself.
        drop(self.record.take_settle());
        if let Some(core) = self.core.upgrade() {
            core.config.tell(|| Event::Cancelled { task });
        }
    }

    fn unretrieved(&self, task: TaskId, label: Option<&str>, error: &Error) {
        if let Some(core) = self.core.upgrade()
            && let Some(callback) = &core.config.on_unretrieved
        {
            callback(task, label, error);
        }
    }
}

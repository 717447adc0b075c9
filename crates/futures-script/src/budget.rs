//! How long a run may take and how much it may do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_core::host;

use crate::error::ScriptErrorKind;
use crate::waiting::{Stop, Stopper};

/// What an interpreter allows each of its runs; `None` is no limit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) time: Option<Duration>,
    /// Of all threads together.
    pub(crate) operations: Option<u64>,
}

/// What one run may use, and has used.
#[derive(Debug)]
pub(crate) struct Budget {
    limits: Limits,
    /// `None` also if the limit is beyond what a clock can say.
    deadline: Option<Duration>,
    /// Counted only if there is a limit.
    n_operations: AtomicU64,
}

/// What ends a run that has taken as long as it may.
pub(crate) fn timed_out(limit: Duration) -> Stop {
    Stop {
        kind: ScriptErrorKind::TimedOut,
        why: format!("timed out after {} s", limit.as_secs_f64()),
    }
}

impl Budget {
    /// The budget of a run that began then.
    pub(crate) fn new(began: Duration, limits: &Limits) -> Self {
        Budget {
            limits: limits.clone(),
            deadline: limits.time.and_then(|time| began.checked_add(time)),
            n_operations: AtomicU64::new(0),
        }
    }

    /// When the run has to be over.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.deadline
    }

    /// Stops the run if its time is up.
    pub(crate) fn end_if_late(&self, stopper: &Stopper) {
        if let (Some(deadline), Some(limit)) = (self.deadline, self.limits.time)
            && host::now() >= deadline
        {
            stopper.stop(timed_out(limit));
        }
    }

    /// How many operations it may do.
    pub(crate) fn max_operations(&self) -> Option<u64> {
        self.limits.operations
    }

    pub(crate) fn counts_operations(&self) -> bool {
        self.limits.operations.is_some()
    }

    /// Counts an operation if there is a limit, and stops the run beyond it.
    pub(crate) fn count_operation(&self, stopper: &Stopper) {
        let Some(most) = self.limits.operations else {
            return;
        };
        if self.n_operations.fetch_add(1, Ordering::Relaxed) >= most {
            stopper.stop(Stop {
                kind: ScriptErrorKind::Limit,
                why: format!("stopped after {most} operations (the limit)"),
            });
        }
    }
}

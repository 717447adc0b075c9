//! A call and its future, whatever the type of that.

use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{Error as TaskError, Promise, Status, panics};

use crate::processes::simulated::job::Repeatable;

/// A job and who was promised its result.
pub(super) trait Work: Send + Sync {
    /// Says that it has begun.
    fn set_running(&self);

    /// Does it on this thread, a worker's. True: it has a value.
    fn perform(&self) -> bool;

    /// Ends its future: as it was performed last, or with this error. Says how. Runs callbacks.
    fn settle(&self, lost: Option<TaskError>) -> Status;

    /// Cancels its future. Runs callbacks.
    fn cancel(&self);

    /// Lets go of the promise of a future that is cancelled, or that nobody was given.
    fn forget(&self);
}

/// A job of a type, and the promise of its result.
pub(super) struct Promised<J: Repeatable> {
    pub(super) job: Arc<J>,
    pub(super) promise: Lock<Option<Promise<J::Output>>>,
    outcome: Lock<Option<Result<J::Output, TaskError>>>,
}

impl<J: Repeatable> Promised<J> {
    pub(super) fn new(job: Arc<J>, promise: Promise<J::Output>) -> Self {
        Promised {
            job,
            promise: Lock::new(Some(promise)),
            outcome: Lock::default(),
        }
    }
}

impl<J: Repeatable> Work for Promised<J> {
    fn set_running(&self) {
        let promise = self.promise.lock().take();
        if let Some(promise) = &promise {
            promise.set_running();
        }
        *self.promise.lock() = promise;
    }

    fn perform(&self) -> bool {
        let outcome = panics::catch(|| self.job.perform())
            .unwrap_or_else(|panic| Err(TaskError::panicked(panic)));
        let has_value = outcome.is_ok();
        let before = self.outcome.lock().replace(outcome);
        drop(before);
        has_value
    }

    fn settle(&self, lost: Option<TaskError>) -> Status {
        let promise = self.promise.lock().take();
        let outcome = self.outcome.lock().take();
        let Some(promise) = promise else {
            return Status::Cancelled;
        };
        // Refused only if it has been cancelled.
        let settled = match (lost, outcome) {
            (None, Some(Ok(value))) => promise
                .set_result(value)
                .map(|()| Status::Finished)
                .map_err(drop),
            (Some(error), _) | (None, Some(Err(error))) => promise
                .set_error(error)
                .map(|()| Status::Failed)
                .map_err(drop),
            // Dropping the promise says so.
            (None, None) => Ok(Status::Failed),
        };
        settled.unwrap_or(Status::Cancelled)
    }

    fn cancel(&self) {
        let promise = self.promise.lock().take();
        if let Some(promise) = promise {
            promise.cancel();
        }
    }

    fn forget(&self) {
        let promise = self.promise.lock().take();
        drop(promise);
    }
}

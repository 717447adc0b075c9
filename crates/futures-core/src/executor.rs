//! What every pool can do, whatever its jobs are and wherever they run.

use std::fmt;

use crate::{Error, Future, Job};

/// Something that runs jobs and hands out futures: Python's `Executor`.
///
/// [`wait`](crate::wait), [`as_completed`](crate::as_completed), [`map_with`](crate::map_with) and the conformance suite
/// need no more than this. The job type is a parameter, since closures can only run in this process while calls by name
/// can run anywhere.
pub trait Executor<J: Job> {
    /// Schedules `job` and returns its future.
    ///
    /// # Errors
    /// The executor is shut down, broken or full; the job is handed back inside.
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>>;

    /// Takes no more jobs. What happens to those it has, and whether the call waits, is `mode`'s to say.
    ///
    /// May be called again: a later call can make the shutdown stricter, never laxer.
    fn shutdown(&self, mode: Shutdown);
}

impl<J: Job, E: Executor<J> + ?Sized> Executor<J> for &E {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        E::submit(self, job)
    }

    fn shutdown(&self, mode: Shutdown) {
        E::shutdown(self, mode);
    }
}

/// What to do with pending tasks at shutdown, and whether to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shutdown {
    /// Runs everything that was submitted and waits for it. Python's default.
    #[default]
    Drain,
    /// As `Drain`, without waiting. In Python: `shutdown(wait=False)`.
    DrainNoWait,
    /// Cancels what is pending and waits for what runs. In Python: `shutdown(cancel_futures=True)`.
    CancelPending,
    /// As `CancelPending`, without waiting.
    CancelPendingNoWait,
}

impl Shutdown {
    /// Does the call return only when the workers are gone?
    pub const fn waits(self) -> bool {
        matches!(self, Shutdown::Drain | Shutdown::CancelPending)
    }

    /// Are pending tasks cancelled?
    pub const fn cancels(self) -> bool {
        matches!(
            self,
            Shutdown::CancelPending | Shutdown::CancelPendingNoWait
        )
    }
}

/// A job that an executor would not take, handed back with the reason.
pub struct Rejected<J> {
    error: Error,
    job: J,
}

impl<J> Rejected<J> {
    /// A refusal of `job`.
    pub fn new(error: Error, job: J) -> Self {
        Rejected { error, job }
    }

    /// Why: shut down, broken or full.
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// The job.
    pub fn into_job(self) -> J {
        self.job
    }

    /// The reason and the job.
    pub fn into_parts(self) -> (Error, J) {
        (self.error, self.job)
    }
}

impl<J> From<Rejected<J>> for Error {
    fn from(rejected: Rejected<J>) -> Error {
        rejected.error
    }
}

impl<J> fmt::Display for Rejected<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<J> fmt::Debug for Rejected<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl<J> std::error::Error for Rejected<J> {}

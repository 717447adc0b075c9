//! The smallest executor: it runs each job at once, on the thread that submits it.

use crate::{Executor, Future, Job, Rejected, Shutdown, Task};

/// Runs a job inside `submit`, so that its future is done when `submit` returns.
///
/// Useful in tests, and as the model of an executor: make the task, run its half somewhere, return the other.
///
/// ```
/// use futures_core::{Executor, Inline};
///
/// assert!(Inline.submit(|| 1).unwrap().done());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Inline;

impl<J: Job> Executor<J> for Inline {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        let (task, future) = Task::builder(job).build().split();
        task.run();
        Ok(future)
    }

    fn shutdown(&self, _: Shutdown) {}
}

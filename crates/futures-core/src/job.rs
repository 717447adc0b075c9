//! What an executor can be given to do.

use std::error::Error as StdError;

use crate::Error;

/// A piece of work that is done once and has an output.
///
/// Closures are jobs: what they return is success, whatever it is. [`Fallible`] wraps a closure whose `Err` is to count
/// as the failure of the task. A process pool has jobs of another kind, calls of functions by name.
pub trait Job: Send + 'static {
    /// What the future of this job yields.
    type Output: Send + 'static;

    /// Does the work.
    ///
    /// # Errors
    /// The reason why the task counts as failed.
    fn run(self) -> Result<Self::Output, Error>;
}

impl<F, T> Job for F
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    type Output = T;

    fn run(self) -> Result<T, Error> {
        Ok(self())
    }
}

/// A closure whose `Err` makes the task a failed one, as an exception does in Python.
///
/// ```
/// use futures_core::{Executor, Fallible, Inline};
///
/// let future = Inline.submit(Fallible(|| "seven".parse::<i32>())).unwrap();
/// let error = future.result().unwrap_err();
/// assert!(error.is_failed());
/// assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fallible<F>(pub F);

impl<F, T, E> Job for Fallible<F>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Output = T;

    fn run(self) -> Result<T, Error> {
        (self.0)().map_err(failure)
    }
}

/// The error of a task that failed with `error`. One of ours, passed on from another future, stays what it is.
pub(crate) fn failure(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    match error.into().downcast::<Error>() {
        Ok(ours) => *ours,
        Err(other) => Error::failed(other),
    }
}

//! The future that many can read, each as often as they like: Python's.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use crate::cell::{AnyCell, Readable};
use crate::future::{cancel, cancel_running, describe, state_of, wait_for_one};
use crate::observer::Watcher;
use crate::reader::reader_methods;
use crate::{Error, State, Status, TaskId};

/// A future that can be cloned; every clone sees the same result, which stays where it is and is lent.
///
/// Clones are equal to each other and different from all others, as in Python, where futures compare by identity.
///
/// ```
/// use futures_core::{Executor, Inline};
///
/// let future = Inline.submit(|| String::from("read me twice")).unwrap().shared();
/// let other = future.clone();
/// assert_eq!(future.result().unwrap(), other.result().unwrap());
/// ```
#[must_use = "a future that nobody looks at hides the failure of its task"]
pub struct SharedFuture<T> {
    cell: Arc<dyn Readable<T>>,
}

impl<T: Send + Sync + 'static> SharedFuture<T> {
    pub(crate) fn new(cell: Arc<dyn Readable<T>>) -> Self {
        SharedFuture { cell }
    }

    reader_methods!();

    /// Waits for the end and lends the result, as often as it is asked for.
    ///
    /// # Errors
    /// Why the task has no value (always the same failure), or why the wait ended early.
    pub fn result(&self) -> Result<&T, Error> {
        self.wait()?;
        self.outcome()
    }

    /// Waits, but not longer than `timeout`, and lends the result. Zero only looks.
    ///
    /// # Errors
    /// As [`result`](SharedFuture::result), or timed out.
    pub fn result_timeout(&self, timeout: Duration) -> Result<&T, Error> {
        self.wait_timeout(timeout)?;
        self.outcome()
    }

    /// Waits for the end and returns the error that the task ended with, or `None` if it ended with a value.
    ///
    /// # Errors
    /// Cancelled (as in Python, where a cancelled future has no exception to return), or why the wait ended early.
    pub fn exception(&self) -> Result<Option<Error>, Error> {
        self.wait().and_then(|status| self.exception_of(status))
    }

    /// As [`exception`](SharedFuture::exception), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// As [`exception`](SharedFuture::exception), or timed out.
    pub fn exception_timeout(&self, timeout: Duration) -> Result<Option<Error>, Error> {
        self.wait_timeout(timeout)
            .and_then(|status| self.exception_of(status))
    }

    /// What the task has failed with, for who only looks on: it counts as nobody having asked. `None` also of a task that
    /// has not ended.
    pub fn peek_exception(&self) -> Option<Error> {
        match self.cell.get() {
            Some(Err(error)) => Some(error.clone()),
            _ => None,
        }
    }

    fn exception_of(&self, status: Status) -> Result<Option<Error>, Error> {
        match (status, self.outcome()) {
            (Status::Cancelled, Err(error)) => Err(error),
            (_, Err(error)) => Ok(Some(error)),
            (_, Ok(_)) => Ok(None),
        }
    }

    /// The result of a future that has ended.
    pub(crate) fn outcome(&self) -> Result<&T, Error> {
        match self.cell.get() {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => {
                self.cell.note_retrieved();
                Err(error.clone())
            }
            None => Err(Error::cancelled()),
        }
    }

    /// Calls `callback` with this future when the task has ended: on the thread that ended it, or here and now if it
    /// has. As [`Future::on_done`](crate::Future::on_done).
    pub fn add_done_callback(&self, callback: impl FnOnce(&SharedFuture<T>) + Send + 'static) {
        let this = self.clone();
        self.cell()
            .watch_or_tell(Watcher::Callback(Box::new(Box::new(move |_, _| {
                callback(&this)
            }))));
    }
}

impl<T> Clone for SharedFuture<T> {
    fn clone(&self) -> Self {
        SharedFuture {
            cell: self.cell.clone(),
        }
    }
}

impl<T> PartialEq for SharedFuture<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Arc::as_ptr(&self.cell), Arc::as_ptr(&other.cell))
    }
}

impl<T> Eq for SharedFuture<T> {}

impl<T> Hash for SharedFuture<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.cell).cast::<()>().hash(state);
    }
}

impl<T> fmt::Debug for SharedFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "Future", &*self.cell)
    }
}

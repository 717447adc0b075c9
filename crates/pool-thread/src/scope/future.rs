//! The future of a task that borrows.

use std::fmt;
use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{Error, SharedFuture, State};

/// Where a scoped task's result is put and taken from.
type Shared<T> = Arc<Lock<Option<Result<T, Error>>>>;

/// The writing end of a scoped task's result.
pub(super) struct Slot<T>(Shared<T>);

impl<T> Slot<T> {
    pub(super) fn put(self, result: Result<T, Error>) {
        *self.0.lock() = Some(result);
    }
}

/// Both ends of a scoped task's result.
pub(super) fn result_slot<T>() -> (Shared<T>, Slot<T>) {
    let shared = Arc::new(Lock::new(None));
    (shared.clone(), Slot(shared))
}

/// A [`Future`](futures_core::Future) that cannot leave the scope of its task.
#[must_use = "a future that nobody looks at hides the failure of its task"]
pub struct ScopedFuture<'scope, T> {
    future: SharedFuture<()>,
    result: Shared<T>,
    scope: std::marker::PhantomData<&'scope ()>,
}

impl<T: Send> ScopedFuture<'_, T> {
    pub(super) fn new(future: SharedFuture<()>, result: Shared<T>) -> Self {
        ScopedFuture {
            future,
            result,
            scope: std::marker::PhantomData,
        }
    }

    /// Waits for the end and moves the result out, as [`Future::result`](futures_core::Future::result) does.
    ///
    /// # Errors
    /// Why the task has no value, or why the wait ended early.
    pub fn result(self) -> Result<T, Error> {
        self.future.wait()?;
        let result = self.result.lock().take();
        match result {
            Some(result) => result,
            // Cancelled, or never run: the future says which.
            None => Err(self.future.result().err().unwrap_or_else(|| {
                Error::new(
                    futures_core::ErrorKind::Abandoned,
                    "the task ended without a result",
                )
            })),
        }
    }

    /// As [`Future::cancel`](futures_core::Future::cancel).
    pub fn cancel(&self) -> bool {
        self.future.cancel()
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.future.state()
    }

    /// Has it ended, in whatever way?
    pub fn done(&self) -> bool {
        self.future.done()
    }
}

impl<T> fmt::Debug for ScopedFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.future.fmt(f)
    }
}

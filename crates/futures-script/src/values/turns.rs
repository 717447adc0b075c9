//! Something that is used by one thread at a time, for as long as it takes.

use std::sync::Arc;

use futures_core::host::Lock;

use crate::error::{ScriptErrorKind, ScriptResult, fail};

/// A handle to a value that waits while it is used, such as an iterator over results, and so cannot be behind a lock.
///
/// It is taken out for each use; who comes in between is refused. In Python too a generator that is running cannot be
/// asked again.
pub(crate) struct Turns<T>(Arc<Lock<Option<T>>>);

impl<T> Clone for Turns<T> {
    fn clone(&self) -> Self {
        Turns(self.0.clone())
    }
}

impl<T> Turns<T> {
    pub(crate) fn new(value: T) -> Self {
        Turns(Arc::new(Lock::new(Some(value))))
    }

    /// Uses the value.
    ///
    /// # Errors
    /// If another thread does so at this moment; `what` names the value.
    pub(crate) fn take<R>(&self, what: &str, using: impl FnOnce(&mut T) -> R) -> ScriptResult<R> {
        let taken = self.0.lock().take();
        let Some(mut value) = taken else {
            let text = format!("{what} is in use by another thread");
            return Err(fail(ScriptErrorKind::Value, text));
        };
        let result = using(&mut value);
        *self.0.lock() = Some(value);
        Ok(result)
    }
}

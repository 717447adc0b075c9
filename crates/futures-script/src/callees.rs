//! A script function that many threads call at once, as `map` does.

use futures_core::host::Lock;
use rhai::Dynamic;

use crate::call::{Arguments, Callee};
use crate::error::ScriptError;

/// Lends each caller a copy of the function with captures of its own, and keeps the copies for the next callers: there
/// are as many as calls were ever under way at once, not one per call. A function without captures all call as it is.
pub(crate) struct Callees {
    original: Callee,
    free: Lock<Vec<Callee>>,
}

impl Callees {
    pub(crate) fn new(original: Callee) -> Self {
        Callees {
            original,
            free: Lock::default(),
        }
    }

    /// Calls the function on this thread.
    ///
    /// # Errors
    /// What it throws.
    pub(crate) fn call(&self, arguments: Arguments) -> Result<Dynamic, ScriptError> {
        if !self.original.has_captures() {
            return self.original.call(arguments);
        }
        let free = self.free.lock().pop();
        let callee = match free {
            Some(callee) => callee,
            None => self.original.duplicate()?,
        };
        let outcome = callee.call(arguments);
        self.free.lock().push(callee);
        outcome
    }
}

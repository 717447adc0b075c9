//! Loom's values in a model that has failed.

use std::mem;
use std::ops::Deref;

/// A value of loom's that is forgotten, not dropped, once the model has failed.
///
/// Dropping one is a step of the model. After a failure there are no more steps, and taking one during the unwinding is
/// a second panic, which would end the process in place of the test.
#[derive(Clone, Debug)]
pub(crate) struct Calm<T>(Option<T>);

impl<T> Calm<T> {
    pub(crate) fn new(value: T) -> Self {
        Calm(Some(value))
    }
}

impl<T> Deref for Calm<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect("there until it is dropped")
    }
}

impl<T> Drop for Calm<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            mem::forget(self.0.take());
        }
    }
}

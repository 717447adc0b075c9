//! The synchronisation types that the state, slot and waiter files are written over.
//!
//! The model checker compiles those three files against its own twin of this module, in which every access is a step
//! that it may interleave and a fault can be planted. What is imported here must therefore exist there too.

pub(crate) use std::sync::atomic::{AtomicU32, Ordering};
pub(crate) use std::sync::{Mutex, MutexGuard};

/// A cell whose contents are reached through raw pointers only, so that a model can watch each access.
#[derive(Debug)]
pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(std::cell::UnsafeCell::new(value))
    }

    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        f(self.0.get())
    }

    #[inline]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}

/// The mistakes that the model can plant to show that it would see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The word says "finished" before the value is written.
    PublishBeforeValue,
    /// The store that publishes the result does not release it.
    RelaxedDone,
    /// A waiter is put on the list without a second look at the state.
    LostWaiter,
}

/// Is this fault planted? Never in the shipped build, where the branch disappears.
#[inline]
pub(crate) const fn planted(_: Fault) -> bool {
    false
}

//! Mutexes for short critical sections, which know that no host call may happen while they are held.

use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, TryLockError};

use crossbeam_utils::Backoff;

use crate::host::yield_point;

thread_local! {
    /// How many locks this thread holds; counted in debug builds only.
    static HELD: Cell<u32> = const { Cell::new(0) };
}

/// Panics in a debug build if this thread holds a [`Lock`]: a host call under a lock would stop a simulated world.
#[inline]
pub(super) fn assert_none_held(call: &str) {
    if cfg!(debug_assertions) {
        HELD.with(|held| assert_eq!(held.get(), 0, "host::{call} was called with a lock held"));
    }
}

/// A mutual-exclusion lock for sections of a few instructions.
///
/// Unlike `std::sync::Mutex` it is not poisoned by a panic (nothing of a user runs under it), taking it is a
/// [yield point](crate::host::yield_point), and blocking through the host while it is held is an error that debug
/// builds assert.
#[derive(Default)]
pub struct Lock<T> {
    inner: Mutex<T>,
}

impl<T> Lock<T> {
    /// A free lock around `value`.
    pub const fn new(value: T) -> Self {
        Self {
            inner: Mutex::new(value),
        }
    }

    /// Takes the lock.
    #[inline]
    pub fn lock(&self) -> Guard<'_, T> {
        yield_point("lock");
        self.take()
    }

    #[inline]
    fn take(&self) -> Guard<'_, T> {
        let guard = match self.inner.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => self.lock_contended(),
        };
        if cfg!(debug_assertions) {
            HELD.with(|held| held.set(held.get() + 1));
        }
        Guard { guard }
    }

    /// Polls for a few microseconds, and lets others run, before it sleeps.
    ///
    /// A section takes some 20 ns, a sleep and its wake-up a thousand times as long, and once one thread sleeps the
    /// holder has to make a system call as well. Only a holder that was preempted makes the wait worth sleeping.
    #[cold]
    fn lock_contended(&self) -> MutexGuard<'_, T> {
        let backoff = Backoff::new();
        while !backoff.is_completed() {
            backoff.snooze();
            match self.inner.try_lock() {
                Ok(guard) => return guard,
                Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.inner
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The value, without locking, since nobody else can have it.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner
            .get_mut()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}

/// A [`Lock`] that may be taken while others are held.
///
/// To take it is no yield point, so a world that schedules its threads itself cannot try other orders of what happens
/// under it. Therefore it is only for pools that need a world whose threads [run by themselves](crate::host::may_block).
/// Whoever has several says in which order they are taken.
#[derive(Default)]
pub struct NestedLock<T>(Lock<T>);

impl<T> NestedLock<T> {
    /// A free lock around `value`.
    pub const fn new(value: T) -> Self {
        NestedLock(Lock::new(value))
    }

    /// Takes the lock.
    #[inline]
    pub fn lock(&self) -> Guard<'_, T> {
        self.0.take()
    }
}

impl<T> fmt::Debug for NestedLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NestedLock").finish_non_exhaustive()
    }
}

/// Access to what a [`Lock`] or a [`NestedLock`] protects; dropping it frees the lock.
#[must_use = "dropping the guard frees the lock"]
pub struct Guard<'a, T> {
    guard: MutexGuard<'a, T>,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        if cfg!(debug_assertions) {
            HELD.with(|held| held.set(held.get() - 1));
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Guard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.guard.fmt(f)
    }
}

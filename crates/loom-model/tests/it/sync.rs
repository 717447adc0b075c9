//! The twin of the core's `sync.rs`: the same names over loom's types, and faults that really can be planted.

use std::cell::Cell;

use loom::sync::atomic::AtomicU32 as LoomAtomicU32;

pub(crate) use loom::sync::atomic::Ordering;
pub(crate) use loom::sync::{Mutex, MutexGuard};

/// Loom's atomic, with every order of the accesses of different threads tried.
///
/// Loom tries to move an access only before the *last* one that it conflicts with. After a load by one thread, a load and
/// an exchange by another thread hide from it that the exchange may come before the first load. So each access here first
/// takes a turn: a step that conflicts with all others, but orders nothing, since it is relaxed.
#[derive(Debug)]
pub(crate) struct AtomicU32 {
    turn: LoomAtomicU32,
    value: LoomAtomicU32,
}

impl AtomicU32 {
    pub(crate) fn new(value: u32) -> Self {
        AtomicU32 {
            turn: LoomAtomicU32::new(0),
            value: LoomAtomicU32::new(value),
        }
    }

    fn take_turn(&self) -> &LoomAtomicU32 {
        self.turn.fetch_add(1, Ordering::Relaxed);
        &self.value
    }

    pub(crate) fn load(&self, order: Ordering) -> u32 {
        self.take_turn().load(order)
    }

    pub(crate) fn store(&self, value: u32, order: Ordering) {
        self.take_turn().store(value, order);
    }

    pub(crate) fn fetch_or(&self, bits: u32, order: Ordering) -> u32 {
        self.take_turn().fetch_or(bits, order)
    }

    pub(crate) fn fetch_xor(&self, bits: u32, order: Ordering) -> u32 {
        self.take_turn().fetch_xor(bits, order)
    }

    pub(crate) fn compare_exchange_weak(
        &self,
        current: u32,
        new: u32,
        success: Ordering,
        failure: Ordering,
    ) -> Result<u32, u32> {
        self.take_turn()
            .compare_exchange_weak(current, new, success, failure)
    }
}

/// Loom's cell, which fails the model if two accesses that are not ordered conflict.
///
/// A reference that leaves `with` is out of loom's sight. The core lends one, to the result of a shared future; loom then
/// still sees every write that is not ordered after the moment of lending, and a shared result is never written again.
#[derive(Debug)]
pub(crate) struct UnsafeCell<T>(loom::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::cell::UnsafeCell::new(value))
    }

    pub(crate) fn with<R>(&self, f: impl FnOnce(*const T) -> R) -> R {
        self.0.with(f)
    }

    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        self.0.with_mut(f)
    }
}

/// The mistakes of the core's `sync.rs`, by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    PublishBeforeValue,
    RelaxedDone,
    LostWaiter,
}

thread_local! {
    /// Loom runs all threads of a model as coroutines on the thread of their test, so this belongs to the test.
    static PLANTED: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// Plants `fault` for the rest of the test.
pub(crate) fn plant(fault: Fault) {
    PLANTED.set(Some(fault));
}

pub(crate) fn planted(fault: Fault) -> bool {
    PLANTED.get() == Some(fault)
}

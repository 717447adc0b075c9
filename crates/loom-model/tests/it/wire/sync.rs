//! The twin of the pool's `wire/sync.rs`: the same names over loom's types, and faults that really can be planted.

use std::cell::Cell;

pub(crate) use loom::sync::atomic::{AtomicU64, Ordering, fence};

/// The mistakes of the pool's `wire/sync.rs`, by the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    NoFenceBeforeRinging,
    NoFenceBeforeSleeping,
    NoSecondLook,
    RelaxedPublication,
    StartInTwoSteps,
    TakeBackInTwoSteps,
    NumberIgnored,
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

//! The synchronisation types that the bell and the slots are written over.
//!
//! The model checker compiles those two files against its own twin of this module, in which every access is a step that
//! it may interleave and a fault can be planted. What is imported here must therefore exist there too.

pub(crate) use std::sync::atomic::{AtomicU64, Ordering, fence};

/// The mistakes that the model can plant to show that it would see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The ringer looks at the flag without a fence after its publication.
    NoFenceBeforeRinging,
    /// The sleeper looks for work without a fence after raising its flag.
    NoFenceBeforeSleeping,
    /// The sleeper goes to sleep without a second look.
    NoSecondLook,
    /// A position is published without releasing what lies before it.
    RelaxedPublication,
    /// A call is started by a load and a store.
    StartInTwoSteps,
    /// A call is taken back by a load and a store.
    TakeBackInTwoSteps,
    /// A call is taken back whatever its number is.
    NumberIgnored,
}

/// Is this fault planted? Never in the shipped build, where the branch disappears.
#[inline]
pub(crate) const fn planted(_: Fault) -> bool {
    false
}

//! Mistakes that can be planted in this crate and in the pools above it, to show that exploring schedules finds them.
//!
//! A branch that asks for one disappears from every build but that of the `planted-*` crates, which compile the same
//! sources with the feature `planted`; the crates themselves have no such feature.

#[cfg(feature = "planted")]
use std::cell::Cell;

#[cfg(feature = "planted")]
thread_local! {
    static PLANTED: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Plants the mistake of this name on the calling thread and all threads that it starts from now on.
#[cfg(feature = "planted")]
pub fn plant(name: &'static str) {
    PLANTED.set(Some(name));
}

/// Is the mistake of this name planted on the calling thread?
#[cfg(feature = "planted")]
pub fn planted(name: &'static str) -> bool {
    PLANTED.try_with(Cell::get).unwrap_or(None) == Some(name)
}

/// Is the mistake of this name planted? Never, in this build.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn planted(_: &'static str) -> bool {
    false
}

/// `body`, with what is planted on the calling thread planted where it runs.
#[cfg(feature = "planted")]
pub(crate) fn inherited<R>(body: impl FnOnce() -> R) -> impl FnOnce() -> R {
    let planted = PLANTED.get();
    move || {
        PLANTED.set(planted);
        body()
    }
}

/// `body` as it is.
#[cfg(not(feature = "planted"))]
#[inline]
pub(crate) const fn inherited<F>(body: F) -> F {
    body
}

//! Which call a worker performs, for code that wants to say so.

use std::cell::Cell;

thread_local! {
    static CURRENT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// The number of the call that this thread of a worker performs: the [`number`](futures_core::TaskId::number) of its id
/// in the parent. `None` on other threads, and during the initializer.
///
/// The items of a chunk are one call.
pub fn current_call() -> Option<u64> {
    CURRENT.get()
}

/// Notes which call this thread performs from here on.
pub(crate) fn set_current_call(number: Option<u64>) {
    CURRENT.set(number);
}

//! The one place where a closure's lifetime is forgotten.

#![expect(
    unsafe_code,
    reason = "a pool's queue holds 'static tasks; a scope's tasks borrow"
)]

use futures_core::Error;

/// A task of a scope: says why it failed, if it did.
pub(super) type Body = Box<dyn FnOnce() -> Option<Error> + Send>;

/// Forgets that `body` borrows for `'scope`.
///
/// The result must be run or dropped before `'scope` ends; [`scope`](super::tasks::scope) sees to that.
pub(super) fn erase<'scope>(body: Box<dyn FnOnce() -> Option<Error> + Send + 'scope>) -> Body {
    // SAFETY: the two types differ in the lifetime alone, so they have the same layout and vtable. Whatever the closure
    // borrows is alive for 'scope, and the only caller keeps the body in a `Wrapper`, whose `run` and `Drop` both consume
    // the body before they keep the promise that the scope awaits, which it does before it returns or unwinds (if the wait
    // itself unwinds, the process ends): the body does not exist
    // any more when 'scope ends. That also holds if the wrapper is leaked inside the pool's queue, in which case the
    // scope waits for ever, and if its task is refused, in which case it is dropped inside `submit`.
    unsafe { std::mem::transmute::<Box<dyn FnOnce() -> Option<Error> + Send + 'scope>, Body>(body) }
}

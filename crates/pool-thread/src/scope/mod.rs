//! Tasks that borrow from the thread that submits them.
//!
//! A scoped task is an ordinary task around a closure whose borrows the pool does not know of. What keeps them valid is
//! that [`scope`] neither returns nor unwinds before every one of its tasks has ended or been cancelled, *and* has
//! dropped its closure and its result: the wrapper drops the closure (which owns the way to the result) before it counts
//! the task as ended. There is no asynchronous variant, since a future can be leaked and then nobody waits.

mod erase;
mod future;
mod tasks;

pub use future::ScopedFuture;
pub use tasks::Scope;

pub(crate) use tasks::scope;

//! What a pool tells this crate about the threads that work for it, so that a wait inside a task never starves the pool.

use std::cell::RefCell;
use std::rc::Rc;

use crate::Task;
use crate::host::WaitReason;

/// What becomes of a place that was lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Somebody works in it, or will as soon as there is something to do.
    Filled,
    /// There is something to do and nobody to do it: no thread could be started.
    Empty,
}

/// A place that was lent; dropping this takes it back.
pub(crate) struct Lent<'a>(pub(crate) &'a dyn Seat);

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.0.take_back();
    }
}

/// Runs `f`, which waits for something other than futures, with the place of the calling worker lent meanwhile.
///
/// For authors of pools: whatever a task waits for, another may have to bring about. On a thread that works for no pool
/// it just runs `f`. The wait itself must look for its condition before it parks, since lending may park as well.
pub fn lending<R>(reason: &WaitReason, f: impl FnOnce() -> R) -> R {
    let seat = current_seat();
    let lent = seat.as_deref().map(|seat| (seat.lend(reason), Lent(seat)));
    let result = f();
    drop(lent);
    result
}

/// A worker's place in its pool.
///
/// A pool installs one on each of its threads with [`seated`]. A wait that happens on such a thread then either runs the
/// awaited task itself, or lends the place to another thread until it returns, as Java's `ManagedBlocker` does: either
/// way the pool keeps as many unblocked workers as it was promised.
pub trait Seat {
    /// The number of the pool, as in the ids of its tasks.
    fn pool(&self) -> u32;

    /// Is there enough stack left to run an awaited task on top of the waiting one?
    fn may_nest(&self) -> bool;

    /// Runs a task of this pool that the present one waits for, as the worker would run it.
    fn run_claimed(&self, task: Task);

    /// The thread is about to block: the pool may let another one work meanwhile.
    fn lend(&self, reason: &WaitReason) -> Place;

    /// The thread goes on.
    fn take_back(&self);
}

thread_local! {
    static SEAT: RefCell<Option<Rc<dyn Seat>>> = const { RefCell::new(None) };
}

/// Runs `f` on a thread that works for a pool.
pub fn seated<R>(seat: Rc<dyn Seat>, f: impl FnOnce() -> R) -> R {
    struct Restore(Option<Rc<dyn Seat>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            SEAT.set(self.0.take());
        }
    }
    let _restore = Restore(SEAT.replace(Some(seat)));
    f()
}

/// The place of the calling thread, if it works for a pool.
pub fn current_seat() -> Option<Rc<dyn Seat>> {
    SEAT.try_with(|seat| seat.borrow().clone()).unwrap_or(None)
}

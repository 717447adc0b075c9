//! Those who want to hear that a future has ended: the entries of its waiter list.

use std::sync::Arc;

use crate::host::Thread;
use crate::poller::Poller;
use crate::wait_set::WaitSet;
use crate::{Status, TaskId, panics};

pub(crate) type Callback = Box<dyn FnOnce(TaskId, Status) + Send>;

/// One entry. Sixteen bytes, so that a pending task has room for one in place.
pub(crate) enum Watcher {
    /// A thread in a wait for this future alone.
    Thread(Thread),
    /// Member number so-and-so of a wait for several.
    Member(u32, Arc<WaitSet>),
    /// An async task.
    Poller(Arc<Poller>),
    /// A callback. Boxed twice, for a thin pointer.
    Callback(Box<Callback>),
}

/// Tells everyone, those who wait first and then the callbacks in the order of registration, as Python does.
///
/// No lock is held here: a callback may do anything, also submit or shut down.
pub(crate) fn tell_all(watchers: impl Iterator<Item = Watcher>, task: TaskId, status: Status) {
    let mut callbacks = Vec::new();
    for watcher in watchers {
        match watcher {
            Watcher::Callback(callback) => callbacks.push(callback),
            waiting => tell(waiting, task, status),
        }
    }
    for callback in callbacks {
        tell(Watcher::Callback(callback), task, status);
    }
}

/// Tells one. A callback or waker that panics has been reported by the panic hook and troubles nobody else.
pub(crate) fn tell(watcher: Watcher, task: TaskId, status: Status) {
    match watcher {
        Watcher::Thread(thread) => thread.unpark(),
        Watcher::Member(index, set) => set.member_ended(index, status),
        Watcher::Poller(poller) => {
            let _ = panics::catch(|| poller.wake());
        }
        Watcher::Callback(callback) => {
            let _ = panics::catch(|| callback(task, status));
        }
    }
}

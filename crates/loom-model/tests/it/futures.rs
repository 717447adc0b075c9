//! A future put together from the shipped parts as the core's `cell.rs` does it.

use loom::alloc::Track;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::thread::{self, JoinHandle, Thread};

use crate::calm::Calm;
use crate::slot::{Published, Slot, Verdict};
use crate::waiters::Waiters;

/// What the task of every model yields.
pub(crate) const VALUE: u32 = 42;

/// Work or a result. One that is never dropped fails the model.
pub(crate) type Tracked = Calm<Track<u32>>;

pub(crate) fn tracked(value: u32) -> Tracked {
    Calm::new(Track::new(value))
}

/// A reference to a future, counted by loom.
pub(crate) type Handle = Calm<Arc<Future>>;

/// An entry of the list. The core has four kinds; these two stand for those who sleep and those who do not.
#[derive(Clone)]
pub(crate) enum Watcher {
    /// A thread that parks until it is told.
    Thread(Thread),
    /// A callback, which counts how often it is told.
    Callback(Calm<Arc<AtomicU32>>),
}

impl Watcher {
    pub(crate) fn callback() -> Self {
        Watcher::Callback(Calm::new(Arc::new(AtomicU32::new(0))))
    }

    fn tell(self) {
        match self {
            Watcher::Thread(thread) => thread.unpark(),
            Watcher::Callback(times) => {
                times.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub(crate) fn times_told(&self) -> u32 {
        match self {
            Watcher::Thread(_) => panic!("threads do not count"),
            Watcher::Callback(times) => times.load(Ordering::Relaxed),
        }
    }

    fn is(&self, other: &Watcher) -> bool {
        match (self, other) {
            (Watcher::Thread(one), Watcher::Thread(other)) => one.id() == other.id(),
            (Watcher::Callback(one), Watcher::Callback(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// The core's `Cell` without its types, ids and controls: the same calls in the same order.
pub(crate) struct Future {
    pub(crate) slot: Slot<Tracked, Tracked>,
    waiters: Waiters<Watcher>,
}

impl Future {
    /// A pending task.
    pub(crate) fn pending() -> Handle {
        Calm::new(Arc::new(Future {
            slot: Slot::new(tracked(0)),
            waiters: Waiters::new(),
        }))
    }

    /// Runs the task, if this is the party that begins it. Says whether it was.
    pub(crate) fn run(&self) -> bool {
        let Some((work, running)) = self.slot.begin() else {
            return false;
        };
        drop(work);
        self.announce(running.finish(tracked(VALUE), Verdict::Finished));
        true
    }

    /// Cancels the task, if it is pending. Says whether it was.
    pub(crate) fn cancel(&self) -> bool {
        let Some((work, published)) = self.slot.cancel() else {
            return false;
        };
        drop(work);
        self.announce(published);
        true
    }

    fn announce(&self, published: Published) {
        if published.has_waiters {
            self.waiters.take().for_each(Watcher::tell);
        }
    }

    /// Puts `watcher` on the list. False: the future has ended, and it will not be told.
    pub(crate) fn watch(&self, watcher: &Watcher) -> bool {
        self.waiters
            .register(|| self.slot.note_waiter(), watcher.clone())
            .is_ok()
    }

    /// Takes `watcher` off the list. False: it is not there any more, for it is told or about to be.
    pub(crate) fn unwatch(&self, watcher: &Watcher) -> bool {
        self.waiters.remove(|other| other.is(watcher)).is_some()
    }

    /// Waits as the core's `wait_for_one` does, parking until the word says that the future has ended.
    pub(crate) fn wait(&self) {
        if self.slot.word().is_done() {
            return;
        }
        if self.watch(&Watcher::Thread(thread::current())) {
            while !self.slot.word().is_done() {
                thread::park();
            }
        }
    }

    /// The result, moved out.
    pub(crate) fn take(&self) -> Option<u32> {
        self.slot.take().map(|value| *value.get_ref())
    }

    /// The result of a shared future, read in place.
    pub(crate) fn get(&self) -> Option<u32> {
        self.slot.get().map(|value| *value.get_ref())
    }
}

/// Starts a thread of the model that does `body` with `future`.
pub(crate) fn spawn<R: 'static>(
    future: &Handle,
    body: impl FnOnce(&Future) -> R + 'static,
) -> JoinHandle<R> {
    let future = future.clone();
    thread::spawn(move || body(&future))
}

/// What a thread of the model returned.
pub(crate) fn join<R>(handle: JoinHandle<R>) -> R {
    handle.join().expect("loom ends a model that panics")
}

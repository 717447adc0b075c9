//! Threads as the host sees them: a handle to wake or interrupt each, and which host is current.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use crate::TaskId;
use crate::cell::AnyCell;
use crate::host::{Host, real};

/// No interruption is meant.
const NOBODY: u64 = 0;
/// The interruption is meant for the thread, whatever it runs.
const EVERYTHING: u64 = u64::MAX;

/// A handle to a thread: wakes it out of [`park`](crate::host::park) or interrupts it.
#[derive(Clone)]
pub struct Thread(Arc<Record>);

struct Record {
    /// As of [`thread_number`].
    number: u32,
    /// `None`: the real world.
    host: Option<Arc<dyn Host>>,
    os: std::thread::Thread,
    /// The token that `unpark` leaves and `park` consumes.
    notified: AtomicBool,
    /// NOBODY, EVERYTHING, or the id of the task whose wait is to end.
    interrupted: AtomicU64,
}

/// The task that a thread runs, kept so that the task can ask about itself.
pub(crate) type CurrentTask = Arc<dyn AnyCell>;

thread_local! {
    static HOSTED: Cell<bool> = const { Cell::new(false) };
    static NUMBER: Cell<u32> = const { Cell::new(0) };
    static CURRENT: RefCell<Option<Thread>> = const { RefCell::new(None) };
    static TASK: RefCell<Option<CurrentTask>> = const { RefCell::new(None) };
}

impl Thread {
    fn new(host: Option<Arc<dyn Host>>) -> Self {
        Thread(Arc::new(Record {
            number: thread_number(),
            host,
            os: std::thread::current(),
            notified: AtomicBool::new(false),
            interrupted: AtomicU64::new(NOBODY),
        }))
    }

    /// The name of the thread, or `<unnamed>`.
    pub fn name(&self) -> &str {
        self.0.os.name().unwrap_or("<unnamed>")
    }

    /// A number that no other thread of the process has, for a [`Host`] that keeps something about each thread.
    ///
    /// It depends on what else the process has done before, so it is no name: show it to nobody.
    pub fn number(&self) -> u32 {
        self.0.number
    }

    /// Makes the thread's present or next [`park`](crate::host::park) return [`Wake::Notified`](crate::host::Wake::Notified).
    pub fn unpark(&self) {
        self.0.notified.store(true, Ordering::Release);
        match &self.0.host {
            None => self.unpark_os(),
            Some(host) => host.unpark(self),
        }
    }

    pub(super) fn unpark_os(&self) {
        self.0.os.unpark();
    }

    /// Makes every wait of the thread end with [`Wake::Interrupted`](crate::host::Wake::Interrupted) until
    /// [`clear_interrupt`](Self::clear_interrupt).
    pub fn interrupt(&self) {
        self.0.interrupted.store(EVERYTHING, Ordering::Release);
        self.unpark();
    }

    /// Makes the waits of the thread end with [`Wake::Interrupted`](crate::host::Wake::Interrupted) while it runs this task.
    pub fn interrupt_task(&self, task: TaskId) {
        // One that came too late for its task stays behind, and must not keep the next one out.
        let _ = self
            .0
            .interrupted
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |meant_for| {
                (meant_for != EVERYTHING).then_some(task.as_u64())
            });
        self.unpark();
    }

    /// Takes an interruption back.
    pub fn clear_interrupt(&self) {
        self.0.interrupted.store(NOBODY, Ordering::Release);
    }

    /// Is an interruption meant for what this thread runs now? To be asked by the thread itself, for instance between
    /// the operations of an interpreter.
    pub fn is_interrupted(&self) -> bool {
        match self.0.interrupted.load(Ordering::Acquire) {
            NOBODY => false,
            EVERYTHING => true,
            task => current_task_id().is_some_and(|id| id.as_u64() == task),
        }
    }

    /// Consumes the token; for a [`Host`] that implements [`park`](Host::park).
    pub fn take_token(&self) -> bool {
        // The load keeps a polling thread from taking the cache line away from the one that will write it.
        self.0.notified.load(Ordering::Relaxed) && self.0.notified.swap(false, Ordering::Acquire)
    }
}

impl PartialEq for Thread {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Thread {}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// The handle of the calling thread.
pub fn current() -> Thread {
    // While the thread's own destructors run the slot is gone; a fresh handle still parks and unparks correctly.
    CURRENT
        .try_with(|current| {
            current
                .borrow_mut()
                .get_or_insert_with(|| Thread::new(None))
                .clone()
        })
        .unwrap_or_else(|_| Thread::new(None))
}

/// A number that no other thread of the process has, from 1; an identity, never shown.
pub(crate) fn thread_number() -> u32 {
    static NUMBERS: AtomicU32 = AtomicU32::new(0);
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(NUMBERS.fetch_add(1, Ordering::Relaxed) + 1);
        }
        number.get()
    })
}

#[inline]
pub(super) fn is_hosted() -> bool {
    HOSTED.try_with(Cell::get).unwrap_or(false)
}

pub(super) fn host_of_current() -> Option<Arc<dyn Host>> {
    if is_hosted() {
        current().0.host.clone()
    } else {
        None
    }
}

pub(super) fn with_host<R>(f: impl FnOnce(&dyn Host) -> R) -> R {
    match host_of_current() {
        None => f(real::host()),
        Some(host) => f(&*host),
    }
}

/// Runs `f` with `host` current, and puts the former one back, also when `f` panics.
pub(super) fn enter<R>(host: Arc<dyn Host>, f: impl FnOnce() -> R) -> R {
    with_current(Some(host), f)
}

/// Runs `f` in the real world, and comes back, also when `f` panics.
pub(super) fn leave<R>(f: impl FnOnce() -> R) -> R {
    with_current(None, f)
}

fn with_current<R>(host: Option<Arc<dyn Host>>, f: impl FnOnce() -> R) -> R {
    struct Restore(bool, Option<Thread>);
    impl Drop for Restore {
        fn drop(&mut self) {
            HOSTED.set(self.0);
            CURRENT.set(self.1.take());
        }
    }
    let _restore = Restore(
        HOSTED.replace(host.is_some()),
        CURRENT.replace(Some(Thread::new(host))),
    );
    f()
}

/// Makes `task` the current one and returns the one before, to be put back.
pub(crate) fn swap_task(task: Option<CurrentTask>) -> Option<CurrentTask> {
    TASK.try_with(|current| current.replace(task))
        .unwrap_or(None)
}

/// Lets `f` look at the task that this thread runs.
pub(crate) fn with_task<R>(f: impl FnOnce(Option<&CurrentTask>) -> R) -> R {
    let mut f = Some(f);
    let seen = TASK.try_with(|current| f.take().map(|f| f(current.borrow().as_ref())));
    match (seen, f) {
        (Ok(Some(result)), _) => result,
        (_, Some(f)) => f(None),
        _ => unreachable!("the closure was either called or is still there"),
    }
}

fn current_task_id() -> Option<TaskId> {
    with_task(|task| task.map(|task| task.head().id()))
}

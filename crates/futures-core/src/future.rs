//! The future with one owner, whose result is moved out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::blocking::{self, Blocking, Waited};
use crate::cell::{AnyCell, Readable};
use crate::graph::{Needs, OnDeadlock};
use crate::host::{self, WaitReason};
use crate::observer::Watcher;
use crate::{Error, ErrorKind, SharedFuture, State, Status, TaskId};

/// A result that is not there yet, with one owner who will take it.
///
/// What `submit` returns. [`result`](Future::result) waits and moves the value out; nothing has to be `Clone` or `Sync`.
/// For a result that several readers look at, as every Python future allows, turn it into a [`SharedFuture`] with
/// [`shared`](Future::shared), which is free. Both can be awaited in any async runtime.
///
/// Dropping it lets the task run on; its result is then dropped where it was made.
///
/// ```
/// use futures_core::{Executor, Inline};
///
/// let future = Inline.submit(|| 6 * 7).unwrap();
/// assert_eq!(future.result().unwrap(), 42);
/// ```
#[must_use = "a future that nobody looks at hides the failure of its task"]
pub struct Future<T> {
    cell: Arc<dyn Readable<T>>,
}

impl<T: Send + 'static> Future<T> {
    pub(crate) fn new(cell: Arc<dyn Readable<T>>) -> Self {
        Future { cell }
    }

    pub(crate) fn cell(&self) -> &(dyn AnyCell + 'static) {
        &*self.cell
    }

    pub(crate) fn cell_arc(&self) -> Arc<dyn AnyCell> {
        self.cell.clone()
    }

    /// Names the task.
    pub fn id(&self) -> TaskId {
        self.cell.head().id()
    }

    /// The label that the task was submitted with.
    pub fn label(&self) -> Option<&str> {
        self.cell.label()
    }

    /// Where it stands, in Python's words.
    pub fn state(&self) -> State {
        state_of(self.cell())
    }

    /// How it ended, or `None` while it has not.
    pub fn status(&self) -> Option<Status> {
        self.cell.word().status()
    }

    /// Cancels the task if it has not been handed to a worker. Says whether it is cancelled now.
    ///
    /// Start and cancel are one compare-and-swap, so exactly one of them happens. The work is dropped here, and those
    /// who wait are told at once (CPython leaves that to a worker, which may never come by).
    pub fn cancel(&self) -> bool {
        cancel(self.cell())
    }

    /// Asks a task to stop, cancelling it if it is pending and otherwise setting the flag that it can read with
    /// [`task::is_cancelled`](crate::task::is_cancelled). False: it has ended.
    pub fn cancel_running(&self) -> bool {
        cancel_running(self.cell())
    }

    /// Ends a task that runs in another process by force. False for a task that cannot be killed, such as one of a
    /// thread pool.
    pub fn kill(&self) -> bool {
        self.cell.control().is_some_and(|control| control.kill())
    }

    /// Was it cancelled?
    pub fn cancelled(&self) -> bool {
        self.state() == State::Cancelled
    }

    /// Has it been handed to a worker and not ended?
    pub fn running(&self) -> bool {
        self.state() == State::Running
    }

    /// Has it ended, in whatever way?
    pub fn done(&self) -> bool {
        self.cell.word().is_done()
    }

    /// Waits for the end and says how it ended.
    ///
    /// On a worker of the same pool a task that nobody has begun is run right here; otherwise the worker lends its
    /// place to another thread while it is blocked. So waiting inside a task is safe at any pool size.
    ///
    /// # Errors
    /// Only of the wait itself: [`Deadlock`](ErrorKind::Deadlock) if it could never end,
    /// [`Interrupted`](ErrorKind::Interrupted) if it was interrupted.
    pub fn wait(&self) -> Result<Status, Error> {
        wait_for_one(self.cell(), || self.cell_arc(), None)
    }

    /// Waits for the end, but not longer than `timeout`. The task is not affected by a timeout.
    ///
    /// # Errors
    /// As [`wait`](Future::wait), and [`TimedOut`](ErrorKind::TimedOut).
    pub fn wait_timeout(&self, timeout: Duration) -> Result<Status, Error> {
        wait_for_one(self.cell(), || self.cell_arc(), Some(timeout))
    }

    /// Waits for the end and moves the result out.
    ///
    /// In Python: `future.result()`. To wait with a limit, call [`wait_timeout`](Future::wait_timeout) first.
    ///
    /// # Errors
    /// Why the task has no value, or as [`wait`](Future::wait).
    pub fn result(self) -> Result<T, Error> {
        self.wait()?;
        self.into_outcome()
    }

    /// The result of a future that has ended.
    pub(crate) fn into_outcome(self) -> Result<T, Error> {
        self.cell.take().unwrap_or_else(|| Err(Error::cancelled()))
    }

    /// Makes the future one that many can read. Costs nothing.
    pub fn shared(self) -> SharedFuture<T>
    where
        T: Sync,
    {
        self.cell.share();
        SharedFuture::new(self.cell)
    }

    /// Calls `callback` when the task has ended: on the thread that ended it, or here and now if it has.
    ///
    /// Callbacks run once each, in the order of registration, after those who wait were woken, with no lock held. One
    /// that panics is reported by the panic hook and disturbs nothing else. The result itself belongs to the future's
    /// owner; a [`SharedFuture`] gives its callbacks that as well.
    pub fn on_done(&self, callback: impl FnOnce(TaskId, Status) + Send + 'static) {
        self.cell()
            .watch_or_tell(Watcher::Callback(Box::new(Box::new(callback))));
    }
}

impl<T> fmt::Debug for Future<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "Future", &*self.cell)
    }
}

/// `<Future 3 pending>`, `<Future 3 "fetch" finished: failed>`: Python's five forms of `repr`.
pub(crate) fn describe(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    cell: &(dyn AnyCell + '_),
) -> fmt::Result {
    write!(f, "<{name} {}", cell.head().id())?;
    if let Some(label) = cell.label() {
        write!(f, " {label:?}")?;
    }
    write!(f, " {}", cell.word().state())?;
    if cell.word().status() == Some(Status::Failed) {
        write!(f, ": failed")?;
    }
    write!(f, ">")
}

pub(crate) fn state_of(cell: &dyn AnyCell) -> State {
    match cell.word().state() {
        State::Pending if cell.control().is_some_and(|control| control.is_running()) => {
            State::Running
        }
        state => state,
    }
}

pub(crate) fn cancel(cell: &dyn AnyCell) -> bool {
    host::yield_point("cancel");
    cell.cancel() || cell.word().state() == State::Cancelled
}

pub(crate) fn cancel_running(cell: &dyn AnyCell) -> bool {
    cell.cancel() || cell.request_cancel()
}

/// The wait for one future: by its owner, a sharer, or a map.
pub(crate) fn wait_for_one(
    cell: &(dyn AnyCell + 'static),
    arc: impl Fn() -> Arc<dyn AnyCell>,
    timeout: Option<Duration>,
) -> Result<Status, Error> {
    if let Some(status) = cell.word().status() {
        return Ok(status);
    }
    let deadline = timeout.and_then(host::deadline_in);
    if timeout.is_none() {
        blocking::claim(&arc, cell);
    }
    let me = host::current();
    if cell.watch(Watcher::Thread(me.clone())).is_ok() {
        let what = Blocking {
            on: &|| vec![arc()],
            needs: Needs::All,
            on_deadlock: OnDeadlock::Fail,
            deadline,
            is_timed: timeout.is_some(),
            reason: &|| WaitReason::Result(cell.head().id()),
        };
        let waited = blocking::block(&what, || cell.word().is_done());
        if !cell.word().is_done() {
            cell.unwatch_thread(&me);
        }
        match waited? {
            Waited::Deadline if !cell.word().is_done() => {
                let text = format!("task {} was not done in time", cell.head().id());
                return Err(Error::new(ErrorKind::TimedOut, text));
            }
            _ => {}
        }
    }
    Ok(cell
        .word()
        .status()
        .expect("the wait ended because the future did"))
}

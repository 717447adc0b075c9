//! The future with one owner, whose result is moved out.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::blocking::{self, Blocking, Waited};
use crate::cell::{AnyCell, Readable};
use crate::graph::{Needs, OnDeadlock};
use crate::host::{self, WaitReason};
use crate::observer::Watcher;
use crate::reader::reader_methods;
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

    reader_methods!();

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
                let task = cell.head().id();
                let limit = timeout.unwrap_or_default();
                let text = format!("task {task} was not done within {limit:?}");
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

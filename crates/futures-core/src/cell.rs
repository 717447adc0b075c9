//! The one allocation of a task: what its runner runs and what its readers wait on are two views of it.

use std::sync::Arc;

use crate::fault::planted;
use crate::host::{self, Thread};
use crate::observer::{self, Watcher};
use crate::panics;
use crate::slot::{Published, Running, Slot, Verdict};
use crate::state::{Status, Word};
use crate::waiters::Waiters;
use crate::{Error, Job, TaskId};

/// Authority over a task that lives elsewhere, in another process or on another machine.
///
/// Given to a promise, it answers for what the state word of this side cannot know.
pub trait Control: Send + Sync {
    /// Prevents the task from starting, if that is still possible. Called before the future becomes cancelled.
    fn try_cancel(&self) -> bool {
        true
    }

    /// Has the task started, though this side has not heard of it yet?
    fn is_running(&self) -> bool {
        false
    }

    /// Ends the running task by force; its future then fails. False: there is nothing to end.
    fn kill(&self) -> bool {
        false
    }

    /// Called once, after the future has become cancelled and before anybody is told.
    fn cancelled(&self, task: TaskId) {
        let _ = task;
    }

    /// Called when the last handle of a failed task goes and nobody has ever seen its error.
    fn unretrieved(&self, task: TaskId, label: Option<&str>, error: &Error) {
        let _ = (task, label, error);
    }
}

/// What is known of a task whose work is done, before anybody else can see that.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Ending {
    /// How the task ends.
    pub status: Status,
    /// Telling of it will run code of others on this thread, such as callbacks, which may take long.
    pub runs_more_code: bool,
}

/// The rarely needed parts of a task, absent (and without cost) in most.
#[derive(Default)]
pub(crate) struct Extras {
    pub(crate) label: Option<Box<str>>,
    pub(crate) control: Option<Box<dyn Control>>,
}

/// What a cell carries beside work and result: `()` or [`Extras`].
pub(crate) trait Extra: Send + Sync + 'static {
    fn label(&self) -> Option<&str> {
        None
    }

    fn control(&self) -> Option<&dyn Control> {
        None
    }
}

impl Extra for () {}

impl Extra for Extras {
    fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    fn control(&self) -> Option<&dyn Control> {
        self.control.as_deref()
    }
}

/// The parts that do not depend on the types of work and result.
pub(crate) struct Head {
    id: TaskId,
    waiters: Waiters<Watcher>,
}

impl Head {
    pub(crate) fn id(&self) -> TaskId {
        self.id
    }
}

/// A future as every part of this crate but its typed readers sees it.
pub(crate) trait AnyCell: Send + Sync {
    fn head(&self) -> &Head;
    fn word(&self) -> Word;
    /// The number of the thread that runs the task; 0 before that. Written by that thread alone, once it has begun; read
    /// under the wait graph's lock, where 0 reads as "somebody who is not blocked", which is then true.
    fn runner(&self) -> u32;
    fn label(&self) -> Option<&str>;
    fn control(&self) -> Option<&dyn Control>;
    fn note_waiter(&self) -> bool;
    fn request_cancel(&self) -> bool;
    fn assign(&self) -> bool;
    /// Cancels it if it is pending, drops its work and tells everyone.
    fn cancel(&self) -> bool;
    /// Runs it on this thread and says how it ended; cancelled, if it had been; `None`, if somebody else has begun it.
    /// Calls `before` when the work is done, before anybody can see that.
    fn run(self: Arc<Self>, before: &mut dyn FnMut(Ending)) -> Option<Status>;
    /// Ends it, unless it has been begun or cancelled, with an error in place of running it. Says whether it did.
    fn fail(&self, error: Error) -> bool;
    /// Notes that somebody has seen the error it ended with.
    fn note_retrieved(&self);
}

/// A future as its readers see it.
pub(crate) trait Readable<T>: AnyCell {
    fn take(&self) -> Option<Result<T, Error>>;
    fn share(&self);
    fn get(&self) -> Option<&Result<T, Error>>
    where
        T: Sync;
}

impl dyn AnyCell {
    /// Puts `watcher` on the list.
    ///
    /// # Errors
    /// Hands it back: the future has ended.
    pub(crate) fn watch(&self, watcher: Watcher) -> Result<(), Watcher> {
        host::yield_point("watch");
        if planted("waiter_registered_late") {
            if !self.note_waiter() {
                return Err(watcher);
            }
            host::yield_point("between flag and list");
            return self.head().waiters.register(|| true, watcher);
        }
        self.head().waiters.register(|| self.note_waiter(), watcher)
    }

    /// Puts `watcher` on the list, or tells it at once if the future has ended.
    pub(crate) fn watch_or_tell(&self, watcher: Watcher) {
        if let Err(watcher) = self.watch(watcher) {
            let status = self
                .word()
                .status()
                .expect("a future that refuses a watcher has ended");
            observer::tell(watcher, self.head().id, status);
        }
    }

    /// Takes the watcher that `is` holds for off the list. False: it is not there any more.
    pub(crate) fn unwatch(&self, is: impl Fn(&Watcher) -> bool) -> bool {
        self.head().waiters.remove(is).is_some()
    }

    pub(crate) fn unwatch_thread(&self, thread: &Thread) {
        self.unwatch(|watcher| matches!(watcher, Watcher::Thread(other) if other == thread));
    }
}

pub(crate) struct Cell<W, T, X: Extra> {
    head: Head,
    extra: X,
    slot: Slot<W, Result<T, Error>>,
}

impl<W, T, X: Extra> Cell<W, T, X> {
    pub(crate) fn new(id: TaskId, work: W, extra: X) -> Self {
        let head = Head {
            id,
            waiters: Waiters::new(),
        };
        Cell {
            head,
            extra,
            slot: Slot::new(work),
        }
    }

    fn announce(&self, published: Published, status: Status) {
        host::yield_point("published");
        if published.has_waiters {
            observer::tell_all(self.head.waiters.take(), self.head.id, status);
        }
    }

    /// Will telling of the end run code of others on this thread: callbacks, wakers, the destructor of a result that
    /// nobody will read? One that comes in this very moment is missed.
    fn ending_runs_code(self: &Arc<Self>) -> bool {
        let is_code =
            |watcher: &Watcher| matches!(watcher, Watcher::Callback(_) | Watcher::Poller(_));
        let has_watchers = self.slot.word().has(Word::HAS_WAITERS);
        Arc::strong_count(self) == 1 || has_watchers && self.head.waiters.any(is_code)
    }

    fn finish(
        &self,
        running: Running<'_, W, Result<T, Error>>,
        result: Result<T, Error>,
    ) -> Status {
        let (verdict, status) = verdict_of(&result);
        let published = running.finish(result, verdict);
        self.announce(published, status);
        status
    }

    /// Moves the work back out of a task that nobody will run. Nobody is told, since nobody has seen it yet.
    pub(crate) fn reclaim(&self) -> Option<W> {
        self.slot.cancel().map(|(work, _)| work)
    }

    fn cancel_slot(&self) -> bool {
        if self
            .extra
            .control()
            .is_some_and(|control| !control.try_cancel())
        {
            return false;
        }
        let looked_pending = planted("cancel_believed") && self.slot.word().is_waiting();
        if looked_pending {
            host::yield_point("between look and step");
        }
        let Some((work, published)) = self.slot.cancel() else {
            return looked_pending;
        };
        panics::drop_quietly(work);
        if let Some(control) = self.extra.control() {
            control.cancelled(self.head.id);
        }
        self.announce(published, Status::Cancelled);
        true
    }
}

impl<T, X: Extra> Cell<(), T, X> {
    /// Notes that work on this promise has begun.
    pub(crate) fn open(&self) -> bool {
        self.slot.open()
    }

    /// Writes the outcome of a promise and tells everyone.
    ///
    /// # Errors
    /// Hands the result back if the promise is cancelled.
    pub(crate) fn settle(&self, result: Result<T, Error>) -> Result<(), Result<T, Error>> {
        let (verdict, status) = verdict_of(&result);
        let published = self.slot.settle(result, verdict)?;
        self.announce(published, status);
        Ok(())
    }
}

impl<W, T, X: Extra> Drop for Cell<W, T, X> {
    fn drop(&mut self) {
        if let Some(control) = self.extra.control()
            && let Some(Err(error)) = self.slot.unretrieved()
        {
            let _ = panics::catch(|| control.unretrieved(self.head.id, self.extra.label(), error));
        }
    }
}

fn verdict_of<T>(result: &Result<T, Error>) -> (Verdict, Status) {
    match result {
        Ok(_) => (Verdict::Finished, Status::Finished),
        Err(_) => (Verdict::Failed, Status::Failed),
    }
}

/// How a cell's work is done; `()` is the work of a promise, which its owner does.
pub(crate) trait Work<T>: Send + 'static {
    fn work(self) -> Result<T, Error>;
}

impl<J: Job> Work<J::Output> for Doing<J> {
    fn work(self) -> Result<J::Output, Error> {
        self.0.run()
    }
}

impl<T> Work<T> for () {
    fn work(self) -> Result<T, Error> {
        Err(Error::abandoned())
    }
}

/// A job as the work of a cell; a type of its own, since `()` must not be taken for a job.
pub(crate) struct Doing<J>(pub(crate) J);

impl<W, T, X> AnyCell for Cell<W, T, X>
where
    W: Work<T>,
    T: Send + 'static,
    X: Extra,
{
    fn head(&self) -> &Head {
        &self.head
    }

    fn word(&self) -> Word {
        self.slot.word()
    }

    fn runner(&self) -> u32 {
        self.slot.runner()
    }

    fn label(&self) -> Option<&str> {
        self.extra.label()
    }

    fn control(&self) -> Option<&dyn Control> {
        self.extra.control()
    }

    fn note_waiter(&self) -> bool {
        self.slot.note_waiter()
    }

    fn request_cancel(&self) -> bool {
        self.slot.request_cancel()
    }

    fn assign(&self) -> bool {
        self.slot.assign()
    }

    fn cancel(&self) -> bool {
        self.cancel_slot()
    }

    fn run(self: Arc<Self>, before: &mut dyn FnMut(Ending)) -> Option<Status> {
        host::yield_point("begin");
        let Some((work, running)) = self.slot.begin() else {
            let status = self.word().status();
            panics::drop_quietly(self);
            return status.filter(|status| *status == Status::Cancelled);
        };
        running.set_runner(host::thread_number());
        let outer = host::swap_task(Some(self.clone()));
        let result =
            panics::catch(|| work.work()).unwrap_or_else(|panic| Err(Error::panicked(panic)));
        drop(host::swap_task(outer));
        let (_, status) = verdict_of(&result);
        before(Ending {
            status,
            runs_more_code: self.ending_runs_code(),
        });
        let status = self.finish(running, result);
        // If every reader is gone the result is dropped here, and its destructor may panic.
        panics::drop_quietly(self);
        Some(status)
    }

    fn fail(&self, error: Error) -> bool {
        let Some((work, running)) = self.slot.begin() else {
            return false;
        };
        panics::drop_quietly(work);
        self.finish(running, Err(error));
        true
    }

    fn note_retrieved(&self) {
        self.slot.note_retrieved();
    }
}

impl<W, T, X> Readable<T> for Cell<W, T, X>
where
    W: Work<T>,
    T: Send + 'static,
    X: Extra,
{
    fn take(&self) -> Option<Result<T, Error>> {
        self.slot.take()
    }

    fn share(&self) {
        self.slot.share();
    }

    fn get(&self) -> Option<&Result<T, Error>>
    where
        T: Sync,
    {
        self.slot.get()
    }
}

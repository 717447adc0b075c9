//! The running half of a task, for those who write executors, and what a running task can ask about itself.

use std::fmt;
use std::sync::Arc;

use crate::cell::{AnyCell, Cell, Control, Doing, Ending, Extras, Readable};
use crate::state::{Phase, Word};
use crate::{Error, Future, Job, Status, TaskId, graph, host, panics};

/// A job that is yet to be run: the executor's half of a [`Future`].
///
/// Sixteen bytes that fit into any queue; the job, its state and later its result live in one allocation that the future
/// shares. [`run`](Task::run) it on whatever thread is right. Dropping it unrun settles the future with
/// [`Abandoned`](crate::ErrorKind::Abandoned), so no reader waits for ever.
///
/// ```
/// use futures_core::{Task, TaskId};
///
/// let (task, future) = Task::builder(|| 6 * 7).id(TaskId::new(1, 1)).build().split();
/// task.run();
/// assert_eq!(future.result().unwrap(), 42);
/// ```
#[must_use = "dropping a task abandons its future"]
pub struct Task {
    /// `None` once it was run.
    cell: Option<Arc<dyn AnyCell>>,
}

impl Task {
    /// A task that will do `job`.
    pub fn builder<J: Job>(job: J) -> TaskBuilder<J> {
        TaskBuilder {
            job,
            id: None,
            extras: None,
        }
    }

    /// Another handle of a task that sits in a queue, for a waiter who runs it in place.
    pub(crate) fn claimed(cell: Arc<dyn AnyCell>) -> Self {
        Task { cell: Some(cell) }
    }

    fn cell(&self) -> &Arc<dyn AnyCell> {
        self.cell
            .as_ref()
            .expect("present until the task is run, which consumes it")
    }

    /// Names the task.
    pub fn id(&self) -> TaskId {
        self.cell().head().id()
    }

    /// The label that it was submitted with.
    pub fn label(&self) -> Option<&str> {
        self.cell().label()
    }

    /// Marks the task as handed to a worker: it is RUNNING from here on and can no longer be cancelled, though a waiter
    /// may still run it before the worker gets to it. False: it is cancelled, or has been handed out before.
    pub fn assign(&self) -> bool {
        self.cell().assign()
    }

    /// Was it cancelled?
    pub fn is_cancelled(&self) -> bool {
        self.cell().word().phase() == Phase::Cancelled
    }

    /// Has nobody begun or cancelled it?
    pub fn is_waiting(&self) -> bool {
        self.cell().word().is_waiting()
    }

    /// Runs the task on this thread and says how it ended. [`Cancelled`](Status::Cancelled): it had been, and was not
    /// run. `None`: somebody else, a waiter for instance, had begun it.
    ///
    /// A panic is caught and becomes the future's error. Waiters are woken and callbacks called before this returns.
    pub fn run(self) -> Option<Status> {
        self.run_with(|_| {})
    }

    /// As [`run`](Self::run), and calls `before` when the work is done and before anybody can see that.
    ///
    /// It is where a pool does its books, so that whoever has seen a result finds them up to date: the task counted and
    /// the worker free. Not called for a task that was cancelled or begun elsewhere. It must not panic.
    pub fn run_with(mut self, mut before: impl FnMut(Ending)) -> Option<Status> {
        self.cell.take().and_then(|cell| cell.run(&mut before))
    }

    /// Ends the task, unless it has been begun or cancelled, with an error in place of running it.
    ///
    /// For a pool that has become unable to run what it has accepted. Says whether this call did.
    pub fn fail(self, error: Error) -> bool {
        self.cell().fail(error)
    }

    /// Cancels the task if it is pending. Says whether this call did.
    pub fn cancel(self) -> bool {
        self.cell().cancel()
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(cell) = self.cell.take() {
            if cell.word().is_waiting() {
                cell.fail(Error::abandoned());
            }
            // This may be the last handle of a task that another thread has run, and the result's destructor may panic.
            panics::drop_quietly(cell);
        }
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cell {
            Some(cell) => crate::future::describe(f, "Task", &**cell),
            None => f.write_str("<Task>"),
        }
    }
}

/// Makes a [`Task`].
#[must_use = "a builder makes nothing before `build`"]
pub struct TaskBuilder<J> {
    job: J,
    id: Option<TaskId>,
    extras: Option<Extras>,
}

impl<J: Job> TaskBuilder<J> {
    /// The task's id; by default one that belongs to no pool.
    pub fn id(mut self, id: TaskId) -> Self {
        self.id = Some(id);
        self
    }

    /// A name for reports.
    pub fn label(mut self, label: impl Into<Box<str>>) -> Self {
        self.extras.get_or_insert_default().label = Some(label.into());
        self
    }

    /// Somebody to be asked before, and told after, the task is cancelled.
    pub fn control(mut self, control: impl Control + 'static) -> Self {
        self.extras.get_or_insert_default().control = Some(Box::new(control));
        self
    }

    /// Makes the one allocation.
    pub fn build(self) -> NewTask<J> {
        let id = self
            .id
            .unwrap_or_else(|| host::with_locals(|locals| locals.next_promise()));
        let work = Doing(self.job);
        NewTask(match self.extras {
            None => Kind::Plain(Arc::new(Cell::new(id, work, ()))),
            Some(extras) => Kind::Extra(Arc::new(Cell::new(id, work, extras))),
        })
    }
}

impl<J> fmt::Debug for TaskBuilder<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskBuilder")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A task that nobody has seen yet, so that its job can still be had back.
#[must_use = "a task that is dropped is never run"]
pub struct NewTask<J: Job>(Kind<J>);

enum Kind<J: Job> {
    Plain(Arc<Cell<Doing<J>, J::Output, ()>>),
    Extra(Arc<Cell<Doing<J>, J::Output, Extras>>),
}

impl<J: Job> NewTask<J> {
    /// The executor's half. To be asked for once: what it returns must be run, and dropped unrun abandons the future.
    ///
    /// For an executor that decides under a lock and can give the reader its half later; otherwise use
    /// [`split`](Self::split).
    #[inline]
    pub fn task(&self) -> Task {
        let cell: Arc<dyn AnyCell> = match &self.0 {
            Kind::Plain(cell) => cell.clone(),
            Kind::Extra(cell) => cell.clone(),
        };
        Task { cell: Some(cell) }
    }

    /// The reader's half.
    #[inline]
    pub fn into_future(self) -> Future<J::Output> {
        let cell: Arc<dyn Readable<J::Output>> = match self.0 {
            Kind::Plain(cell) => cell,
            Kind::Extra(cell) => cell,
        };
        Future::new(cell)
    }

    /// The executor's half and the reader's half.
    pub fn split(self) -> (Task, Future<J::Output>) {
        (self.task(), self.into_future())
    }

    /// The job, unchanged; for an executor that has to refuse it.
    pub fn into_job(self) -> J {
        let work = match self.0 {
            Kind::Plain(cell) => cell.reclaim(),
            Kind::Extra(cell) => cell.reclaim(),
        };
        work.expect("nobody else has seen the task").0
    }
}

impl<J: Job> fmt::Debug for NewTask<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<NewTask>")
    }
}

/// Has the task that runs on this thread been asked to stop? False outside of tasks.
///
/// What [`Future::cancel_running`] sets. A task that takes long should ask now and then, and return early.
pub fn is_cancelled() -> bool {
    host::with_task(|task| task.is_some_and(|task| task.word().has(Word::CANCEL_REQUESTED)))
}

/// The id of the task that runs on this thread.
pub fn current_id() -> Option<TaskId> {
    host::with_task(|task| task.map(|task| task.head().id()))
}

/// The ids of the tasks that this thread runs, the outermost first. Each but the last waits for the next one, which its
/// worker runs in place; without such waits there is at most one.
pub fn current_stack() -> Vec<TaskId> {
    graph::stack()
}

/// Returns `Err` with a cancellation if the task that runs on this thread has been asked to stop: for use with `?` in a
/// [`Fallible`](crate::Fallible) job.
///
/// # Errors
/// Of kind [`Cancelled`](crate::ErrorKind::Cancelled).
pub fn check_cancelled() -> Result<(), Error> {
    if is_cancelled() {
        return Err(Error::new(
            crate::ErrorKind::Cancelled,
            "the task was asked to stop",
        ));
    }
    Ok(())
}

//! The writing half of a future that no pool of this process runs.

use std::fmt;
use std::mem;
use std::panic::Location;
use std::sync::Arc;

use crate::cell::{AnyCell, Cell, Control, Extras};
use crate::{Error, Future, State, TaskId, future, host};

/// The right and the duty to settle a [`Future`].
///
/// In Python a `Future` is its own promise, with `set_result` open to everybody. Here the right has one owner and is
/// used up: settling twice does not compile. Dropping the promise settles it with
/// [`Abandoned`](crate::ErrorKind::Abandoned), so a reader never waits for someone who is gone.
///
/// ```
/// let (promise, future) = futures_core::promise::<i32>();
/// promise.set_result(7).unwrap();
/// assert_eq!(future.result().unwrap(), 7);
/// ```
///
/// ```compile_fail,E0382
/// let (promise, _future) = futures_core::promise::<i32>();
/// promise.set_result(7).unwrap();
/// promise.set_result(8).unwrap();
/// ```
#[must_use = "dropping a promise abandons its future"]
pub struct Promise<T: Send + 'static> {
    cell: Arc<Cell<(), T, Extras>>,
}

/// A promise and its future.
#[track_caller]
pub fn promise<T: Send + 'static>() -> (Promise<T>, Future<T>) {
    PromiseBuilder::new().build()
}

/// The promise had been settled, by its being cancelled; the value that came too late is handed back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InvalidState<V> {
    state: State,
    value: V,
}

impl<V> InvalidState<V> {
    /// The state that the future is in.
    pub fn state(&self) -> State {
        self.state
    }

    /// The value that came too late.
    pub fn into_value(self) -> V {
        self.value
    }
}

impl<V> fmt::Display for InvalidState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the future is {} and cannot be settled", self.state)
    }
}

impl<V> fmt::Debug for InvalidState<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvalidState")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl<V> std::error::Error for InvalidState<V> {}

impl<T: Send + 'static> Promise<T> {
    /// Names the task.
    pub fn id(&self) -> TaskId {
        self.cell.head().id()
    }

    /// Where its future stands.
    pub fn state(&self) -> State {
        future::state_of(&*self.cell as &dyn AnyCell)
    }

    /// Says that work has begun, after which the future can no longer be cancelled. False: it has been.
    ///
    /// In Python: `set_running_or_notify_cancel`.
    pub fn set_running(&self) -> bool {
        self.cell.open() || self.state() == State::Running
    }

    /// Has the reader asked a running task to stop?
    pub fn is_cancel_requested(&self) -> bool {
        self.cell.word().has(crate::state::Word::CANCEL_REQUESTED)
    }

    /// Cancels the future, as its owner could. False: work has begun, so that nobody can.
    ///
    /// For pools that cancel what is pending when they are shut down.
    pub fn cancel(self) -> bool {
        future::cancel(&*self.cell as &dyn AnyCell)
    }

    /// Settles the future with a value.
    ///
    /// # Errors
    /// Hands the value back if the future was cancelled.
    pub fn set_result(self, value: T) -> Result<(), InvalidState<T>> {
        self.cell.settle(Ok(value)).map_err(|result| match result {
            Ok(value) => InvalidState {
                state: self.state(),
                value,
            },
            Err(_) => unreachable!("what was refused is what was given"),
        })
    }

    /// Settles the future with an error.
    ///
    /// # Errors
    /// Hands the error back if the future was cancelled.
    pub fn set_error(self, error: Error) -> Result<(), InvalidState<Error>> {
        self.cell.settle(Err(error)).map_err(|result| match result {
            Err(value) => InvalidState {
                state: self.state(),
                value,
            },
            Ok(_) => unreachable!("what was refused is what was given"),
        })
    }
}

impl<T: Send + 'static> Drop for Promise<T> {
    fn drop(&mut self) {
        if !self.cell.word().is_done() {
            // Refused if it is cancelled at this very moment, which settles it as well.
            let _ = self.cell.settle(Err(Error::abandoned()));
        }
    }
}

impl<T: Send + 'static> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        future::describe(f, "Promise", &*self.cell)
    }
}

/// Makes a [`Promise`] with an id, a label or a control of its own.
#[derive(Default)]
#[must_use = "a builder makes nothing before `build`"]
pub struct PromiseBuilder {
    id: Option<TaskId>,
    extras: Extras,
}

impl PromiseBuilder {
    /// A promise without a label or a control.
    pub fn new() -> Self {
        Self::default()
    }

    /// The id of the future; by default the next of those that belong to no pool.
    pub fn id(mut self, id: TaskId) -> Self {
        self.id = Some(id);
        self
    }

    /// A name for reports.
    pub fn label(mut self, label: impl Into<Box<str>>) -> Self {
        self.extras.label = Some(label.into());
        self
    }

    /// Authority over the task where it really runs.
    pub fn control(mut self, control: impl Control + 'static) -> Self {
        self.extras.control = Some(Box::new(control));
        self
    }

    /// The promise and its future.
    #[track_caller]
    pub fn build<T: Send + 'static>(mut self) -> (Promise<T>, Future<T>) {
        let made_at = Location::caller();
        // One with an id of somebody else's is a part of a task, which was submitted elsewhere.
        let id = self.id.unwrap_or_else(|| {
            let id = host::with_locals(|locals| locals.next_promise());
            host::task_made(id, made_at);
            id
        });
        let cell = Arc::new(Cell::new(id, (), mem::take(&mut self.extras)));
        (Promise { cell: cell.clone() }, Future::new(cell))
    }
}

impl fmt::Debug for PromiseBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PromiseBuilder")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

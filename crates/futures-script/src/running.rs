//! Which tasks run, and where they were submitted: what a user is told who waits for them.
//!
//! Each thread notes its own tasks in a slot of its own, so that tasks that begin at the same time do not meet at a lock.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use futures_core::host::Lock;
use futures_core::{TaskId, task};
use rhai::{ImmutableString, Position};

use crate::run::Run;

/// A task that has begun and not ended.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) task: TaskId,
    /// Where it was submitted.
    pub(crate) position: Position,
    /// What it was submitted as.
    pub(crate) label: Option<ImmutableString>,
}

/// The slots of all threads of a run.
#[derive(Default)]
pub(crate) struct Slots(Lock<Vec<Arc<Slot>>>);

/// What one thread runs; several tasks if one waits for the next.
struct Slot {
    run: Weak<Run>,
    tasks: Lock<Vec<Running>>,
}

thread_local! {
    static SLOT: RefCell<Option<Arc<Slot>>> = const { RefCell::new(None) };
}

/// A task under way; dropping it says that it has ended.
pub(crate) struct Begun(Arc<Slot>);

impl Drop for Begun {
    fn drop(&mut self) {
        self.0.tasks.lock().pop();
    }
}

impl Slots {
    /// The tasks that run, in no order.
    pub(crate) fn tasks(&self) -> Vec<Running> {
        let slots = self.0.lock().clone();
        let tasks = |slot: &Arc<Slot>| slot.tasks.lock().clone();
        slots.iter().flat_map(tasks).collect()
    }

    fn open(&self, run: &Arc<Run>) -> Arc<Slot> {
        let slot = Arc::new(Slot {
            run: Arc::downgrade(run),
            tasks: Lock::default(),
        });
        let mut slots = self.0.lock();
        // Those of threads that have ended.
        slots.retain(|other| Arc::strong_count(other) > 1);
        slots.push(slot.clone());
        slot
    }
}

/// The label of the task that the calling thread runs, if it has one.
pub(crate) fn current_label() -> Option<ImmutableString> {
    let id = task::current_id()?;
    SLOT.with_borrow(|slot| {
        let tasks = slot.as_ref()?.tasks.lock();
        let running = tasks.last().filter(|running| running.task == id);
        running?.label.clone()
    })
}

/// Notes that the calling thread begins a task of `run`.
#[must_use = "the task has ended when this is dropped"]
pub(crate) fn begin(run: &Arc<Run>, task: Running) -> Begun {
    let slot = SLOT.with_borrow_mut(|own| {
        let known = own
            .as_ref()
            .filter(|slot| slot.run.as_ptr() == Arc::as_ptr(run));
        let slot = known.cloned().unwrap_or_else(|| run.slots().open(run));
        *own = Some(slot.clone());
        slot
    });
    slot.tasks.lock().push(task);
    Begun(slot)
}

//! No pool at all: allocates the task, runs it at once, keeps it and reads its value. The price of memory alone.

use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;

use crate::pool::{Handle, Pool};

pub(crate) struct Memory;

impl Pool for Memory {
    fn start(_: usize) -> Self {
        Memory
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let slot = Rc::new(Slot {
            task: Cell::new(Some(task)),
            value: Cell::new(None),
        });
        let runnable: Rc<dyn Run> = slot.clone();
        black_box(&runnable).run();
        let readable: Rc<dyn Read<T>> = slot;
        readable
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        (0..n_tasks)
            .map(|number| self.submit(move || number).wait())
            .sum()
    }
}

/// What a task needs in one allocation: its closure, its value, and two owners who do not know its type.
struct Slot<T, F> {
    task: Cell<Option<F>>,
    value: Cell<Option<T>>,
}

trait Run {
    fn run(&self);
}

trait Read<T> {
    fn read(&self) -> T;
}

impl<T, F: FnOnce() -> T> Run for Slot<T, F> {
    fn run(&self) {
        let task = self.task.take().expect("a task runs once");
        self.value.set(Some(task()));
    }
}

impl<T, F> Read<T> for Slot<T, F> {
    fn read(&self) -> T {
        self.value
            .take()
            .expect("the task has run and is read once")
    }
}

impl<T> Handle<T> for Rc<dyn Read<T>> {
    fn wait(self) -> T {
        self.read()
    }
}

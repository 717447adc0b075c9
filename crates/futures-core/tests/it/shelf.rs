//! An executor that puts its tasks on a shelf and runs them when it is told to, on the thread that says so.

use std::collections::VecDeque;

use futures_core::host::Lock;
use futures_core::{Error, ErrorKind, Executor, Future, Job, Rejected, Shutdown, Task};

/// The shelf. It takes `room` tasks in all and refuses the rest.
pub(crate) struct Shelf {
    inner: Lock<Inner>,
}

struct Inner {
    tasks: VecDeque<Task>,
    room: usize,
    submitted: usize,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self::with_room(usize::MAX)
    }

    pub(crate) fn with_room(room: usize) -> Self {
        Shelf {
            inner: Lock::new(Inner {
                tasks: VecDeque::new(),
                room,
                submitted: 0,
            }),
        }
    }

    /// How many tasks it was given so far.
    pub(crate) fn submitted(&self) -> usize {
        self.inner.lock().submitted
    }

    /// Takes the oldest task down.
    pub(crate) fn take(&self) -> Option<Task> {
        self.inner.lock().tasks.pop_front()
    }

    /// Runs the oldest task.
    pub(crate) fn run_one(&self) {
        let task = self.take().expect("a task on the shelf");
        task.run();
    }

    /// Runs every task, also those that are submitted meanwhile.
    pub(crate) fn run_all(&self) {
        while let Some(task) = self.take() {
            task.run();
        }
    }
}

impl<J: Job> Executor<J> for Shelf {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        let mut inner = self.inner.lock();
        if inner.submitted == inner.room {
            drop(inner);
            let full = Error::new(ErrorKind::QueueFull, "the shelf is full");
            return Err(Rejected::new(full, job));
        }
        inner.submitted += 1;
        let (task, future) = Task::builder(job).build().split();
        inner.tasks.push_back(task);
        Ok(future)
    }

    fn shutdown(&self, mode: Shutdown) {
        self.inner.lock().room = 0;
        while let Some(task) = self.take() {
            if mode.cancels() {
                task.cancel();
            } else {
                task.run();
            }
        }
    }
}

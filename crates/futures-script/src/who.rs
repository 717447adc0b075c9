//! Who does something: a thread, and the task that it runs.

use std::fmt;

use futures_core::TaskId;
use futures_core::host::{self, Thread};

use crate::current;

/// A thread at a moment.
#[derive(Clone)]
pub(crate) struct Who {
    thread: Thread,
    task: Option<TaskId>,
}

impl Who {
    /// The calling thread.
    pub(crate) fn current() -> Self {
        Who {
            thread: host::current(),
            task: current::task(),
        }
    }

    pub(crate) fn thread(&self) -> &Thread {
        &self.thread
    }

    /// The task that it runs, if one.
    pub(crate) fn task(&self) -> Option<TaskId> {
        self.task
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.task {
            Some(task) => write!(f, "task {task} on {}", self.thread.name()),
            None => f.write_str(self.thread.name()),
        }
    }
}

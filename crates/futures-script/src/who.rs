//! Who does something: a thread, and the task that it runs.

use std::fmt;

use futures_core::TaskId;
use futures_core::host::{self, Thread};
use rhai::ImmutableString;

use crate::{current, running};

/// A thread at a moment.
#[derive(Clone)]
pub(crate) struct Who {
    thread: Thread,
    task: Option<TaskId>,
    label: Option<ImmutableString>,
}

/// The number of a task and its label, if it has one.
pub(crate) fn labelled(id: TaskId, label: Option<&str>) -> String {
    match label {
        Some(label) => format!("{id} {label:?}"),
        None => id.to_string(),
    }
}

impl Who {
    /// The calling thread.
    pub(crate) fn current() -> Self {
        Who {
            thread: host::current(),
            task: current::task(),
            label: running::current_label(),
        }
    }

    pub(crate) fn thread(&self) -> &Thread {
        &self.thread
    }

    /// The task that it runs, if one.
    pub(crate) fn task(&self) -> Option<TaskId> {
        self.task
    }

    /// What that task is called, if it has a name.
    pub(crate) fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.task {
            Some(task) => {
                let task = labelled(task, self.label.as_deref());
                write!(f, "task {task} on {}", self.thread.name())
            }
            None => f.write_str(self.thread.name()),
        }
    }
}

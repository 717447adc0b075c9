//! A run that is made by hand: a clock in milliseconds, and the events of pools as short words.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::WaitReason;
use futures_core::{Event, Observer, Status, TaskId};
use timeline::{PoolRecorder, Recorder, Text};

/// A pool of which the test tells.
pub(crate) struct Play {
    pub(crate) recorder: Recorder,
    pool: Arc<PoolRecorder>,
    number: u32,
}

/// So many milliseconds.
pub(crate) fn ms(time: u64) -> Duration {
    Duration::from_millis(time)
}

impl Play {
    /// A pool of this name with a recorder of its own.
    pub(crate) fn new(name: &str) -> Self {
        Self::beside(&Recorder::new(), name, 1)
    }

    /// A pool with this number, told to a recorder that others use too.
    pub(crate) fn beside(recorder: &Recorder, name: &str, number: u32) -> Self {
        Play {
            recorder: recorder.clone(),
            pool: recorder.pool(name),
            number,
        }
    }

    pub(crate) fn id(&self, task: u64) -> TaskId {
        TaskId::new(self.number, task)
    }

    pub(crate) fn tell(&self, at: Duration, event: Event) {
        self.pool.observe(at, &event);
    }

    /// Workers come up.
    pub(crate) fn up(&self, at: u64, workers: u32) {
        for worker in 0..workers {
            let name = format!("{}_{worker}", self.number);
            self.tell(ms(at), Event::WorkerUp { worker, name });
        }
    }

    /// And go.
    pub(crate) fn down(&self, at: u64, workers: u32) {
        for worker in 0..workers {
            self.tell(ms(at), Event::WorkerDown { worker });
        }
    }

    pub(crate) fn submit(&self, at: u64, tasks: impl IntoIterator<Item = u64>) {
        for task in tasks {
            let (task, label) = (self.id(task), None);
            self.tell(ms(at), Event::Submitted { task, label });
        }
    }

    pub(crate) fn submit_as(&self, at: u64, task: u64, label: &str) {
        let (task, label) = (self.id(task), Some(label.to_owned()));
        self.tell(ms(at), Event::Submitted { task, label });
    }

    /// A task begins and ends well.
    pub(crate) fn run(&self, worker: u32, task: u64, begin: u64, end: u64) {
        self.start(worker, task, begin);
        self.end(worker, task, end, Status::Finished);
    }

    pub(crate) fn start(&self, worker: u32, task: u64, at: u64) {
        let task = self.id(task);
        self.tell(ms(at), Event::Started { task, worker });
    }

    pub(crate) fn end(&self, worker: u32, task: u64, at: u64, status: Status) {
        let task = self.id(task);
        self.tell(
            ms(at),
            Event::Ended {
                task,
                worker,
                status,
            },
        );
    }

    pub(crate) fn cancel(&self, at: u64, task: u64) {
        let task = self.id(task);
        self.tell(ms(at), Event::Cancelled { task });
    }

    /// A worker lends its place, waiting for the result of a task, and takes it back.
    pub(crate) fn wait(&self, worker: u32, task: u64, begin: u64, end: u64) {
        let reason = WaitReason::Result(self.id(task));
        self.tell(ms(begin), Event::Blocked { worker, reason });
        self.tell(ms(end), Event::Unblocked { worker });
    }

    pub(crate) fn draw(&self, text: &Text) -> String {
        text.draw(&self.recorder.timeline())
    }
}

//! The picture itself: lanes with bars, waits and marks, whatever it is drawn with.

use std::time::Duration;

use futures_core::TaskId;

/// A point of a run.
///
/// Ordered by time and then by the order in which things were recorded: under simulation many things happen at the
/// same time, and their order still means something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The time since the run began, as of [`futures_core::host::now`].
    pub at: Duration,
    /// How many things were recorded before.
    pub step: u64,
}

/// A stretch of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub begin: Moment,
    /// Its last moment.
    pub end: Moment,
}

/// What a recorder has heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// When the first thing happened, be it that it is no longer there; axes count from here.
    pub origin: Duration,
    /// The first moment that is known.
    pub begin: Moment,
    /// The last moment that is known.
    pub end: Moment,
    /// Threads that work for no pool, in the order in which they were made known.
    pub threads: Vec<Lane>,
    /// Pools of which anything is known, in the order in which they were made known.
    pub pools: Vec<Pool>,
    /// How many of the oldest events are missing, since the recorder was full.
    pub n_missing: u64,
}

/// A pool: its workers, and the tasks that no worker ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pool {
    /// What it is called.
    pub name: String,
    /// What kind of pool it is, in the word of whoever recorded it; empty if nobody said so.
    pub kind: String,
    /// One lane for each worker, by number; the last one may be for tasks that ran on the threads of their submitters.
    pub lanes: Vec<Lane>,
    /// The tasks that have no bar, in the order of their ends; those that have none come last.
    pub unrun: Vec<Unrun>,
    /// How many tasks were pending, at each change.
    pub backlog: Vec<Backlog>,
}

/// One line of the picture: a worker or another thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lane {
    /// "worker 0" or the name of a thread.
    pub name: String,
    /// The worker's number in its pool; `None` for threads that are no workers.
    pub worker: Option<u32>,
    /// When it was there.
    pub alive: Vec<Span>,
    /// What it did, in the order of the beginnings. A bar may lie within another one: a worker that waits for a task of
    /// its own pool may run it meanwhile.
    pub bars: Vec<Bar>,
    /// What somebody wants to be noticed, in order.
    pub marks: Vec<Mark>,
}

/// A task on a worker, or a thread from its start to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bar {
    /// The task; `None` for a thread that is no worker.
    pub task: Option<TaskId>,
    /// The task's label.
    pub label: Option<String>,
    /// When the task was submitted, if that is known.
    pub submitted: Option<Moment>,
    /// Its beginning; that of the timeline if the true one is not known.
    pub begin: Moment,
    /// Its end; that of the timeline if it had not ended.
    pub end: Moment,
    /// How it ended.
    pub outcome: Outcome,
    /// When it waited, in order, without overlaps.
    pub waits: Vec<Wait>,
}

/// A stretch in which a task or a thread waited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// When it began.
    pub begin: Moment,
    /// When it was over.
    pub end: Moment,
    /// What for, in words that can follow "waits for".
    pub reason: String,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// With a value.
    Finished,
    /// With an error.
    Failed,
    /// With an error, because somebody killed it.
    Killed,
    /// It was cancelled.
    Cancelled,
    /// The pool did not take it.
    Refused,
    /// It had not ended, or not even begun, when the timeline was made.
    Unfinished,
}

/// A task that no worker ran, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unrun {
    /// The task.
    pub task: TaskId,
    /// Its label.
    pub label: Option<String>,
    /// When it was submitted, if that is known.
    pub submitted: Option<Moment>,
    /// When it ended; the end of the timeline if it had not.
    pub at: Moment,
    /// How it ended.
    pub outcome: Outcome,
}

/// A change of the number of tasks that wait for a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backlog {
    /// From then on …
    pub at: Moment,
    /// … so many waited.
    pub n_pending: usize,
}

/// Something that somebody wants to be noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// When it happened.
    pub at: Moment,
    /// What it was.
    pub text: String,
}

impl Timeline {
    /// All lanes: those of threads, and then those of each pool.
    pub fn lanes(&self) -> impl Iterator<Item = &Lane> {
        let of_pools = self.pools.iter().flat_map(|pool| &pool.lanes);
        self.threads.iter().chain(of_pools)
    }
}

impl Pool {
    /// Is nothing known of it but its name?
    pub fn is_empty(&self) -> bool {
        self.lanes.is_empty() && self.unrun.is_empty()
    }
}

impl Lane {
    /// Is nothing known of it but its name?
    pub fn is_empty(&self) -> bool {
        self.alive.is_empty() && self.bars.is_empty() && self.marks.is_empty()
    }
}

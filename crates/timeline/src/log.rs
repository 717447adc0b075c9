//! What a recorder keeps: the newest events, up to a limit, and the names of those whom they concern.

use std::collections::VecDeque;
use std::time::Duration;

use futures_core::{Event, TaskId};

/// Something that was recorded.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: Duration,
    pub(crate) what: What,
}

/// What was recorded. Pools and threads are indices into the lists of the [`Log`].
#[derive(Clone, Debug)]
pub(crate) enum What {
    Pool { pool: usize, event: Event },
    TaskWaits { task: TaskId, reason: String },
    TaskGoesOn { task: TaskId },
    TaskKilled { task: TaskId },
    ThreadBegins { thread: usize },
    ThreadWaits { thread: usize, reason: String },
    ThreadGoesOn { thread: usize },
    ThreadEnds { thread: usize },
    Mark { lane: String, text: String },
}

/// The record.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    /// In the order in which it came, which need not be that of the times.
    pub(crate) entries: VecDeque<Entry>,
    limit: usize,
    pub(crate) n_missing: u64,
    /// The earliest time of all that was ever recorded.
    pub(crate) origin: Option<Duration>,
    pub(crate) pools: Vec<String>,
    pub(crate) threads: Vec<String>,
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Log {
            entries: VecDeque::new(),
            limit: limit.max(1),
            n_missing: 0,
            origin: None,
            pools: Vec::new(),
            threads: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, entry: Entry) -> Option<Entry> {
        self.origin = Some(self.origin.map_or(entry.at, |origin| origin.min(entry.at)));
        let oldest = (self.entries.len() >= self.limit)
            .then(|| self.entries.pop_front())
            .flatten();
        self.n_missing += u64::from(oldest.is_some());
        self.entries.push_back(entry);
        oldest
    }
}

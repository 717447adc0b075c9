//! What a recorder keeps: the newest events, up to a limit, and the names of those whom they concern.

use std::collections::VecDeque;
use std::time::Duration;

use futures_core::{Event, TaskId};

use crate::model::Outcome;

/// Something that was recorded.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: Duration,
    pub(crate) what: What,
}

/// What was recorded. Pools and threads are indices into the lists of the [`Log`].
#[derive(Clone, Debug)]
pub(crate) enum What {
    Pool {
        pool: usize,
        event: Event,
    },
    TaskWaits {
        task: TaskId,
        reason: String,
    },
    TaskGoesOn {
        task: TaskId,
    },
    TaskKilled {
        task: TaskId,
    },
    ThreadBegins {
        thread: usize,
    },
    ThreadWaits {
        thread: usize,
        reason: String,
    },
    ThreadGoesOn {
        thread: usize,
    },
    ThreadEnds {
        thread: usize,
        outcome: Outcome,
    },
    Mark {
        lane: String,
        text: String,
    },
    /// The end of what is to be seen.
    End,
}

/// What is known of a pool beside its events.
#[derive(Clone, Debug)]
pub(crate) struct PoolName {
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// A wait in which nobody did anything and that took no longer is none: what was awaited was there.
const NO_WAIT: Duration = Duration::from_micros(10);

/// The record.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    /// In the order in which it came, which need not be that of the times.
    pub(crate) entries: VecDeque<Entry>,
    limit: usize,
    pub(crate) n_missing: u64,
    /// The earliest time of all that was ever recorded.
    pub(crate) origin: Option<Duration>,
    pub(crate) pools: Vec<PoolName>,
    pub(crate) threads: Vec<String>,
    doors: Doors,
}

/// What the record still takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doors {
    /// Everything.
    Open,
    /// What has happened until then, told late.
    Until(Duration),
    Closed,
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
            doors: Doors::Open,
        }
    }

    /// Takes an entry, unless it is of no interest. Returns what had to make room for it.
    pub(crate) fn push(&mut self, entry: Entry) -> Option<Entry> {
        match self.doors {
            Doors::Until(end) if entry.at > end => return Some(entry),
            Doors::Closed => return Some(entry),
            _ => {}
        }
        if let Some(begin) = self.entries.back()
            && begin.what.begins_wait_of(&entry.what)
            && entry.at.saturating_sub(begin.at) <= NO_WAIT
        {
            return self.entries.pop_back();
        }
        self.origin = Some(self.origin.map_or(entry.at, |origin| origin.min(entry.at)));
        let oldest = (self.entries.len() >= self.limit)
            .then(|| self.entries.pop_front())
            .flatten();
        self.n_missing += u64::from(oldest.is_some());
        self.entries.push_back(entry);
        oldest
    }

    /// Takes nothing more.
    pub(crate) fn close(&mut self) {
        if self.doors == Doors::Open {
            self.doors = Doors::Closed;
        }
    }

    /// Takes nothing more of what happens later.
    pub(crate) fn close_at(&mut self, at: Duration) -> Option<Entry> {
        if self.doors != Doors::Open {
            return None;
        }
        self.doors = Doors::Until(at);
        self.push(Entry {
            at,
            what: What::End,
        })
    }
}

impl What {
    /// Does this begin a wait that `other` ends?
    fn begins_wait_of(&self, other: &What) -> bool {
        match (self, other) {
            (What::TaskWaits { task, .. }, What::TaskGoesOn { task: other }) => task == other,
            (What::ThreadWaits { thread, .. }, What::ThreadGoesOn { thread: other }) => {
                thread == other
            }
            _ => false,
        }
    }
}

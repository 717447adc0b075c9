//! What happened in a run, in an order that is the same in every run of the same schedule.

use std::fmt;
use std::time::Duration;

use futures_core::host::WaitReason;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) at: Duration,
    /// The name and the number of the thread that it happened to.
    pub(crate) thread: (String, u32),
    pub(crate) what: What,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Began { name: String, number: u32 },
    Ended,
    GaveWay { place: &'static str, to: u32 },
    Waits(WaitReason),
    WentOn(&'static str),
    Chose { way: usize, of: usize },
    Woke(u32),
}

impl Entry {
    /// When: the virtual time since the run began.
    pub fn at(&self) -> Duration {
        self.at
    }

    /// The name of the thread.
    pub fn thread(&self) -> &str {
        &self.thread.0
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Began { name, number } => write!(f, "starts {name} (thread {number})"),
            What::Ended => f.write_str("ends"),
            What::GaveWay { place, to } => write!(f, "at {place}: thread {to} goes on"),
            What::Waits(reason) => write!(f, "waits for {reason}"),
            What::WentOn(why) => write!(f, "goes on: {why}"),
            What::Chose { way, of } => write!(f, "takes way {way} of {of}"),
            What::Woke(thread) => write!(f, "wakes thread {thread}"),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { at, thread, what } = self;
        write!(
            f,
            "{:.6} {} ({}) {what}",
            at.as_secs_f64(),
            thread.0,
            thread.1
        )
    }
}

/// The entries of a run, or at least a number that differs if they do.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    hash: u64,
    entries: Option<Vec<Entry>>,
}

impl Log {
    pub(crate) fn new(is_kept: bool) -> Self {
        Log {
            // FNV-1a, which takes a few lines and is the same everywhere.
            hash: 0xcbf2_9ce4_8422_2325,
            entries: is_kept.then(Vec::new),
        }
    }

    /// Notes that `what` happened to thread `number`, whose `place`th place this is.
    pub(crate) fn note(&mut self, at: Duration, number: u32, place: u64, name: &str, what: What) {
        let kind = match &what {
            What::Began { number, .. } => u64::from(*number) << 8,
            What::Ended => 1,
            What::GaveWay { to, .. } => u64::from(*to) << 8 | 2,
            What::Waits(reason) => hash_of_reason(reason) << 8 | 3,
            What::WentOn(why) => why.len() as u64 | 4,
            What::Chose { way, .. } => (*way as u64) << 8 | 5,
            What::Woke(thread) => u64::from(*thread) << 8 | 6,
        };
        for part in [at.as_nanos() as u64, u64::from(number), place, kind] {
            self.add(part);
        }
        if let Some(entries) = &mut self.entries {
            let thread = (name.to_owned(), number);
            entries.push(Entry { at, thread, what });
        }
    }

    fn add(&mut self, part: u64) {
        for byte in part.to_le_bytes() {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        self.entries.as_deref().unwrap_or_default()
    }
}

/// A few bits that tell most reasons apart, without putting them into words.
fn hash_of_reason(reason: &WaitReason) -> u64 {
    match reason {
        WaitReason::Idle => 1,
        WaitReason::Result(task) => task.as_u64() << 4 | 2,
        WaitReason::Set { remaining, .. } => (*remaining as u64) << 4 | 3,
        WaitReason::Next { remaining } => (*remaining as u64) << 4 | 4,
        WaitReason::Room { pool } => (pool.len() as u64) << 4 | 5,
        WaitReason::Shutdown { pool } => (pool.len() as u64) << 4 | 6,
        WaitReason::Scope { pool } => (pool.len() as u64) << 4 | 7,
        WaitReason::Sleep => 8,
        WaitReason::Other(what) => (what.len() as u64) << 4 | 9,
        _ => 10,
    }
}

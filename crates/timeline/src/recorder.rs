//! The recorder, and its ends for pools and threads.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_core::{Event, Observer, TaskId};

use crate::assemble::assemble;
use crate::log::{Entry, Log, PoolName, What};
use crate::model::{Outcome, Timeline};

/// Keeps what happens in pools and threads. Copies are the same recorder.
///
/// One recorder listens to as many pools as one likes: to each through an end of its own, [`Recorder::pool`], since
/// events have only the numbers of workers. As an [`Observer`] itself it takes all events as those of one pool.
///
/// It keeps the newest [`DEFAULT_LIMIT`](Recorder::DEFAULT_LIMIT) events, since the end of a run explains a failure; how
/// many are missing stands in the [`Timeline`]. An event costs some 100 bytes and a short critical section.
#[derive(Clone)]
pub struct Recorder {
    /// A lock of the standard library. One of the core is a yield point: under simulation a run would take another
    /// course as soon as somebody watches. Nothing that blocks happens under it.
    log: Arc<Mutex<Log>>,
    /// What is told without the name of a pool.
    nameless: Arc<Mutex<Option<usize>>>,
}

/// The end of a [`Recorder`] for one pool; what its builder's `observer` is given.
pub struct PoolRecorder {
    recorder: Recorder,
    pool: usize,
}

/// The end of a [`Recorder`] for a thread that works for no pool.
pub struct ThreadRecorder {
    recorder: Recorder,
    thread: usize,
}

impl Recorder {
    /// How many events are kept if nothing else is said: some 10 MB, a pool's life of 30,000 tasks. More would show
    /// nothing more on a screen; fewer would lose the beginning of lessons that count to ten thousand.
    pub const DEFAULT_LIMIT: usize = 100_000;

    /// A recorder with the default limit.
    pub fn new() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }

    /// A recorder that keeps the newest `limit` events, at least one.
    pub fn with_limit(limit: usize) -> Self {
        Recorder {
            log: Arc::new(Mutex::new(Log::new(limit))),
            nameless: Arc::default(),
        }
    }

    /// An end for a pool of this name; a pool is there in the picture once it has told something.
    pub fn pool(&self, name: impl Into<String>) -> Arc<PoolRecorder> {
        Arc::new(PoolRecorder {
            recorder: self.clone(),
            pool: self.new_pool(name.into()),
        })
    }

    /// An end for a thread that works for no pool.
    pub fn thread(&self, name: impl Into<String>) -> Arc<ThreadRecorder> {
        let mut log = self.log();
        log.threads.push(name.into());
        Arc::new(ThreadRecorder {
            recorder: self.clone(),
            thread: log.threads.len() - 1,
        })
    }

    /// Notes something on the lane of the thread or worker of this name, which is made if there is none.
    pub fn mark(&self, at: Duration, lane: impl Into<String>, text: impl Into<String>) {
        let (lane, text) = (lane.into(), text.into());
        self.push(at, What::Mark { lane, text });
    }

    /// A task that runs begins to wait for what `reason` says, in words that can follow "waits for".
    ///
    /// Pools themselves tell of the waits in which a worker lends its place; that both are told does no harm. A sleep that
    /// only stands for work had better not be told, or a lesson is a picture of nothing but waits.
    pub fn task_waits(&self, at: Duration, task: TaskId, reason: impl Into<String>) {
        let reason = reason.into();
        self.push(at, What::TaskWaits { task, reason });
    }

    /// A task that waited goes on.
    pub fn task_goes_on(&self, at: Duration, task: TaskId) {
        self.push(at, What::TaskGoesOn { task });
    }

    /// A task is told to stop, though it runs. If it fails, it counts as killed.
    pub fn task_killed(&self, at: Duration, task: TaskId) {
        self.push(at, What::TaskKilled { task });
    }

    /// Ends the picture: what is told from now on is not in it, and what has not ended is unfinished.
    ///
    /// For a run that is stopped from outside: that all of its tasks fail then says nothing about them. Whichever comes
    /// first counts, this or [`close_at`](Self::close_at).
    pub fn close(&self) {
        self.log().close();
    }

    /// As [`close`](Self::close), but takes what happened until then and is told late, as process pools do.
    ///
    /// Not for a simulated run, in which much happens at the same time.
    pub fn close_at(&self, at: Duration) {
        let oldest = self.log().close_at(at);
        drop(oldest);
    }

    /// What has been heard so far.
    pub fn timeline(&self) -> Timeline {
        let log = self.log().clone();
        assemble(log)
    }

    fn new_pool(&self, name: String) -> usize {
        let mut log = self.log();
        log.pools.push(PoolName {
            name,
            kind: String::new(),
        });
        log.pools.len() - 1
    }

    fn push(&self, at: Duration, what: What) {
        let entry = Entry { at, what };
        // What makes room for it is let go of behind the lock.
        let oldest = self.log().push(entry);
        drop(oldest);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Observer for Recorder {
    fn observe(&self, at: Duration, event: &Event) {
        let pool = {
            let mut nameless = self.nameless.lock().unwrap_or_else(PoisonError::into_inner);
            *nameless.get_or_insert_with(|| self.new_pool("pool".to_owned()))
        };
        let event = event.clone();
        self.push(at, What::Pool { pool, event });
    }
}

impl PoolRecorder {
    /// Calls the pool so from now on, also in what has been recorded: some pools get their names when they are made.
    pub fn set_name(&self, name: impl Into<String>) {
        let name = name.into();
        self.recorder.log().pools[self.pool].name = name;
    }

    /// Says what kind of pool it is, for whoever looks at the [`Timeline`]; a picture does not show it.
    pub fn set_kind(&self, kind: impl Into<String>) {
        let kind = kind.into();
        self.recorder.log().pools[self.pool].kind = kind;
    }
}

impl Observer for PoolRecorder {
    fn observe(&self, at: Duration, event: &Event) {
        let (pool, event) = (self.pool, event.clone());
        self.recorder.push(at, What::Pool { pool, event });
    }
}

impl ThreadRecorder {
    /// The thread begins.
    pub fn begins(&self, at: Duration) {
        let thread = self.thread;
        self.recorder.push(at, What::ThreadBegins { thread });
    }

    /// The thread begins to wait for what `reason` says; as [`Recorder::task_waits`].
    pub fn waits(&self, at: Duration, reason: impl Into<String>) {
        let (thread, reason) = (self.thread, reason.into());
        self.recorder.push(at, What::ThreadWaits { thread, reason });
    }

    /// The thread goes on.
    pub fn goes_on(&self, at: Duration) {
        let thread = self.thread;
        self.recorder.push(at, What::ThreadGoesOn { thread });
    }

    /// The thread is about to end.
    pub fn ends(&self, at: Duration) {
        self.end(at, Outcome::Finished);
    }

    /// The thread is about to end, because of an error.
    pub fn fails(&self, at: Duration) {
        self.end(at, Outcome::Failed);
    }

    fn end(&self, at: Duration, outcome: Outcome) {
        let thread = self.thread;
        self.recorder.push(at, What::ThreadEnds { thread, outcome });
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl fmt::Debug for PoolRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolRecorder").finish_non_exhaustive()
    }
}

impl fmt::Debug for ThreadRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadRecorder").finish_non_exhaustive()
    }
}

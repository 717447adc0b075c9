//! What a script has started and has to be ended with it: pools and threads.

use std::sync::Arc;

use futures_core::{Error as TaskError, Shutdown};

use crate::run::Run;
use crate::waiting::Awaited;

/// Something that a script started and that must not outlive it.
pub(crate) trait Started: Send + Sync {
    /// Ends it; see [`Shutdown`].
    ///
    /// # Errors
    /// If the wait for its end was interrupted.
    fn end(&self, mode: Shutdown) -> Result<(), TaskError>;

    /// Is anything of it left that runs?
    fn is_alive(&self) -> bool;

    /// What it is called in reports.
    fn title(&self) -> String;

    /// The number that its tasks have as their pool, if it is one.
    fn pool(&self) -> Option<u32> {
        None
    }

    /// What it has to do at this moment.
    fn load(&self) -> Load;

    /// How it stands, for who looks on.
    fn standing(&self) -> Standing;

    /// How many tasks of it run, wherever that is.
    fn n_running(&self) -> usize {
        self.load().busy
    }

    /// The runs of its workers, if those are simulated processes.
    fn worker_runs(&self) -> Vec<Arc<Run>> {
        Vec::new()
    }
}

/// How something that a script has started stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Pool(PoolStanding),
    Thread,
}

/// How a pool stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PoolStanding {
    /// What its workers are, in one word.
    pub(crate) kind: &'static str,
    pub(crate) max_workers: usize,
    pub(crate) workers: usize,
    /// How many tasks wait for a worker.
    pub(crate) pending: usize,
    pub(crate) running: usize,
    /// How many tasks have ended, in whichever way.
    pub(crate) done: u64,
    /// Does it take no more?
    pub(crate) is_shut_down: bool,
}

/// How the script itself ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// By running to its end.
    Well,
    /// By an error or `exit`.
    Badly,
}

impl Ended {
    /// How what was started is to be ended then.
    pub(crate) fn shutdown(self) -> Shutdown {
        match self {
            Ended::Well => Shutdown::Drain,
            Ended::Badly => Shutdown::CancelPending,
        }
    }
}

/// What something that a script started has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    /// How many calls have begun and not ended.
    pub(crate) busy: usize,
    /// How many threads are busy with calls, or with what follows them, such as callbacks.
    pub(crate) busy_threads: usize,
    /// How many calls wait for a thread.
    pub(crate) pending: usize,
    /// Will one of them get a thread though no other ends?
    pub(crate) can_begin: bool,
    /// How many calls it was ever given.
    pub(crate) given: u64,
}

impl Load {
    fn is_nothing(self) -> bool {
        self.busy == 0 && self.pending == 0
    }
}

/// The end of `started`, for a wait.
pub(crate) fn end_awaited(started: &Arc<dyn Started>) -> Awaited {
    let (titled, started) = (started.clone(), started.clone());
    Awaited::new(
        move |_| format!("the end of {}", titled.title()),
        move || started.load().is_nothing(),
    )
}

//! A worker process of a simulated world: a thread with a run of its own, and what ends it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use futures_core::host;
use rhai::Position;

use super::exit::Exit;
use crate::run::Run;
use crate::waiting::{KILLED, Stop, Stopper};

/// So many operations of a call take no time at all.
const FREE_OPERATIONS: u64 = 200_000;

/// After so many more, each time, a call that computes sleeps.
const OPERATIONS_PER_PAUSE: u64 = 50_000;

/// For how long it does so first; then for twice as long, and so on.
const FIRST_PAUSE: Duration = Duration::from_millis(10);

/// How often the pause is doubled: that is years, and no more overflows.
const MAX_DOUBLINGS: u32 = 32;

/// Why a simulated process is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It has ended itself.
    Crashed(Exit),
    /// Its call has run for longer than this, which it may not.
    TimedOut(Duration),
    /// The owner of its call wanted it.
    Killed,
    /// Its pool is over.
    Forced,
}

/// A simulated process.
pub(crate) struct Process {
    pid: u32,
    end: OnceLock<End>,
    /// What it runs, once it is ready for that.
    run: OnceLock<Weak<Run>>,
    /// Ends all that its threads do.
    stopper: Arc<Stopper>,
    /// How many operations the present call has done.
    operations: AtomicU64,
}

impl Process {
    pub(crate) fn new(pid: u32) -> Self {
        Process {
            pid,
            end: OnceLock::new(),
            run: OnceLock::new(),
            stopper: Arc::default(),
            operations: AtomicU64::new(0),
        }
    }

    /// Its number.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// The run in which its calls are made, while there is one.
    pub(crate) fn run(&self) -> Option<Arc<Run>> {
        self.run.get()?.upgrade()
    }

    pub(super) fn set_run(&self, run: &Arc<Run>) {
        // It has one in all its life.
        let _ = self.run.set(Arc::downgrade(run));
    }

    /// What stops the scripts that run in it.
    pub(super) fn stopper(&self) -> &Arc<Stopper> {
        &self.stopper
    }

    /// Why it is over, if it is.
    pub(crate) fn end(&self) -> Option<End> {
        self.end.get().copied()
    }

    /// Says that it is over, unless it was before. What it does goes on until [`stop`](Self::stop), which a lock may not
    /// be held for. False: it was over.
    pub(crate) fn set_end(&self, end: End) -> bool {
        self.end.set(end).is_ok()
    }

    /// Stops whatever it does, at the next operation or wait of each of its threads.
    pub(crate) fn stop(&self) {
        self.stopper.stop(Stop::interrupted(KILLED));
    }

    /// Says that it begins a call.
    pub(crate) fn begin_call(&self) {
        self.operations.store(0, Ordering::Relaxed);
    }

    /// Notes that one of its threads has done so many operations more.
    ///
    /// Computing takes no time in a simulated world, so a call that computes for ever would never be late, and nobody who
    /// sleeps would ever wake to kill it. Therefore one that computes for long sleeps now and then, and for longer each
    /// time: any limit is reached after some hundred thousand operations, which a call that means well hardly needs.
    pub(crate) fn compute(&self, operations: u32) {
        let before = self
            .operations
            .fetch_add(operations.into(), Ordering::Relaxed);
        let pauses = |operations: u64| match operations.checked_sub(FREE_OPERATIONS) {
            Some(more) => more / OPERATIONS_PER_PAUSE + 1,
            None => 0,
        };
        let n_pauses = pauses(before + u64::from(operations));
        if n_pauses == pauses(before) {
            return;
        }
        let doublings = u32::try_from(n_pauses - 1).unwrap_or(MAX_DOUBLINGS);
        // Registered, so that whoever ends the process ends the sleep.
        if let Ok(_waiting) = self.stopper.begin(Position::NONE, None) {
            let _ = host::sleep(FIRST_PAUSE * 2_u32.pow(doublings.min(MAX_DOUBLINGS - 1)));
        }
    }
}

//! One run of a script: what all its threads share, and what has to be ended with it.

use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{Error as TaskError, Shutdown};
use rhai::{Engine, ImmutableString};

use crate::waiting::Stopper;

/// Something that a script started and that must not outlive it.
pub(crate) trait Started: Send + Sync {
    /// Ends it; see [`Shutdown`].
    ///
    /// # Errors
    /// If the wait for its end was interrupted.
    fn end(&self, mode: Shutdown) -> Result<(), TaskError>;

    /// Is anything of it left that runs?
    fn is_alive(&self) -> bool;
}

/// Where a run writes a line of text.
pub(crate) type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// What the threads of a run share.
pub(crate) struct Run {
    engine: Arc<Engine>,
    source: ImmutableString,
    complaints: Sink,
    stopper: Arc<Stopper>,
    started: Lock<Vec<Arc<dyn Started>>>,
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

impl Run {
    pub(crate) fn new(
        engine: Arc<Engine>,
        source: ImmutableString,
        complaints: Sink,
        stopper: Arc<Stopper>,
    ) -> Self {
        Run {
            engine,
            source,
            complaints,
            stopper,
            started: Lock::default(),
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The name of the script.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn stopper(&self) -> &Stopper {
        &self.stopper
    }

    /// Says something that no code of the script is there to hear.
    pub(crate) fn complain(&self, text: &str) {
        (self.complaints)(text);
    }

    /// Keeps `started` until the end of the run, which ends it.
    pub(crate) fn keep(&self, started: Arc<dyn Started>) {
        let over: Vec<Arc<dyn Started>> = {
            let mut all = self.started.lock();
            let is_over =
                |thing: &mut Arc<dyn Started>| Arc::strong_count(thing) == 1 && !thing.is_alive();
            let over = all.extract_if(.., is_over).collect();
            all.push(started);
            over
        };
        // Their destructors must not run under the lock.
        drop(over);
    }

    /// Ends what the script started: as in Python, everything submitted is run first, unless the script failed.
    pub(crate) fn end(&self, ended: Ended) {
        // Tasks that still run may start more.
        loop {
            let started = std::mem::take(&mut *self.started.lock());
            if started.is_empty() {
                return;
            }
            if ended == Ended::Badly {
                for thing in &started {
                    // Does not wait, so it cannot be interrupted.
                    let _ = thing.end(Shutdown::CancelPendingNoWait);
                }
            }
            for thing in &started {
                self.wait_for(&**thing, ended.shutdown());
            }
        }
    }

    fn wait_for(&self, thing: &dyn Started, mode: Shutdown) {
        let ended = self
            .stopper
            .begin()
            .is_some_and(|_waiting| thing.end(mode).is_ok());
        if !ended {
            // The run was stopped, which what still runs has noticed or soon will. This wait is nobody's to interrupt.
            let _ = thing.end(Shutdown::CancelPending);
        }
    }
}

//! The process pool behind `process_pool(…)`.
//!
//! The pool's own futures are of bytes. A script holds a future of its own beside each, which the end of the first one
//! settles; what the script does to it (cancel, kill) is done to the first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_core::{
    Control, Error as TaskError, ErrorKind, MapOptions, PromiseBuilder, SharedFuture, Shutdown,
    TaskId,
};
use rhai::{Dynamic, INT, Map};

use crate::backend::{Backend, CallOptions, ItemResults, Items, Order};
use crate::call::{Call, Callee};
use crate::map_failures::{Heard, MapFailures};
use crate::processes::options::ProcessOptions;
use crate::processes::origin::Origin;
use crate::processes::real::Real;
use crate::processes::results::Decoded;
use crate::processes::simulated::Simulated;
use crate::processes::workers::Workers;
use crate::remote::{self, Header};
use crate::run::Run;
use crate::started::{Load, PoolStanding, Standing, Started};
use crate::traces::TraceOrigin;
use crate::values::ScriptFuture;

/// A pool of processes that know the script of a run.
pub(crate) struct Processes {
    workers: Box<dyn Workers>,
    /// The run keeps its pools.
    run: Weak<Run>,
    state: Arc<State>,
    is_shut_down: AtomicBool,
    /// The number of the first input of a session that its workers are not told from the beginning.
    known_inputs: usize,
}

/// What is under way in this process.
#[derive(Default)]
pub(super) struct State {
    /// How many submitted calls have not ended as scripts see it.
    pub(super) unsettled: AtomicUsize,
    /// How many have, while the callbacks of the script run.
    pub(super) settling: AtomicUsize,
    /// Has the script ended the workers by force?
    is_forced: AtomicBool,
}

impl Processes {
    /// A pool whose workers know the script of `run`: simulated ones in a simulated world.
    ///
    /// # Errors
    /// If an option is out of range, or the system has nothing left for a pool; in words.
    pub(crate) fn new(run: &Arc<Run>, options: &ProcessOptions) -> Result<Self, String> {
        // Asked for before the workers are told, who then know no less.
        let known_inputs = run.linked().map_or(0, |linked| linked.next());
        let workers: Box<dyn Workers> = if futures_sim::is_simulated() {
            Box::new(Simulated::new(run, options)?)
        } else {
            Box::new(Real::new(run, options).map_err(|error| error.to_string())?)
        };
        Ok(Processes {
            workers,
            run: Arc::downgrade(run),
            state: Arc::default(),
            is_shut_down: AtomicBool::new(false),
            known_inputs,
        })
    }

    /// Ends the pool and its processes by SIGTERM.
    pub(crate) fn terminate_workers(&self) {
        self.state.is_forced.store(true, Ordering::SeqCst);
        self.is_shut_down.store(true, Ordering::Relaxed);
        self.workers.terminate_workers();
    }

    /// Ends the pool and its processes by SIGKILL.
    pub(crate) fn kill_workers(&self) {
        self.state.is_forced.store(true, Ordering::SeqCst);
        self.is_shut_down.store(true, Ordering::Relaxed);
        self.workers.kill_workers();
    }
}

impl Started for Processes {
    fn is_alive(&self) -> bool {
        self.workers.stats().workers > 0
    }

    fn title(&self) -> String {
        self.workers.name().to_owned()
    }

    fn pool(&self) -> Option<u32> {
        Some(self.workers.number())
    }

    fn n_running(&self) -> usize {
        self.workers.stats().active
    }

    fn worker_runs(&self) -> Vec<Arc<Run>> {
        self.workers.runs()
    }

    /// A call in another process needs nothing of this one: as long as one is under way, something can still come.
    fn load(&self) -> Load {
        let settling = self.state.settling.load(Ordering::SeqCst);
        let unsettled = self.state.unsettled.load(Ordering::SeqCst);
        let stats = self.workers.stats();
        let ended = stats.finished + stats.failed + stats.cancelled;
        let in_pool = usize::try_from(stats.submitted.saturating_sub(ended)).unwrap_or(usize::MAX);
        let pending = unsettled.max(in_pool);
        Load {
            busy: settling,
            busy_threads: settling,
            pending,
            can_begin: pending > 0,
            given: stats.submitted,
        }
    }

    fn standing(&self) -> Standing {
        let stats = self.workers.stats();
        let done = stats.finished + stats.failed + stats.cancelled;
        let under_way = usize::try_from(stats.submitted.saturating_sub(done));
        Standing::Pool(PoolStanding {
            kind: "process",
            max_workers: self.workers.max_workers(),
            workers: stats.workers,
            pending: stats.pending,
            running: under_way
                .unwrap_or(usize::MAX)
                .saturating_sub(stats.pending),
            done,
            is_shut_down: self.is_shut_down.load(Ordering::Relaxed),
        })
    }

    fn end(&self, mode: Shutdown) -> Result<(), TaskError> {
        self.is_shut_down.store(true, Ordering::Relaxed);
        if self
            .run
            .upgrade()
            .is_none_or(|run| run.stopper().is_stopped())
        {
            // A thread would notice; a process need not.
            self.workers.kill_workers();
        }
        if !mode.waits() {
            self.workers.close(mode);
            return Ok(());
        }
        // Only the form with a time limit tells whether the wait was cut short.
        self.workers
            .shut_down(mode, Duration::MAX)
            .map_err(|left| TaskError::new(ErrorKind::Interrupted, left.to_string()))
    }
}

impl Backend for Processes {
    fn name(&self) -> &str {
        self.workers.name()
    }

    fn number(&self) -> u32 {
        self.workers.number()
    }

    fn max_workers(&self) -> usize {
        self.workers.max_workers()
    }

    fn submit(&self, call: Call, options: &CallOptions) -> Result<ScriptFuture, TaskError> {
        let arguments = call.given_arguments();
        let callee = call.callee();
        let traced = TraceOrigin::of(callee);
        let request = Header::new(callee, self.known_inputs)
            .and_then(|header| header.request(callee, arguments.as_slice()))
            .map_err(TaskError::failed)?;
        // Counted before the pool has it, so that at no moment nobody seems to have it.
        self.state.unsettled.fetch_add(1, Ordering::SeqCst);
        let submitted = self.workers.submit(options, request).inspect_err(|_| {
            self.state.unsettled.fetch_sub(1, Ordering::SeqCst);
        })?;
        let remote = submitted.shared();
        let mut builder = PromiseBuilder::new().id(remote.id()).control(OfRemote {
            remote: remote.clone(),
            run: self.run.clone(),
        });
        if let Some(label) = &options.label {
            builder = builder.label(label.as_str());
        }
        let (promise, future) = builder.build();
        let future = future.shared();
        let (origin, state) = (Origin::of(callee, self.number()), self.state.clone());
        let future = ScriptFuture::new(future, arguments).traced(traced);
        remote.add_done_callback(move |remote| origin.settle(remote, promise, &state));
        Ok(future)
    }

    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        callee: Callee,
        items: Items,
    ) -> Result<ItemResults, TaskError> {
        let header = Header::new(&callee, self.known_inputs).map_err(TaskError::failed)?;
        let failures = Arc::new(MapFailures::new(callee.run().clone()));
        let origin = Arc::new(Origin::of(&callee, self.number()));
        // What waits for an item of another process waits for nothing of this one, so its ticket ends here.
        let requests = items.map(move |item| {
            item.ticket.begin();
            item.arguments
                .and_then(|arguments| header.request(&callee, &arguments))
                .unwrap_or_else(|error| remote::failing(&error.at(callee.submitted_at())))
        });
        let results = self.workers.map(order, options, calls, Box::new(requests));
        let hear = {
            let (failures, origin, state) = (failures.clone(), origin.clone(), self.state.clone());
            move |error: &TaskError| {
                // What was ended by force failed because the script wanted it to.
                if !(error.is_broken_pool() && state.is_forced.load(Ordering::SeqCst)) {
                    failures.note(&origin.error(None, error));
                }
            }
        };
        let results = results.on_unheard(Box::new(hear));
        let results: ItemResults = Box::new(Decoded { results, origin });
        Ok(Box::new(Heard { results, failures }))
    }

    fn stats(&self) -> Map {
        let stats = self.workers.stats();
        let counts = [
            ("submitted", stats.submitted),
            ("finished", stats.finished),
            ("failed", stats.failed),
            ("cancelled", stats.cancelled),
            ("pending", stats.pending as u64),
            ("active", stats.active as u64),
            ("idle", stats.idle as u64),
            ("starting", stats.starting as u64),
            ("workers", stats.workers as u64),
            ("largest_workers", stats.largest_workers as u64),
            ("started_workers", stats.started_workers),
            ("died_workers", stats.died_workers),
        ];
        counts
            .into_iter()
            .map(|(name, count)| (name.into(), Dynamic::from(count as INT)))
            .collect()
    }
}

/// What a script does to its future is done to the one that the pool knows.
struct OfRemote {
    remote: SharedFuture<Vec<u8>>,
    run: Weak<Run>,
}

impl Control for OfRemote {
    fn try_cancel(&self) -> bool {
        self.remote.cancel()
    }

    fn is_running(&self) -> bool {
        // Between the end of the one and that of the other it is not pending again.
        self.remote.running() || self.remote.done() && !self.remote.cancelled()
    }

    fn kill(&self) -> bool {
        self.remote.kill()
    }

    fn unretrieved(&self, _: TaskId, _: Option<&str>, error: &TaskError) {
        if let Some(run) = self.run.upgrade() {
            run.note_unretrieved(error);
        }
    }
}

//! The thread pool behind `thread_pool(…)`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_core::{
    Error as TaskError, ErrorKind, MapOptions, Shutdown, map_fallible, map_unordered_fallible,
};
use pool_thread::{BuildError, PoolHandle, SubmitOptions, ThreadPool};
use rhai::{Dynamic, INT, Map};

use crate::backend::{Backend, CallOptions, Item, ItemResults, Items, Order};
use crate::call::{Call, Callee};
use crate::callees::Callees;
use crate::capture;
use crate::error::ItemError;
use crate::map_failures::{Heard, MapFailures};
use crate::run::Run;
use crate::started::{Load, PoolStanding, Standing, Started};
use crate::traces::TraceOrigin;
use crate::values::ScriptFuture;
use crate::{lanes, limits};

/// A pool of threads with stacks for script code.
pub(crate) struct Threads {
    pool: ThreadPool,
    is_shut_down: AtomicBool,
}

impl Threads {
    /// A pool with Python's defaults for what is `None`.
    ///
    /// # Errors
    /// If the number of workers is out of range.
    pub(crate) fn new(
        run: &Arc<Run>,
        max_workers: Option<usize>,
        name: Option<&str>,
    ) -> Result<Self, BuildError> {
        let lanes = lanes::of_pool(run, lanes::PoolKind::Thread);
        // The run keeps its pools.
        let run = Arc::downgrade(run);
        let mut builder = ThreadPool::builder()
            .on_unretrieved_error(move |_, _, error| {
                if let Some(run) = run.upgrade() {
                    run.note_unretrieved(error);
                }
            })
            .stack_size(limits::STACK_SIZE)
            .nesting_reserve(limits::NESTING_RESERVE);
        if let Some(max_workers) = max_workers {
            builder = builder.max_workers(max_workers);
        }
        if let Some(name) = name {
            builder = builder.thread_name_prefix(name);
        }
        if let Some(lanes) = &lanes {
            builder = builder.observer(lanes.clone());
        }
        let pool = builder.build()?;
        if let Some(lanes) = lanes {
            lanes.set_name(pool.name());
        }
        Ok(Threads {
            pool,
            is_shut_down: AtomicBool::new(false),
        })
    }
}

impl Started for Threads {
    fn is_alive(&self) -> bool {
        self.pool.stats().workers > 0
    }

    fn title(&self) -> String {
        self.pool.name().to_owned()
    }

    fn pool(&self) -> Option<u32> {
        Some(self.number())
    }

    fn load(&self) -> Load {
        let stats = self.pool.stats();
        let ended = stats.finished + stats.failed + stats.cancelled;
        Load {
            busy: usize::try_from(stats.submitted - ended)
                .unwrap_or(usize::MAX)
                .saturating_sub(stats.pending),
            busy_threads: stats.active + stats.blocked,
            pending: stats.pending,
            can_begin: stats.pending > 0 && stats.active < self.pool.max_workers(),
            given: stats.submitted,
        }
    }

    fn standing(&self) -> Standing {
        let stats = self.pool.stats();
        let done = stats.finished + stats.failed + stats.cancelled;
        let under_way = usize::try_from(stats.submitted - done).unwrap_or(usize::MAX);
        Standing::Pool(PoolStanding {
            kind: "thread",
            max_workers: self.pool.max_workers(),
            workers: stats.workers,
            pending: stats.pending,
            running: under_way.saturating_sub(stats.pending),
            done,
            is_shut_down: self.is_shut_down.load(Ordering::Relaxed),
        })
    }

    fn end(&self, mode: Shutdown) -> Result<(), TaskError> {
        self.is_shut_down.store(true, Ordering::Relaxed);
        if !mode.waits() {
            self.pool.shutdown(mode);
            return Ok(());
        }
        // Only the form with a time limit tells whether the wait was cut short.
        self.pool
            .shutdown_timeout(mode, Duration::MAX)
            .map_err(|left| TaskError::new(ErrorKind::Interrupted, left.to_string()))
    }
}

impl Backend for Threads {
    fn name(&self) -> &str {
        self.pool.name()
    }

    fn number(&self) -> u32 {
        self.pool.number()
    }

    fn max_workers(&self) -> usize {
        self.pool.max_workers()
    }

    fn submit(&self, call: Call, options: &CallOptions) -> Result<ScriptFuture, TaskError> {
        let options = match &options.label {
            Some(label) => SubmitOptions::new().label(label.as_str()),
            None => SubmitOptions::new(),
        };
        let arguments = call.given_arguments();
        let origin = TraceOrigin::of(call.callee());
        let future = self.pool.submit_with(options, call)?.shared();
        Ok(ScriptFuture::new(future, arguments).traced(origin))
    }

    fn map(
        &self,
        order: Order,
        options: MapOptions,
        _: &CallOptions,
        callee: Callee,
        items: Items,
    ) -> Result<ItemResults, TaskError> {
        let pool: PoolHandle = self.pool.handle();
        let failures = Arc::new(MapFailures::new(callee.run().clone()));
        let callees = Callees::new(callee);
        let noted = failures.clone();
        let function = move |item: Item| {
            item.ticket.begin();
            let outcome = item.arguments.and_then(|arguments| callees.call(arguments));
            let outcome = outcome.and_then(|value| capture::copy(&value));
            outcome.map_err(|error| {
                noted.note(&error);
                ItemError(error)
            })
        };
        let results: ItemResults = match order {
            Order::Input => Box::new(map_fallible(options, pool, function, items)),
            Order::Completion => Box::new(map_unordered_fallible(options, pool, function, items)),
        };
        Ok(Box::new(Heard { results, failures }))
    }

    fn stats(&self) -> Map {
        let stats = self.pool.stats();
        let counts = [
            ("submitted", stats.submitted),
            ("finished", stats.finished),
            ("failed", stats.failed),
            ("cancelled", stats.cancelled),
            ("pending", stats.pending as u64),
            ("active", stats.active as u64),
            ("blocked", stats.blocked as u64),
            ("idle", stats.idle as u64),
            ("workers", stats.workers as u64),
            ("largest_workers", stats.largest_workers as u64),
        ];
        counts
            .into_iter()
            .map(|(name, count)| (name.into(), Dynamic::from(count as INT)))
            .collect()
    }
}

//! What a pool brings along to be tested: how to make it, how to give it work, and the world that it shares with the test.

use std::error::Error as StdError;
use std::sync::Arc;

use futures_core::{Error, Executor, Job, MapOptions, SharedFuture};

use crate::{OnDrop, Op, Out, Probe, SharedCounter, SharedGate, World};

/// The input of a map.
pub type Items<'a> = Box<dyn Iterator<Item = Op> + Send + 'a>;

/// The iterator of a map.
pub type Results<'a> = Box<dyn Iterator<Item = Result<Out, Error>> + 'a>;

/// How many workers a pool has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workers {
    /// Threads or processes at this moment.
    pub now: usize,
    /// Those of them that have nothing to do.
    pub idle: usize,
    /// The most that there have been at one time.
    pub most: usize,
}

/// One kind of pool, as the suite uses it. Each behaviour makes a fixture of its own.
pub trait Fixture: Sized + Send + Sync + 'static {
    /// The pool. Dropping it runs what was submitted and waits for it.
    type Pool: Executor<Self::Job> + Send + Sync + 'static;
    /// An operation, as the pool wants it.
    type Job: Job<Output = Out>;

    /// The most workers that a pool may have.
    const MAX_WORKERS: usize;
    /// So many workers that they are a crowd, and few enough to be started in a test.
    const CROWD: usize;

    /// A fixture with a world of its own.
    fn new() -> Self;

    /// The world.
    fn world(&self) -> Arc<dyn World>;

    /// Makes a pool of up to so many workers, each of which performs `initializer` first.
    ///
    /// # Errors
    /// The number is out of range.
    fn build(
        &self,
        workers: usize,
        initializer: Option<Op>,
    ) -> Result<Self::Pool, Box<dyn StdError>>;

    /// The pool's job that performs `op`.
    fn job(&self, op: Op) -> Self::Job;

    /// Performs every item on the pool, with the results in order.
    fn map<'a>(&self, pool: &'a Self::Pool, options: MapOptions, items: Items<'a>) -> Results<'a>;

    /// As [`map`](Fixture::map), with the results in the order in which they are ready.
    fn map_unordered<'a>(
        &self,
        pool: &'a Self::Pool,
        options: MapOptions,
        items: Items<'a>,
    ) -> Results<'a>;

    /// As [`map`](Fixture::map), with an iterator that owns the pool.
    fn map_owning(
        &self,
        pool: Self::Pool,
        options: MapOptions,
        items: Items<'static>,
    ) -> Results<'static>;

    /// How many workers the pool has.
    fn workers(&self, pool: &Self::Pool) -> Workers;

    /// Waits until the futures of so many tasks have ended.
    ///
    /// There is nothing to do for a pool whose worker ends the future of a task before it begins the next one. If somebody
    /// else does, a task may have begun a moment before those in front of it have ended for all to see.
    fn wait_ended(&self, pool: &Self::Pool, tasks: u64) {
        let _ = (pool, tasks);
    }

    /// Runs one behaviour; a simulated pool enters its world around it.
    fn run(behaviour: fn()) {
        behaviour();
    }

    /// A pool of up to so many workers.
    ///
    /// # Panics
    /// If the number is out of range.
    fn pool(&self, workers: usize) -> Self::Pool {
        self.build(workers, None)
            .expect("a number of workers in range")
    }

    /// Submits `op` to a pool that takes it.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    fn submit(&self, pool: &Self::Pool, op: Op) -> SharedFuture<Out> {
        pool.submit(self.job(op))
            .expect("a pool that takes tasks")
            .shared()
    }

    /// A closed gate.
    fn gate(&self) -> SharedGate {
        SharedGate::new(self.world())
    }

    /// A counter at 0.
    fn counter(&self) -> SharedCounter {
        SharedCounter::new(self.world())
    }

    /// A probe whose drops are only counted.
    fn probe(&self) -> Probe {
        Probe::new(self.world(), OnDrop::Count)
    }

    /// A probe whose drops are counted and panic.
    fn panicking_probe(&self) -> Probe {
        Probe::new(self.world(), OnDrop::Panic)
    }
}

/// A pool whose tasks can use the pool themselves, since they run in its process.
pub trait InProcess: Fixture {
    /// Submits a closure to a pool that takes it.
    ///
    /// # Panics
    /// If it does not.
    fn submit_closure(
        &self,
        pool: &Self::Pool,
        closure: Box<dyn FnOnce() -> Out + Send>,
    ) -> SharedFuture<Out>;
}

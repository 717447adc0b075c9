//! Pools of threads as the generic suite uses them, in the real world or around a simulated one.

use std::error::Error;
use std::marker::PhantomData;
use std::sync::Arc;

use conformance::{
    Fixture, InProcess, Items, LocalWorld, Op, OpJob, Out, Results, Workers, World, perform,
};
use futures_core::{map_fallible, map_unordered_fallible};
use pool_thread::{Error as Failure, MAX_WORKERS, MapOptions, SharedFuture, ThreadPool};

/// Where a behaviour runs.
pub(crate) trait Around: Send + Sync + 'static {
    /// Runs it there.
    fn run(behaviour: fn());
}

/// The fixture.
pub(crate) struct Threads<A> {
    world: Arc<dyn World>,
    around: PhantomData<A>,
}

impl<A: Around> Threads<A> {
    fn performer(&self) -> impl Fn(Op) -> Result<Out, Failure> + Send + Sync + use<A> {
        let world = self.world.clone();
        move |op| perform(op, &world)
    }
}

impl<A: Around> Fixture for Threads<A> {
    type Pool = ThreadPool;
    type Job = OpJob;

    const MAX_WORKERS: usize = MAX_WORKERS;
    const CROWD: usize = 100;

    fn new() -> Self {
        Threads {
            world: Arc::new(LocalWorld::new()),
            around: PhantomData,
        }
    }

    fn run(behaviour: fn()) {
        A::run(behaviour);
    }

    fn world(&self) -> Arc<dyn World> {
        self.world.clone()
    }

    fn build(&self, workers: usize, initializer: Option<Op>) -> Result<ThreadPool, Box<dyn Error>> {
        let mut builder = ThreadPool::builder().max_workers(workers);
        if let Some(op) = initializer {
            let world = self.world.clone();
            builder = builder.initializer(move || perform(op.clone(), &world).map(drop));
        }
        Ok(builder.build()?)
    }

    fn job(&self, op: Op) -> OpJob {
        OpJob::new(op, self.world.clone())
    }

    fn map<'a>(&self, pool: &'a ThreadPool, options: MapOptions, items: Items<'a>) -> Results<'a> {
        Box::new(map_fallible(options, pool, self.performer(), items))
    }

    fn map_unordered<'a>(
        &self,
        pool: &'a ThreadPool,
        options: MapOptions,
        items: Items<'a>,
    ) -> Results<'a> {
        Box::new(map_unordered_fallible(
            options,
            pool,
            self.performer(),
            items,
        ))
    }

    fn map_owning(
        &self,
        pool: ThreadPool,
        options: MapOptions,
        items: Items<'static>,
    ) -> Results<'static> {
        Box::new(map_fallible(options, pool, self.performer(), items))
    }

    fn workers(&self, pool: &ThreadPool) -> Workers {
        let stats = pool.stats();
        Workers {
            now: stats.workers,
            idle: stats.idle,
            most: stats.largest_workers,
        }
    }
}

impl<A: Around> InProcess for Threads<A> {
    fn submit_closure(
        &self,
        pool: &ThreadPool,
        closure: Box<dyn FnOnce() -> Out + Send>,
    ) -> SharedFuture<Out> {
        pool.submit(closure)
            .expect("a pool that takes tasks")
            .shared()
    }
}

//! The behaviours that every pool shows, for pools of processes.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use conformance::{
    Case, Counter, Fixture, Items, LiveProbe, Op, Out, Results, Workers, World, WorldName, perform,
};
use futures_core::{Error as Failure, Event, MapOptions, Observer, map_jobs, map_jobs_unordered};
use pool_process::{Call, Calls, MAX_WORKERS, ProcessPool};
use serde::{Deserialize, Serialize};

use crate::world::SharedWorld;

/// What a pool of processes cannot show by its nature, with the reason.
const EXCLUDED: &[(&str, &str)] = &[
    (
        "drop_of_an_argument_that_never_ran",
        "nothing but bytes is left of an argument once it is submitted: see `arguments`",
    ),
    (
        "drop_of_a_cancelled_argument_panics",
        "nothing but bytes is left of an argument once it is submitted: see `arguments`",
    ),
    (
        "interpreter_pool_blocking_with_limited_workers",
        "short calls are sent ahead, so one may begin after a later one: see `workers` for long ones",
    ),
];

/// Every behaviour of the suite but those excluded. The suite for tasks that can use their pool is none for a pool whose
/// tasks run elsewhere: it submits closures that hold the pool.
pub(crate) fn cases() -> Vec<Case> {
    let all = conformance::suite!(Processes, behaviour_cases);
    for (excluded, _reason) in EXCLUDED {
        let exists = all.iter().any(|(name, _)| name == excluded);
        assert!(exists, "{excluded} is not in the suite");
    }
    let applies = |(name, _): &Case| EXCLUDED.iter().all(|(excluded, _)| excluded != name);
    all.iter().copied().filter(applies).collect()
}

/// An operation, with the world that it is to be performed in.
#[derive(Serialize, Deserialize)]
pub(crate) struct Task {
    op: Op,
    world: WorldName,
}

/// Performs an operation, in whatever process. The probes among its arguments live as long as the call.
pub(crate) fn run(task: Task) -> Result<Out, Failure> {
    let world: Arc<dyn World> = SharedWorld::find(task.world);
    let arguments: Vec<LiveProbe> = (task.op.carried().into_iter())
        .map(|id| LiveProbe::new(id, world.clone()))
        .collect();
    let result = perform(task.op, &world);
    drop(arguments);
    result
}

fn initialize(task: Task) -> Result<(), Failure> {
    run(task).map(drop)
}

/// Counts the futures that have ended.
struct Ended(Counter);

impl Observer for Ended {
    fn observe(&self, _at: Duration, event: &Event) {
        if matches!(event, Event::Ended { .. }) {
            self.0.add();
        }
    }
}

/// Pools of processes, and the world that they share with the test.
pub(crate) struct Processes {
    world: Arc<SharedWorld>,
    ended: Counter,
}

impl Processes {
    /// `op`, to be sent to a worker.
    pub(crate) fn task(&self, op: Op) -> Task {
        let world = self.world.name();
        Task { op, world }
    }

    /// A call that performs `op` and returns the number of the process that did.
    pub(crate) fn pid_after(&self, op: Op) -> Call<Task, u32> {
        let call = |task| run(task).map(|_| std::process::id());
        Call::fallible(call, self.task(op))
    }
}

impl Fixture for Processes {
    type Pool = ProcessPool;
    type Job = Call<Task, Out>;

    const MAX_WORKERS: usize = MAX_WORKERS;
    const CROWD: usize = 20;

    fn new() -> Self {
        Processes {
            world: SharedWorld::new(),
            ended: Counter::new(),
        }
    }

    fn world(&self) -> Arc<dyn World> {
        self.world.clone()
    }

    fn build(
        &self,
        workers: usize,
        initializer: Option<Op>,
    ) -> Result<ProcessPool, Box<dyn Error>> {
        let mut builder = ProcessPool::builder()
            .max_workers(workers)
            .observer(Arc::new(Ended(self.ended.clone())));
        if let Some(op) = initializer {
            builder = builder.initializer(initialize, self.task(op));
        }
        Ok(builder.build()?)
    }

    fn job(&self, op: Op) -> Call<Task, Out> {
        Call::fallible(run, self.task(op))
    }

    fn map<'a>(&self, pool: &'a ProcessPool, options: MapOptions, items: Items<'a>) -> Results<'a> {
        let world = self.world.name();
        let tasks = items.map(move |op| Task { op, world });
        Box::new(map_jobs(options, pool, Calls::fallible(run), tasks))
    }

    fn map_unordered<'a>(
        &self,
        pool: &'a ProcessPool,
        options: MapOptions,
        items: Items<'a>,
    ) -> Results<'a> {
        let world = self.world.name();
        let tasks = items.map(move |op| Task { op, world });
        let calls = Calls::fallible(run);
        Box::new(map_jobs_unordered(options, pool, calls, tasks))
    }

    fn map_owning(
        &self,
        pool: ProcessPool,
        options: MapOptions,
        items: Items<'static>,
    ) -> Results<'static> {
        let world = self.world.name();
        let tasks = items.map(move |op| Task { op, world });
        Box::new(map_jobs(options, pool, Calls::fallible(run), tasks))
    }

    fn workers(&self, pool: &ProcessPool) -> Workers {
        let stats = pool.stats();
        Workers {
            now: stats.workers,
            idle: stats.idle,
            most: stats.largest_workers,
        }
    }

    fn wait_ended(&self, _pool: &ProcessPool, tasks: u64) {
        self.ended.wait_for(tasks);
    }
}

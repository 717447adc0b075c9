//! One run in a world of its own, and what it is run with.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::world::{Control, Limits, is_inside, run as run_world};
use crate::{Failure, Outcome, Schedule, Scheduler, Trace};

type OnFailure = Arc<dyn Fn(&Failure) + Send + Sync>;

/// How to run a program in a simulated world.
///
/// The program and everything that it starts through [`futures_core::host`] (pools, threads, sleeps, waits) runs one
/// thread at a time, in virtual time, in an order that the [`Scheduler`] chooses and nothing else.
///
/// ```
/// use std::time::Duration;
/// use futures_core::host;
/// use futures_sim::Simulation;
///
/// let outcome = Simulation::new().run(|| {
///     let _ = host::sleep(Duration::from_secs(3600));
///     host::now()
/// });
/// assert_eq!(outcome.into_result(), Some(Duration::from_secs(3600)));
/// ```
#[derive(Clone)]
pub struct Simulation {
    scheduler: Scheduler,
    limits: Limits,
    cpus: usize,
    seed: Option<u64>,
    name: String,
    stack_size: usize,
    keeps_log: bool,
    is_quiet: bool,
    on_failure: Option<OnFailure>,
}

impl Default for Simulation {
    fn default() -> Self {
        Self::new()
    }
}

impl Simulation {
    /// The canonical schedule; 10 million steps, 2 seconds of patience, 4 processors, 8 MiB of stack.
    pub fn new() -> Self {
        Simulation {
            scheduler: Scheduler::Fifo,
            limits: Limits {
                max_steps: 10_000_000,
                patience: Duration::from_secs(2),
            },
            cpus: 4,
            seed: None,
            name: "main".to_owned(),
            stack_size: 8 << 20,
            keeps_log: false,
            is_quiet: false,
            on_failure: None,
        }
    }

    /// How the next thread is chosen.
    pub fn scheduler(mut self, scheduler: Scheduler) -> Self {
        self.scheduler = scheduler;
        self
    }

    /// After how many places where another thread might have gone on the run is ended, since it seems to have no end.
    pub fn max_steps(mut self, max_steps: u64) -> Self {
        self.limits.max_steps = max_steps;
        self
    }

    /// For how long, in real time, a thread may be on without asking the host for anything, before the run is ended since
    /// it seems to wait for something outside.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.limits.patience = patience;
        self
    }

    /// How many processors the program is told that there are.
    pub fn cpus(mut self, cpus: usize) -> Self {
        self.cpus = cpus;
        self
    }

    /// Where the program's own random numbers come from, which it gets by [`host::seed`](futures_core::host::seed); if
    /// this is not called, the seed of the scheduler, or 0 if that has none.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// What the main thread is called in reports; "main" if this is not called.
    pub fn main_name(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }

    /// The stack of the main thread, in bytes.
    pub fn stack_size(mut self, stack_size: usize) -> Self {
        self.stack_size = stack_size;
        self
    }

    /// Keeps everything that happens, for [`Trace::log`].
    pub fn keep_log(mut self) -> Self {
        self.keeps_log = true;
        self
    }

    /// Keeps panics from being reported on standard error.
    pub fn quiet(mut self) -> Self {
        self.is_quiet = true;
        self
    }

    /// Is told as soon as the run has failed by a deadlock, too many steps or a foreign wait, and before its waits are
    /// interrupted. No thread of the world runs meanwhile.
    pub fn on_failure(mut self, tell: impl Fn(&Failure) + Send + Sync + 'static) -> Self {
        self.on_failure = Some(Arc::new(tell));
        self
    }

    /// Runs `main` until it and all threads that it has started have ended.
    ///
    /// If nothing can go on, every wait ends as interrupted, so that the program comes to an end; the outcome is a failure
    /// all the same. Threads that do not even end then, or that wait for something outside, are left behind, and so are
    /// the workers of a pool that nobody has shut down: return no pool, for it could not be ended outside of its world.
    ///
    /// # Panics
    /// If called within a simulated world, and if the system has no thread to give.
    pub fn run<R: Send + 'static>(&self, main: impl FnOnce() -> R + Send + 'static) -> Outcome<R> {
        let control = Control {
            scheduler: &self.scheduler,
            limits: self.limits,
            cpus: self.cpus,
            seed: self.seed.or(self.scheduler.seed()).unwrap_or_default(),
            name: &self.name,
            stack_size: self.stack_size,
            keeps_log: self.keeps_log,
            is_quiet: self.is_quiet,
            on_failure: self.on_failure.as_deref(),
        };
        run_world(&control, main)
    }
}

impl fmt::Debug for Simulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("scheduler", &self.scheduler)
            .field("limits", &self.limits)
            .field("cpus", &self.cpus)
            .finish_non_exhaustive()
    }
}

/// Does the calling thread belong to a simulated world?
pub fn is_simulated() -> bool {
    is_inside()
}

/// Runs `main` in a simulated world whose choices come from `seed`, and returns what it returned.
///
/// # Panics
/// If the run fails: if `main` panics, nothing can go on, or the run has no end. The message has the seed and the
/// schedule, which [`replay`] takes.
#[track_caller]
pub fn run<R: Send + 'static>(seed: u64, main: impl FnOnce() -> R + Send + 'static) -> R {
    let simulation = Simulation::new().scheduler(Scheduler::Random { seed });
    expect(simulation.run(main), seed, &format!("seed {seed}"))
}

/// Runs `main` in a simulated world with the choices of an earlier run, as a failed one has printed them.
///
/// If that one had asked for its seed, the seed stands before the schedule: `7:0.12>2`.
///
/// # Panics
/// As [`run`], and if `schedule` is not one.
#[track_caller]
pub fn replay<R: Send + 'static>(schedule: &str, main: impl FnOnce() -> R + Send + 'static) -> R {
    let (seed, schedule) = match schedule.split_once(':') {
        Some((seed, schedule)) => (seed.parse(), schedule),
        None => (Ok(0), schedule),
    };
    let Ok(seed) = seed else {
        panic!("what stands before the `:` of a schedule must be a seed, a whole number from 0");
    };
    let schedule: Schedule = match schedule.parse() {
        Ok(schedule) => schedule,
        Err(error) => panic!("{error}"),
    };
    let simulation = Simulation::new()
        .seed(seed)
        .scheduler(Scheduler::Replay(schedule));
    expect(simulation.run(main), seed, "replay")
}

/// What [`replay`] has to be given to see a run again.
pub(crate) fn to_replay(seed: u64, trace: &Trace) -> String {
    if trace.asked_for_seed {
        format!("{seed}:{}", trace.schedule)
    } else {
        trace.schedule.to_string()
    }
}

#[track_caller]
fn expect<R>(outcome: Outcome<R>, seed: u64, what: &str) -> R {
    match (outcome.failure, outcome.result) {
        (None, Some(result)) => result,
        (Some(failure), _) => panic!(
            "the simulated run failed ({what}): {failure}\nto see it again: futures_sim::replay(\"{}\", …)",
            to_replay(seed, &outcome.trace)
        ),
        (None, None) => unreachable!("a run without a result has failed"),
    }
}

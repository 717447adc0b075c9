//! Many runs of the same program, in search of one that fails.

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::sync::Arc;

use crate::reduce::reduce;
use crate::simulation::to_replay;
use crate::{Failure, Outcome, Schedule, Scheduler, Simulation, Trace};

/// The variable of the environment with a schedule that [`explore`] replays instead of searching for one.
const REPLAY: &str = "FUTURES_SIM_REPLAY";

/// So many threads of programs that leave some behind are a burden, and far below what systems allow.
const MAX_LEFT_BEHIND: usize = 1000;

/// How the schedules of an exploration are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strategy {
    /// [`Scheduler::Random`] for each seed.
    Random,
    /// [`Scheduler::Pct`] of this depth for each seed, its changes spread over as many places as the longest run had.
    Pct {
        /// How many choices a bug may need.
        depth: u32,
    },
    /// Both in turn: random for even seeds, priorities of depth 2, 3 and 4 for odd ones. The first seed is the canonical
    /// schedule.
    Mixed,
}

/// A search for a schedule in which a program fails.
#[derive(Clone)]
pub struct Exploration {
    simulation: Simulation,
    strategy: Strategy,
    first_seed: u64,
    seeds: u64,
    /// How many runs may be spent on a shorter schedule.
    tries: u32,
    is_enough: Option<IsEnough>,
}

/// Asks whether to stop.
type IsEnough = Arc<dyn Fn() -> bool + Send + Sync>;

/// A run that failed.
#[derive(Clone, Debug)]
pub struct Found {
    /// The seed of the run.
    pub seed: u64,
    /// How many seeds it took.
    pub seeds_tried: u64,
    /// How the threads were scheduled.
    pub scheduler: Scheduler,
    /// How many turns its schedule had.
    pub turns_before: usize,
    /// A schedule in which the program fails in the same way, as short as could be found.
    pub schedule: Schedule,
    /// The failure in that schedule.
    pub failure: Failure,
    /// What else is known of that run.
    pub trace: Trace,
}

/// What a search came to.
#[derive(Clone, Debug)]
#[must_use = "a run may have failed"]
pub struct Explored {
    /// How many runs there were, without those that looked for a shorter schedule.
    pub runs: u64,
    /// How many of them went different ways. If that is one, nothing was explored.
    pub distinct: usize,
    /// The first that failed.
    pub found: Option<Found>,
}

impl Exploration {
    /// `seeds` runs, with [`Strategy::Mixed`].
    pub fn new(seeds: u64) -> Self {
        Exploration {
            simulation: Simulation::new(),
            strategy: Strategy::Mixed,
            first_seed: 0,
            seeds,
            tries: 500,
            is_enough: None,
        }
    }

    /// What each run is run with. Its scheduler does not matter.
    pub fn simulation(mut self, simulation: Simulation) -> Self {
        self.simulation = simulation;
        self
    }

    /// How the schedules are chosen.
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy;
        self
    }

    /// The first seed, 0 if this is not called.
    pub fn first_seed(mut self, first_seed: u64) -> Self {
        self.first_seed = first_seed;
        self
    }

    /// How many runs may be spent to find a shorter schedule that fails as well; 500 if this is not called.
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
        self
    }

    /// Ends the search as soon as `is_enough` says so, which is asked after each run. What became of a run during which it
    /// began to say so does not count: perhaps the run was stopped for the same reason.
    pub fn stop_when(mut self, is_enough: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.is_enough = Some(Arc::new(is_enough));
        self
    }

    /// Runs `main` with one seed after the other until a run fails.
    ///
    /// # Panics
    /// If the runs have left more than 1,000 threads behind, such as the workers of pools that are never shut down.
    pub fn run<R: Send + 'static>(&self, main: impl Fn() -> R + Send + Sync + 'static) -> Explored {
        let main = Arc::new(main);
        self.run_each(|simulation| {
            let main = main.clone();
            simulation.run(move || main())
        })
    }

    /// As [`run`](Self::run), for programs that have to be prepared: `run` is given how to run, and runs it.
    ///
    /// A run fails if it has a [`failure`](Outcome::failure).
    ///
    /// # Panics
    /// As [`run`](Self::run).
    pub fn run_each<R>(&self, run: impl Fn(&Simulation) -> Outcome<R>) -> Explored {
        let quiet = self.simulation.clone().quiet();
        let is_enough = || self.is_enough.as_ref().is_some_and(|is_enough| is_enough());
        let mut seen = BTreeSet::new();
        let mut longest = 1;
        let mut left_behind = 0;
        for index in 0..self.seeds {
            let seed = self.first_seed.wrapping_add(index);
            let scheduler = self.strategy.scheduler(seed, longest);
            let with_seed = quiet.clone().seed(seed);
            let outcome = run(&with_seed.clone().scheduler(scheduler.clone()));
            if is_enough() {
                return Explored {
                    runs: index,
                    distinct: seen.len(),
                    found: None,
                };
            }
            longest = longest.max(outcome.trace.forks);
            seen.insert(outcome.trace.fingerprint());
            if let Some(failure) = outcome.failure {
                let turns_before = outcome.trace.schedule.len();
                let again = |schedule: &Schedule| {
                    run(&with_seed
                        .clone()
                        .scheduler(Scheduler::Replay(schedule.clone())))
                };
                let (failure, trace) = reduce(failure, outcome.trace, self.tries, is_enough, again);
                return Explored {
                    runs: index + 1,
                    distinct: seen.len(),
                    found: Some(Found {
                        seed,
                        seeds_tried: index + 1,
                        scheduler,
                        turns_before,
                        schedule: trace.schedule.clone(),
                        failure,
                        trace,
                    }),
                };
            }
            left_behind += outcome.trace.left_behind;
            assert!(
                left_behind <= MAX_LEFT_BEHIND,
                "{left_behind} threads have been left behind by {} runs: shut down every pool and end every thread",
                index + 1
            );
        }
        Explored {
            runs: self.seeds,
            distinct: seen.len(),
            found: None,
        }
    }
}

impl fmt::Debug for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exploration")
            .field("simulation", &self.simulation)
            .field("strategy", &self.strategy)
            .field("first_seed", &self.first_seed)
            .field("seeds", &self.seeds)
            .finish_non_exhaustive()
    }
}

impl Strategy {
    /// The scheduler for `seed`, if the longest run so far had `longest` places where there was a choice.
    pub fn scheduler(self, seed: u64, longest: u64) -> Scheduler {
        let pct = |depth| Scheduler::Pct {
            seed,
            depth,
            length: longest,
        };
        match self {
            Strategy::Random => Scheduler::Random { seed },
            Strategy::Pct { depth } => pct(depth),
            Strategy::Mixed if seed == 0 => Scheduler::Fifo,
            Strategy::Mixed if seed.is_multiple_of(2) => Scheduler::Random { seed },
            Strategy::Mixed => pct(2 + (seed / 2 % 3) as u32),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let turns = |n: usize| format!("{n} turn{}", if n == 1 { "" } else { "s" });
        write!(
            f,
            "seed {} fails ({}; run {}): {}\nschedule: {} ({}",
            self.seed,
            self.scheduler,
            self.seeds_tried,
            self.failure,
            self.schedule,
            turns(self.schedule.len()),
        )?;
        if self.turns_before > self.schedule.len() {
            write!(f, ", reduced from {}", self.turns_before)?;
        }
        f.write_str(")")
    }
}

/// Runs `main` in `n` schedules, and fails if one of them does.
///
/// If the variable `FUTURES_SIM_REPLAY` of the environment has a schedule, only that one is run. That holds for every
/// call of a process, so name the test that is to run. What a task fails with is a failure of the run only if `main` asks
/// for it, as by `result().unwrap()`.
///
/// ```should_panic
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::sync::Arc;
/// use futures_core::host::{self, Spawn};
///
/// futures_sim::explore(100, || {
///     let count = Arc::new(AtomicU32::new(0));
///     let add = {
///         let count = count.clone();
///         move || {
///             let seen = count.load(Ordering::SeqCst);
///             host::yield_point("between reading and writing");
///             count.store(seen + 1, Ordering::SeqCst);
///         }
///     };
///     let other = host::spawn(Spawn::default(), add.clone()).unwrap();
///     add();
///     other.join().unwrap();
///     assert_eq!(count.load(Ordering::SeqCst), 2, "an update was lost");
/// });
/// ```
///
/// # Panics
/// If a run fails. The message has the seed, the shortest schedule found, and how to see it again.
#[track_caller]
pub fn explore<R: Send + 'static>(n: u64, main: impl Fn() -> R + Send + Sync + 'static) {
    if let Ok(schedule) = env::var(REPLAY) {
        crate::replay(&schedule, move || {
            main();
        });
        return;
    }
    let explored = Exploration::new(n).run(main);
    if let Some(found) = explored.found {
        panic!(
            "{found}\nto see it again: run this test with {REPLAY}='{}', or use futures_sim::replay",
            to_replay(found.seed, &found.trace)
        );
    }
}

//! What a run came to.

use std::fmt;
use std::time::Duration;

use futures_core::panics::Panic;

use crate::log::{Entry, Log};
use crate::schedule::Choice;
use crate::{Deadlock, Schedule, Scheduler};

/// Why a run failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The program panicked on its main thread.
    Panicked(Panic),
    /// The program itself says that it has failed; see [`Outcome::judge`].
    Program(Verdict),
    /// Nothing could go on.
    Deadlock(Deadlock),
    /// More places were passed than the run may have, as when threads wait busily for each other.
    TooLong {
        /// How many places the run may have.
        max_steps: u64,
        /// The thread that was on.
        thread: String,
        /// What it last asked the host for.
        last: String,
    },
    /// A thread did not ask the host for anything for so long that it is thought to wait for something outside.
    Foreign {
        /// The thread that was on.
        thread: String,
        /// What it last asked the host for.
        last: String,
        /// For how long, in real time.
        time: Duration,
    },
}

/// What a program says of its own failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What must be equal for two failures to count as the same one, such as the kind of an error and its place.
    pub what: String,
    /// All of it, in words.
    pub text: String,
}

impl Failure {
    /// Two failures of the same kind, as far as a search for a shorter schedule is concerned.
    pub(crate) fn is_like(&self, other: &Failure) -> bool {
        match (self, other) {
            (Failure::Panicked(one), Failure::Panicked(other)) => {
                one.location() == other.location()
                    && (one.location().is_some() || one.message() == other.message())
            }
            (Failure::Program(one), Failure::Program(other)) => one.what == other.what,
            (Failure::Deadlock(_), Failure::Deadlock(_))
            | (Failure::TooLong { .. }, Failure::TooLong { .. })
            | (Failure::Foreign { .. }, Failure::Foreign { .. }) => true,
            _ => false,
        }
    }

    /// Did nothing go on any more?
    pub fn is_deadlock(&self) -> bool {
        matches!(self, Failure::Deadlock(_))
    }

    /// Does the program itself say that it has failed?
    pub fn is_program(&self) -> bool {
        matches!(self, Failure::Program(_))
    }

    /// Did the main thread panic?
    pub fn is_panicked(&self) -> bool {
        matches!(self, Failure::Panicked(_))
    }

    /// Did the run pass more places than it may have?
    pub fn is_too_long(&self) -> bool {
        matches!(self, Failure::TooLong { .. })
    }

    /// Did a thread wait for something outside of the simulated world?
    pub fn is_foreign(&self) -> bool {
        matches!(self, Failure::Foreign { .. })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Panicked(panic) => write!(f, "panicked: {panic}"),
            Failure::Program(verdict) => f.write_str(&verdict.text),
            Failure::Deadlock(deadlock) => deadlock.fmt(f),
            Failure::TooLong {
                max_steps,
                thread,
                last,
            } => write!(
                f,
                "no end after {max_steps} steps: {thread} was on, last at {last}. If threads wait busily for each other \
                 or for time to pass, let them sleep or wait for an event"
            ),
            Failure::Foreign { thread, last, time } => write!(
                f,
                "{thread} has not asked the host for anything for {} s of real time, last at {last}: it computes, or it \
                 waits for something outside of the simulated world, such as a file, a socket or a lock of another library",
                time.as_secs_f64()
            ),
        }
    }
}

/// What is known of a run beside its result.
#[derive(Clone, Debug)]
pub struct Trace {
    pub(crate) scheduler: Scheduler,
    pub(crate) schedule: Schedule,
    /// What the places of its turns are called.
    pub(crate) turn_labels: Vec<&'static str>,
    pub(crate) log: Log,
    pub(crate) elapsed: Duration,
    pub(crate) steps: u64,
    pub(crate) forks: u64,
    pub(crate) switches: u64,
    /// The names of all threads, by their numbers.
    pub(crate) threads: Vec<String>,
    pub(crate) left_behind: usize,
    pub(crate) asked_for_seed: bool,
}

impl Trace {
    /// How the threads were scheduled.
    pub fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }

    /// The choices made, up to the failure if there was one.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// A number for everything that happened, in its order: two runs with the same number went the same way.
    pub fn fingerprint(&self) -> u64 {
        self.log.hash()
    }

    /// Everything that happened; empty unless the simulation was told to keep it.
    pub fn log(&self) -> &[Entry] {
        self.log.entries()
    }

    /// The virtual time that the run took.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many places the threads passed where another one might have gone on.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// At how many of its [`steps`](Self::steps) the scheduler was asked who goes on, since others were ready: the length
    /// that [`Scheduler::Pct`] wants to know.
    pub fn forks(&self) -> u64 {
        self.forks
    }

    /// How often another thread went on.
    pub fn switches(&self) -> u64 {
        self.switches
    }

    /// Did the program ask for a seed of its own? Then a replay needs the same one.
    pub fn asked_for_seed(&self) -> bool {
        self.asked_for_seed
    }

    /// How many threads did not come to their end: workers of pools that nobody has shut down, and whoever waits for
    /// something outside. They stay, asleep, until the process ends.
    pub fn left_behind(&self) -> usize {
        self.left_behind
    }

    /// How many threads there were, the main one included.
    pub fn threads(&self) -> usize {
        self.threads.len()
    }

    /// What the turns of its [`schedule`](Self::schedule) say, in words.
    pub fn turns_in_words(&self) -> impl Iterator<Item = String> {
        let name = |number: u32| {
            let name = self.threads.get(number as usize);
            format!("{} (thread {number})", name.map_or("?", String::as_str))
        };
        let turns = self.schedule.turns().iter().zip(&self.turn_labels);
        turns.map(move |(turn, label)| {
            let at = format!(
                "{}, at its place {} ({label}),",
                name(turn.thread),
                turn.place
            );
            match turn.choice {
                Choice::Thread(next) if next == turn.thread => format!("{at} goes on"),
                Choice::Thread(next) => format!("{at} lets {} go on", name(next)),
                Choice::Way(way) => format!("{at} takes way {way}"),
            }
        })
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
#[must_use = "a run may have failed"]
pub struct Outcome<R> {
    pub(crate) result: Option<R>,
    pub(crate) failure: Option<Failure>,
    pub(crate) trace: Trace,
}

impl<R> Outcome<R> {
    /// What the program returned: there even after a deadlock if the program went on to its end when its waits had been
    /// interrupted.
    pub fn result(&self) -> Option<&R> {
        self.result.as_ref()
    }

    /// What the program returned, as an owned value.
    pub fn into_result(self) -> Option<R> {
        self.result
    }

    /// Lets a program that came to its end, in a run that has not failed, say by its result that it failed all the same.
    pub fn judge(mut self, judge: impl FnOnce(&R) -> Option<Verdict>) -> Self {
        if self.failure.is_none() {
            self.failure = self.result.as_ref().and_then(judge).map(Failure::Program);
        }
        self
    }

    /// Takes it back that the program has failed by its own account, as [`judge`](Self::judge) or an earlier judge had it:
    /// that is what was to happen. A failure that the world has found stays.
    pub fn forgive(mut self) -> Self {
        self.failure = self.failure.filter(|failure| !failure.is_program());
        self
    }

    /// The result, and the same outcome without it.
    pub fn split(self) -> (Option<R>, Outcome<()>) {
        let outcome = Outcome {
            result: self.result.is_some().then_some(()),
            failure: self.failure,
            trace: self.trace,
        };
        (self.result, outcome)
    }

    /// Why the run failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// What is known of the run.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }
}

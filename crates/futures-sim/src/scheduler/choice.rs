//! The choices there are, and what each of them has to decide.

use std::collections::VecDeque;
use std::fmt;

use crate::Schedule;
use crate::scheduler::fifo::Fifo;
use crate::scheduler::pct::Pct;
use crate::scheduler::random::Random;
use crate::scheduler::replay::Replay;

/// How the next thread is chosen, at each place where another one might just as well go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheduler {
    /// A thread goes on until it must wait; then the one that has been ready for longest. The canonical schedule, in
    /// which snapshots are taken.
    #[default]
    Fifo,
    /// At each place a toss says whether another thread goes on, and which. How likely that is differs from seed to
    /// seed, since some bugs need many changes close together and others need long runs without any.
    Random {
        /// Where the numbers come from.
        seed: u64,
    },
    /// Probabilistic concurrency testing: each thread has a priority from the seed, the highest goes on, and at
    /// `depth - 1` places of the run the thread that is on falls behind all others.
    ///
    /// It finds a bug that needs `depth` choices to be right with a probability of at least 1 / (threads ×
    /// places^(depth - 1)) (Burckhardt et al., ASPLOS 2010), where a fair toss may be hopeless.
    Pct {
        /// Where the numbers come from.
        seed: u64,
        /// How many choices the bug may need, from 1.
        depth: u32,
        /// How many places with more than one thread that could go on the run is thought to have, within which the
        /// changes are spread; see [`Trace::forks`](crate::Trace::forks).
        length: u64,
    },
    /// The choices of another run of the same program.
    Replay(Schedule),
}

impl Scheduler {
    /// Where its numbers come from, if it has any.
    pub fn seed(&self) -> Option<u64> {
        match self {
            Scheduler::Random { seed } | Scheduler::Pct { seed, .. } => Some(*seed),
            Scheduler::Fifo | Scheduler::Replay(_) => None,
        }
    }

    pub(crate) fn begin(&self) -> Box<dyn Choose> {
        match self {
            Scheduler::Fifo => Box::new(Fifo),
            Scheduler::Random { seed } => Box::new(Random::new(*seed)),
            Scheduler::Pct {
                seed,
                depth,
                length,
            } => Box::new(Pct::new(*seed, *depth, *length)),
            Scheduler::Replay(schedule) => Box::new(Replay::new(schedule)),
        }
    }
}

impl fmt::Display for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scheduler::Fifo => f.write_str("fifo"),
            Scheduler::Random { seed } => write!(f, "random, seed {seed}"),
            Scheduler::Pct { seed, depth, .. } => write!(f, "pct of depth {depth}, seed {seed}"),
            Scheduler::Replay(schedule) => write!(f, "replay of {schedule}"),
        }
    }
}

/// A place of the run where a choice is due.
pub(crate) struct Place<'a> {
    /// The thread that has come here.
    pub(crate) thread: u32,
    /// How many places it has passed.
    pub(crate) number: u64,
    /// What the place is called.
    pub(crate) label: &'static str,
    /// May this thread go on, or must it wait or has it ended?
    pub(crate) may_stay: bool,
    /// Who goes on in the canonical schedule.
    pub(crate) canonical: u32,
    /// The others that can go on, the one that has been ready for longest first.
    pub(crate) ready: &'a VecDeque<u32>,
}

/// A way to choose, in the middle of a run.
pub(crate) trait Choose: Send {
    /// Who goes on: one of those that are ready, or the thread at this place, if it may stay.
    fn next(&mut self, place: &Place<'_>) -> u32;
    /// One of `n` equally good ways, of which the canonical one is 0.
    fn way(&mut self, place: &Place<'_>, n: usize) -> usize;
}

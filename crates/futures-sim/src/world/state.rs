//! Who is there, who runs, who is ready, and what time it is.

use std::collections::{BTreeMap, VecDeque};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use futures_core::TaskId;
use futures_core::host::{Join, WaitReason};

use crate::log::{Log, What};
use crate::schedule::{Choice, Turn};
use crate::scheduler::{Choose, Place};
use crate::world::baton::Baton;
use crate::{Blocked, Deadlock, Failure};

/// For how many places a thread goes on in the canonical schedule before it is the next one's turn. A thread that waits
/// busily for another one passes them in about a millisecond; one that computes is hardly disturbed.
const SHARE: u32 = 10_000;

/// What bounds a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) max_steps: u64,
    /// For how long, in real time, the thread that is on may not ask the host for anything.
    pub(crate) patience: Duration,
}

/// What a thread does.
#[derive(Clone, Debug)]
pub(crate) enum Doing {
    /// It runs, or could.
    Ready,
    Waits {
        reason: WaitReason,
        deadline: Option<Duration>,
        since: Duration,
    },
    Ended,
}

/// A thread of the world.
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) baton: Arc<Baton>,
    pub(crate) doing: Doing,
    /// How many places it has passed.
    pub(crate) place: u64,
    /// Its wait is to end though nobody has woken it.
    pub(crate) is_interrupted: bool,
    /// The tasks that it ran when it last had to wait, the one that had to wait last.
    pub(crate) tasks: Vec<TaskId>,
    /// How far the world had come when this worker last found, its time having come, that it had nothing to do.
    pub(crate) rested_at: Option<u64>,
    /// What it last asked the host for.
    pub(crate) last: &'static str,
    /// Its operating-system part, until it has ended and been joined.
    pub(crate) os: Option<Box<dyn Join>>,
}

/// Why no thread runs at this moment, as the one that controls the world has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pause {
    /// This thread has ended and is to be joined before anybody else runs.
    Ended(u32),
    /// Nothing can go on.
    Stuck,
    /// This thread has passed more places than the run may have.
    TooLong(u32),
    /// The run is over, whatever its threads might still want.
    Over,
}

/// Everything behind the world's one lock.
pub(crate) struct State {
    pub(crate) now: Duration,
    pub(crate) actors: Vec<Actor>,
    /// Numbers of those that could run, without the one that does, the longest ready first.
    pub(crate) ready: VecDeque<u32>,
    /// The number of the one that runs; `None` while the control has the world.
    pub(crate) holder: Option<u32>,
    pub(crate) pause: Option<Pause>,
    /// Is the one that runs busy in the real world, with the world's leave?
    pub(crate) is_outside: bool,
    /// From a thread's number in the process to its number in the world.
    pub(crate) known: BTreeMap<u32, u32>,
    /// Where tasks were submitted.
    pub(crate) made: BTreeMap<TaskId, &'static Location<'static>>,
    pub(crate) choose: Box<dyn Choose>,
    pub(crate) turns: Vec<Turn>,
    /// What the places of these turns are called.
    pub(crate) turn_labels: Vec<&'static str>,
    pub(crate) log: Log,
    /// Grows with whatever happens, but for a worker that looks whether it is still needed.
    pub(crate) progress: u64,
    pub(crate) steps: u64,
    /// At how many of these places more than one thread could go on.
    pub(crate) forks: u64,
    pub(crate) switches: u64,
    /// How many places the holder has passed in a row.
    pub(crate) share: u32,
    pub(crate) max_steps: u64,
    pub(crate) failure: Option<Failure>,
}

impl State {
    /// Notes one more place of `number`, and that it is called `label`.
    pub(crate) fn pass(&mut self, number: u32, label: &'static str) {
        self.steps += 1;
        self.share += 1;
        let actor = self.actor(number);
        actor.place += 1;
        actor.last = label;
    }

    pub(crate) fn actor(&mut self, number: u32) -> &mut Actor {
        &mut self.actors[number as usize]
    }

    pub(crate) fn note(&mut self, number: u32, what: What) {
        let actor = &self.actors[number as usize];
        self.log
            .note(self.now, number, actor.place, &actor.name, what);
    }

    /// Who goes on after `number` has come to a place where it may, or may not, stay on. `None`: nobody can.
    pub(crate) fn decide(
        &mut self,
        number: u32,
        label: &'static str,
        may_stay: bool,
    ) -> Option<u32> {
        if self.ready.is_empty() && !may_stay {
            self.let_time_pass();
        }
        let Some(&oldest) = self.ready.front() else {
            return may_stay.then_some(number);
        };
        let canonical = if may_stay && self.share < SHARE {
            number
        } else {
            oldest
        };
        let place = Place {
            thread: number,
            number: self.actors[number as usize].place,
            label,
            may_stay,
            canonical,
            ready: &self.ready,
        };
        self.forks += 1;
        let chosen = self.choose.next(&place);
        if chosen != canonical {
            self.turned(number, label, Choice::Thread(chosen));
        }
        Some(chosen)
    }

    /// One of `n` equally good ways for `number`.
    pub(crate) fn decide_way(&mut self, number: u32, n: usize) -> usize {
        let place = Place {
            thread: number,
            number: self.actors[number as usize].place,
            label: "choose",
            may_stay: true,
            canonical: number,
            ready: &self.ready,
        };
        let way = self.choose.way(&place, n);
        if way != 0 {
            let way = Choice::Way(u32::try_from(way).unwrap_or(u32::MAX));
            self.turned(number, "choose", way);
        }
        self.note(number, What::Chose { way, of: n });
        way
    }

    fn turned(&mut self, thread: u32, label: &'static str, choice: Choice) {
        // What comes after a failure is only the way out.
        if self.failure.is_none() {
            let place = self.actors[thread as usize].place;
            self.turn_labels.push(label);
            self.turns.push(Turn {
                thread,
                place,
                choice,
            });
        }
    }

    /// Sets the clock to the next deadline, and makes everybody ready whose deadline that is.
    ///
    /// Not for a worker without work that has looked before and since when nothing has happened: it would look again and
    /// again, while all others wait for each other.
    fn let_time_pass(&mut self) {
        let deadline = |actor: &Actor| match actor.doing {
            Doing::Waits { deadline, .. } => deadline,
            _ => None,
        };
        let is_idle = |actor: &Actor| matches!(&actor.doing, Doing::Waits { reason, .. } if *reason == WaitReason::Idle);
        let progress = Some(self.progress);
        let actors = self.actors.iter();
        let hopeful = actors.filter(|actor| !is_idle(actor) || actor.rested_at != progress);
        let Some(next) = hopeful.filter_map(deadline).min() else {
            return;
        };
        self.now = self.now.max(next);
        for number in 0..self.actors.len() {
            if deadline(&self.actors[number]).is_some_and(|deadline| deadline <= self.now) {
                self.make_ready(number as u32);
            }
        }
    }

    pub(crate) fn make_ready(&mut self, number: u32) {
        self.actor(number).doing = Doing::Ready;
        self.ready.push_back(number);
    }

    /// Notes that `next` is on, and returns the baton that is to be given to it, once the lock is free.
    #[must_use = "whoever is not given the baton waits for ever"]
    pub(crate) fn hand_to(&mut self, next: u32) -> Arc<Baton> {
        self.ready.retain(|number| *number != next);
        self.holder = Some(next);
        self.share = 0;
        self.switches += 1;
        self.actor(next).baton.clone()
    }

    /// Leaves the world to the control.
    pub(crate) fn pause(&mut self, why: Pause) {
        self.holder = None;
        self.pause = Some(why);
    }

    /// Those who wait, but not for work. Indexes into `actors`.
    pub(crate) fn stuck(&self) -> Vec<u32> {
        let waits = |number: &u32| {
            matches!(&self.actors[*number as usize].doing,
                Doing::Waits { reason, .. } if *reason != WaitReason::Idle)
        };
        (0..self.actors.len() as u32).filter(waits).collect()
    }

    /// The report on a world in which nothing can go on.
    pub(crate) fn deadlock(&self) -> Deadlock {
        let stuck = self.stuck();
        let actors = || stuck.iter().map(|number| &self.actors[*number as usize]);
        let blocked = actors().filter_map(|actor| {
            let Doing::Waits { reason, since, .. } = &actor.doing else {
                return None;
            };
            let awaited = match reason {
                WaitReason::Result(task) => Some(*task),
                _ => None,
            };
            let works_for = |other: &Actor, pool: &str| {
                let number = other.name.strip_prefix(pool);
                number.is_some_and(|number| number.starts_with('_'))
            };
            let is_awaited = |other: &Actor| match reason {
                WaitReason::Result(task) => other.tasks.contains(task),
                WaitReason::Join { thread } => other.name == *thread,
                WaitReason::Shutdown { pool } | WaitReason::Room { pool } => works_for(other, pool),
                _ => false,
            };
            let made = |task: TaskId| self.made.get(&task).copied();
            Some(Blocked {
                thread: actor.name.clone(),
                tasks: actor.tasks.clone(),
                reason: reason.clone(),
                since: *since,
                task_made: actor.tasks.last().copied().and_then(made),
                awaited_made: awaited.and_then(made),
                waits_for: actors().position(is_awaited),
            })
        });
        Deadlock {
            at: self.now,
            blocked: blocked.collect(),
        }
    }
}

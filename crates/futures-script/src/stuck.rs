//! Finds a run that can never go on: every thread of it waits for something that only another one could bring about.
//!
//! A run is stuck if (1) the script itself and every thread and task of it that has begun and not ended wait without
//! a time limit, (2) what each waits for is not there, and
//! (3) no pending call will get a thread. Code that waits by other ways than [`waiting`](crate::waiting), such as a
//! native of the embedding program, counts as running, so a run that it might help is never called stuck.
//!
//! The parts are looked at one after the other, while threads go on. What is found is nevertheless true of one moment
//! (but see [`LOOKS`]): the list of those who wait has not changed during the look, and no call was made. So each of
//! them either waited all the time, or was seen running (and the run is not stuck), or had ended before it was looked
//! for, and then all that it did can be seen in what is looked at later.

use std::sync::Arc;

use futures_core::ErrorKind;
use futures_sim::Deadlock;

use crate::error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};
use crate::made::Made;
use crate::run::Run;
use crate::started::{Load, Started};
use crate::waiting::{Awaited, Culprit, Waiter};

/// How often in a row the same must be found before it is believed.
///
/// A pool counts a task as ended and its worker as free an instant before its result can be seen. A thread that loses
/// its processor right there would have to stay without it for all of these looks to be taken for one that is gone.
const LOOKS: u32 = 4;

/// What the last looks have found.
#[derive(Default)]
pub(crate) struct Suspicion {
    found: Option<Found>,
    times: u32,
}

/// A run that seems to be stuck.
pub(crate) struct Found {
    error: ScriptError,
    /// Another one as soon as a wait has begun or ended.
    changes: u64,
    loads: Vec<Load>,
}

impl Suspicion {
    /// The error of a run that has been found stuck, in the very same way, in enough looks.
    pub(crate) fn confirm(&mut self, found: Option<Found>) -> Option<ScriptError> {
        let key = |found: &Found| (found.changes, found.loads.clone());
        let is_same = self.found.as_ref().map(key) == found.as_ref().map(key);
        self.times = if is_same { self.times + 1 } else { 1 };
        self.found = found;
        let found = self.found.as_ref()?;
        (self.times >= LOOKS).then(|| found.error.clone())
    }
}

/// Who waits for what, if the run is stuck.
pub(crate) fn find(run: &Run) -> Option<Found> {
    let (waiters, changes) = run.stopper().waiters();
    let blocked: Vec<(&Waiter, &Arc<Awaited>)> = innermost(&waiters)
        .map(|waiter| Some((waiter, waiter.unlimited()?)))
        .collect::<Option<_>>()?;
    if blocked.is_empty() {
        return None;
    }
    let started = run.started();
    let loads = loads(&started);
    let the_script = 1;
    let n_running = the_script + loads.iter().map(|load| load.busy).sum::<usize>();
    let n_threads = the_script + loads.iter().map(|load| load.busy_threads).sum::<usize>();
    let is_first = |index: usize| {
        let thread = blocked[index].0.who.thread();
        !blocked[..index]
            .iter()
            .any(|(other, _)| other.who.thread() == thread)
    };
    let n_blocked_threads = (0..blocked.len()).filter(|index| is_first(*index)).count();
    let is_stuck = n_running <= blocked.len()
        && n_threads == n_blocked_threads
        && !loads.iter().any(|load| load.can_begin)
        && !blocked.iter().any(|(_, awaited)| awaited.is_there());
    if !is_stuck {
        return None;
    }
    let given = |loads: &[Load]| loads.iter().map(|load| load.given).collect::<Vec<_>>();
    let again = run.started();
    if given(&loads) != given(&self::loads(&again)) || run.stopper().waiters().1 != changes {
        return None;
    }
    let lines = blocked
        .iter()
        .map(|(waiter, awaited)| line(run, waiter, awaited));
    let lines = lines.collect();
    Some(Found {
        error: error(lines).with_frames(details(run, &blocked)),
        changes,
        loads,
    })
}

/// Who waits for what in a simulated run in which nothing can go on. There it is certain, and known to the simulation.
pub(crate) fn report(run: &Run, deadlock: &Deadlock) -> ScriptError {
    let (mut lines, mut known) = (Vec::new(), Vec::new());
    note_waiters(run, &mut lines, &mut known);
    // Natives of an embedding program may wait in ways of their own.
    let others = deadlock
        .blocked()
        .iter()
        .filter(|blocked| !known.iter().any(|thread| thread == blocked.thread()))
        .map(|blocked| format!("{} waits for {}", blocked.thread(), blocked.reason()));
    lines.extend(others);
    let (waiters, _) = run.stopper().waiters();
    let blocked: Vec<(&Waiter, &Arc<Awaited>)> = innermost(&waiters)
        .filter_map(|waiter| Some((waiter, waiter.unlimited()?)))
        .collect();
    error(lines).with_frames(details(run, &blocked))
}

/// Adds who waits for what in `run` and in the simulated processes that work for it, and the names of their threads.
fn note_waiters(run: &Run, lines: &mut Vec<String>, known: &mut Vec<String>) {
    let (waiters, _) = run.stopper().waiters();
    lines.extend(
        innermost(&waiters).filter_map(|waiter| Some(line(run, waiter, waiter.unlimited()?))),
    );
    let names = waiters.iter().map(|waiter| waiter.who.thread().name());
    known.extend(names.map(ToString::to_string));
    for thing in run.started() {
        for worker in thing.worker_runs() {
            note_waiters(&worker, lines, known);
        }
    }
}

fn error(mut lines: Vec<String>) -> ScriptError {
    lines.sort();
    let kind = ScriptErrorKind::Task(ErrorKind::Deadlock);
    ScriptError::new(kind, format!("nothing can go on: {}", lines.join("; ")))
}

/// Those at the end of each chain: who waits for a task, and runs it meanwhile, waits for what the task waits for.
fn innermost(waiters: &[Waiter]) -> impl Iterator<Item = &Waiter> {
    // A thread that runs a task on top of one that waits for it has a wait for each of both.
    let is_same = |one: &Waiter, other: &Waiter| {
        one.who.thread() == other.who.thread() && one.who.task() == other.who.task()
    };
    waiters
        .iter()
        .enumerate()
        .filter(move |(index, waiter)| {
            let mut later = waiters[index + 1..].iter();
            !later.any(|later| is_same(later, waiter))
        })
        .map(|(_, waiter)| waiter)
}

fn loads(started: &[Arc<dyn Started>]) -> Vec<Load> {
    started.iter().map(|thing| thing.load()).collect()
}

fn line(run: &Run, waiter: &Waiter, awaited: &Awaited) -> String {
    let place = run.place(waiter.position);
    let at = place.map_or_else(String::new, |place| format!(" (at {place})"));
    format!("{} waits for {}{at}", waiter.who, awaited.name(run))
}

/// Where each waits, who waits for each other in a ring, where what they wait for was made, and where the tasks were
/// submitted that wait.
fn details(run: &Run, blocked: &[(&Waiter, &Arc<Awaited>)]) -> Vec<Frame> {
    let ring = ring(blocked).map(|ring| {
        let name = |index: &usize| {
            let who = &blocked[*index].0.who;
            match who.task() {
                Some(task) => run.task_name(task, who.label()),
                None => who.thread().name().to_owned(),
            }
        };
        let mut names: Vec<String> = ring.iter().map(name).collect();
        let text = match &names[..] {
            [one] => format!("{one} waits for itself"),
            _ => {
                // Whoever came last to wait, the ring is told in the same way.
                let first = (0..names.len()).min_by_key(|index| &names[*index]);
                names.rotate_left(first.unwrap_or_default());
                names.push(names[0].clone());
                format!("they wait for each other: {}", names.join(" → "))
            }
        };
        Frame {
            kind: FrameKind::Deadlock(text),
            at: None,
        }
    });
    let mut made: Vec<Made> = blocked
        .iter()
        .filter_map(|(_, awaited)| awaited.made())
        .collect();
    made.sort_unstable();
    made.dedup();
    let made = made.into_iter().map(|made| Frame {
        kind: FrameKind::Deadlock(format!("{made} was made")),
        at: run.place(made.position()),
    });
    let mut running = run.slots().tasks();
    running.retain(|running| {
        let mut tasks = blocked.iter().map(|(waiter, _)| waiter.who.task());
        tasks.any(|task| task == Some(running.task))
    });
    running.sort_by_key(|running| (running.task.pool(), running.task.number()));
    let submitted = running.into_iter().map(|running| {
        let name = run.task_name(running.task, running.label.as_deref());
        Frame {
            kind: FrameKind::Deadlock(format!("{name} was submitted")),
            at: run.place(running.position),
        }
    });
    let mut waits: Vec<(String, Option<Place>)> = blocked
        .iter()
        .map(|(waiter, awaited)| {
            let text = format!("{} waits for {}", waiter.who, awaited.name(run));
            (text, run.place(waiter.position))
        })
        .collect();
    // As in the message: not in the order in which they came to wait, which is luck.
    waits.sort_by(|(one, _), (other, _)| one.cmp(other));
    let waits = waits.into_iter().map(|(text, at)| Frame {
        kind: FrameKind::Waits(text),
        at,
    });
    waits.chain(ring).chain(made).chain(submitted).collect()
}

/// Those who wait for each other, each for the next, if any do.
fn ring(blocked: &[(&Waiter, &Arc<Awaited>)]) -> Option<Vec<usize>> {
    let next: Vec<Option<usize>> = blocked
        .iter()
        .map(|(_, awaited)| {
            let culprit = awaited.culprit()?;
            blocked.iter().position(|(other, _)| match &culprit {
                Culprit::Task(task) => other.who.task() == Some(*task),
                Culprit::Who(who) => {
                    other.who.thread() == who.thread() && other.who.task() == who.task()
                }
                Culprit::Thread(name) => other.who.thread().name() == name,
            })
        })
        .collect();
    (0..blocked.len()).find_map(|start| {
        let mut path = vec![start];
        while let Some(at) = next[path[path.len() - 1]] {
            if at == start {
                return Some(path);
            }
            if path.contains(&at) {
                return None;
            }
            path.push(at);
        }
        None
    })
}

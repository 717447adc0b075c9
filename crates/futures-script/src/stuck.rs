//! Finds a run that can never go on: every thread of it waits for something that only another one could bring about.
//!
//! A run is stuck if (1) the script itself and every thread and task of it that has begun and not ended wait without
//! a time limit, (2) what each waits for is not there, and
//! (3) no pending call will get a thread. Code that waits by other ways than [`waiting`](crate::waiting), such as a
//! native of the embedding program, counts as running, so a run that it might help is never called stuck.
//!
//! The parts are looked at one after the other, while threads go on. What is found is nevertheless true of one moment:
//! the list of those who wait has not changed during the look, and no call was made. So each of
//! them either waited all the time, or was seen running (and the run is not stuck), or had ended before it was looked
//! for, and then all that it did can be seen in what is looked at later.

use std::sync::Arc;

use futures_core::ErrorKind;

use crate::error::{Place, ScriptError, ScriptErrorKind};
use crate::run::{Load, Run, Started};
use crate::waiting::{Awaited, Waiter};

/// Who waits for what, if the run is stuck.
pub(crate) fn find(run: &Run) -> Option<ScriptError> {
    let (waiters, changes) = run.stopper().waiters();
    // A thread that runs a task on top of one that waits for it has a wait for each of both.
    let is_same = |one: &Waiter, other: &Waiter| {
        one.who.thread() == other.who.thread() && one.who.task() == other.who.task()
    };
    let blocked: Vec<(&Waiter, &Arc<Awaited>)> = waiters
        .iter()
        .enumerate()
        .filter(|(index, waiter)| {
            let mut later = waiters[index + 1..].iter();
            !later.any(|later| is_same(later, waiter))
        })
        .map(|(_, waiter)| Some((waiter, waiter.awaited.as_ref()?)))
        .collect::<Option<_>>()?;
    if blocked.is_empty() {
        return None;
    }
    let started = run.started();
    let loads = loads(&started);
    let the_script = 1;
    let n_running = the_script + loads.iter().map(|load| load.busy).sum::<usize>();
    let is_stuck = n_running == blocked.len()
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
    let mut lines = blocked
        .iter()
        .map(|(waiter, awaited)| line(run, waiter, awaited))
        .collect::<Vec<_>>();
    lines.sort();
    let kind = ScriptErrorKind::Task(ErrorKind::Deadlock);
    Some(ScriptError::new(
        kind,
        format!("nothing can go on: {}", lines.join("; ")),
    ))
}

fn loads(started: &[Arc<dyn Started>]) -> Vec<Load> {
    started.iter().map(|thing| thing.load()).collect()
}

fn line(run: &Run, waiter: &Waiter, awaited: &Awaited) -> String {
    let place = Place::new(run.source(), waiter.position);
    let at = place.map_or_else(String::new, |place| format!(" (at {place})"));
    format!("{} waits for {}{at}", waiter.who, awaited.name())
}

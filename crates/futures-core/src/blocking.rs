//! The one place where a thread waits for futures: claims what it may run itself, refuses what can never end, lends the
//! worker's place, and parks.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_utils::Backoff;

use crate::cell::AnyCell;
use crate::fault::planted;
use crate::graph::{self, Edge, Needs, OnDeadlock};
use crate::host::{self, WaitReason, Wake};
use crate::seat::{self, Lent, Place};
use crate::{Error, Task};

/// How a wait that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waited {
    Ready,
    Deadline,
}

/// What a wait is about.
pub(crate) struct Blocking<'a> {
    /// The unfinished futures; asked for only on a thread that runs a task.
    pub(crate) on: &'a dyn Fn() -> Vec<Arc<dyn AnyCell>>,
    pub(crate) needs: Needs,
    pub(crate) on_deadlock: OnDeadlock,
    /// `None`: never, be it that none was given or that it is further away than the clock can say.
    pub(crate) deadline: Option<Duration>,
    /// Was a limit given? A timed wait is no part of a deadlock.
    pub(crate) is_timed: bool,
    pub(crate) reason: &'a dyn Fn() -> WaitReason,
}

/// Runs a task of the caller's own pool that nobody has begun, if the caller may. True: it has ended now.
///
/// This is what makes nested waits free of deadlocks at any pool size: the caller cannot go on before that task has run,
/// so running it here adds no dependency that was not there. Arbitrary other work would add some.
pub(crate) fn claim(cell: impl FnOnce() -> Arc<dyn AnyCell>, of: &dyn AnyCell) -> bool {
    if !of.word().is_waiting() {
        return of.word().is_done();
    }
    let Some(seat) = seat::current_seat() else {
        return false;
    };
    if seat.pool() != of.head().id().pool() || !seat.may_nest() {
        return false;
    }
    let beneath = graph::Beneath::enter();
    seat.run_claimed(Task::claimed(cell()));
    drop(beneath);
    of.word().is_done()
}

/// Blocks until `ready`, whose turning true must unpark the calling thread.
///
/// # Errors
/// Interrupted, or a deadlock.
pub(crate) fn block(what: &Blocking<'_>, ready: impl Fn() -> bool) -> Result<Waited, Error> {
    if ready() {
        return Ok(Waited::Ready);
    }
    // A callback runs on a worker that runs no task: it lends the worker's place, but nobody waits for it.
    let runs_task = host::with_task(|task| task.is_some());
    let seat = seat::current_seat();
    if !runs_task && seat.is_none() {
        return park_until(what, None, ready);
    }
    // A limit of zero asks for a look, not for another worker.
    if what
        .deadline
        .is_some_and(|deadline| deadline <= host::now())
    {
        return Ok(Waited::Deadline);
    }
    // Lending the place costs more than a moment's patience.
    if host::may_spin() {
        let backoff = Backoff::new();
        while !backoff.is_completed() {
            backoff.snooze();
            if ready() {
                return Ok(Waited::Ready);
            }
        }
    }
    let edge = match runs_task && !what.is_timed {
        true => Some(graph::publish((what.on)(), what.needs, what.on_deadlock)?),
        false => None,
    };
    let lent = seat
        .as_deref()
        .map(|seat| (seat.lend(&(what.reason)()), Lent(seat)));
    if matches!(lent, Some((Place::Empty, _))) && !what.is_timed {
        // Nobody else can run what is awaited, so it is run here after all.
        for cell in (what.on)() {
            claim(|| cell.clone(), &*cell);
            if ready() {
                break;
            }
        }
    }
    let waited = park_until(what, edge.as_ref(), ready);
    drop(edge);
    drop(lent);
    waited
}

fn park_until(
    what: &Blocking<'_>,
    edge: Option<&Edge>,
    ready: impl Fn() -> bool,
) -> Result<Waited, Error> {
    let reason = (what.reason)();
    // Looks before it parks: lending the place may have parked, and consumed the token of the very wake-up it waits for.
    let mut wake = Wake::Notified;
    loop {
        if ready() {
            return Ok(Waited::Ready);
        }
        match (wake, edge) {
            (Wake::Notified, None) => {}
            (Wake::Notified, Some(edge)) => edge.check()?,
            (Wake::Deadline, _) => return Ok(Waited::Deadline),
            (Wake::Interrupted, _) => return Err(Error::interrupted()),
        }
        wake = host::park(what.deadline, &reason);
        if planted("stale_token_trusted") && wake == Wake::Notified {
            return Ok(Waited::Ready);
        }
    }
}

//! Waiting for several futures at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::blocking::{self, Blocking};
use crate::cell::AnyCell;
use crate::graph::{Needs, OnDeadlock};
use crate::host::{self, WaitReason};
use crate::identity::distinct;
use crate::observer::Watcher;
use crate::wait_set::{Mode, WaitSet};
use crate::waitable::{Waitable, Watched};
use crate::{Error, Status};

/// When a [`wait`] is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ReturnWhen {
    /// When any future has ended, in whatever way.
    FirstCompleted,
    /// When any future has failed, or all have ended. A cancelled future is not a failed one.
    FirstException,
    /// When all futures have ended.
    #[default]
    AllCompleted,
}

impl fmt::Display for ReturnWhen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            ReturnWhen::FirstCompleted => "FIRST_COMPLETED",
            ReturnWhen::FirstException => "FIRST_EXCEPTION",
            ReturnWhen::AllCompleted => "ALL_COMPLETED",
        })
    }
}

/// What [`wait`] found, each part in the order of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneAndNotDone<F> {
    /// The futures that have ended.
    pub done: Vec<F>,
    /// The others.
    pub not_done: Vec<F>,
}

/// Waits until `when` holds for the futures, or `timeout` has passed, and sorts them into done and not done.
///
/// Futures of different pools mix freely, duplicates count once, and an empty input returns at once. One completion
/// costs O(1), and a wait for all of N wakes its thread exactly once. Takes futures of either kind, or references:
///
/// ```
/// use futures_core::{Executor, Inline, ReturnWhen, wait};
///
/// let futures: Vec<_> = (0..3).map(|i| Inline.submit(move || i).unwrap()).collect();
/// let sorted = wait(&futures, None, ReturnWhen::AllCompleted).unwrap();
/// assert_eq!((sorted.done.len(), sorted.not_done.len()), (3, 0));
/// ```
///
/// As in Python a timeout is no error: what is not done is in `not_done`. Unlike in Python, a cancelled future is done at
/// once.
///
/// # Errors
/// [`Deadlock`](crate::ErrorKind::Deadlock) if the wait could never end, [`Interrupted`](crate::ErrorKind::Interrupted).
pub fn wait<F: Waitable>(
    fs: impl IntoIterator<Item = F>,
    timeout: Option<Duration>,
    when: ReturnWhen,
) -> Result<DoneAndNotDone<F>, Error> {
    wait_with(distinct(fs), timeout, when, OnDeadlock::Fail)
}

fn wait_with<F: Waitable>(
    futures: Vec<F>,
    timeout: Option<Duration>,
    when: ReturnWhen,
    on_deadlock: OnDeadlock,
) -> Result<DoneAndNotDone<F>, Error> {
    let deadline = timeout.map(host::deadline_in);
    if when == ReturnWhen::AllCompleted && timeout.is_none() {
        for future in &futures {
            if !future.cell().word().is_done() {
                blocking::claim(|| future.cell_arc(), future.cell());
            }
        }
    }
    if !is_satisfied(&futures, when) {
        block_on_all(
            &futures,
            deadline.flatten(),
            timeout.is_some(),
            when,
            on_deadlock,
        )?;
    }
    let (done, not_done) = futures
        .into_iter()
        .partition(|future| future.cell().word().is_done());
    Ok(DoneAndNotDone { done, not_done })
}

fn is_satisfied<F: Waitable>(futures: &[F], when: ReturnWhen) -> bool {
    let mut ends = futures.iter().map(|future| future.cell().word().status());
    match when {
        _ if futures.is_empty() => true,
        ReturnWhen::AllCompleted => ends.all(|end| end.is_some()),
        ReturnWhen::FirstCompleted => ends.any(|end| end.is_some()),
        ReturnWhen::FirstException => {
            let mut all_done = true;
            for end in ends {
                if end == Some(Status::Failed) {
                    return true;
                }
                all_done &= end.is_some();
            }
            all_done
        }
    }
}

fn block_on_all<F: Waitable>(
    futures: &[F],
    deadline: Option<Duration>,
    is_timed: bool,
    when: ReturnWhen,
    on_deadlock: OnDeadlock,
) -> Result<(), Error> {
    let (mode, needs) = match when {
        ReturnWhen::AllCompleted => (Mode::All, Needs::All),
        ReturnWhen::FirstCompleted => (Mode::First, Needs::Any),
        ReturnWhen::FirstException => (Mode::FirstException, Needs::AnyFailure),
    };
    let set = Arc::new(WaitSet::new(mode, host::current(), futures.len()));
    let mut ended_before = 0;
    for (index, future) in (0..).zip(futures) {
        let is_done = future.cell().word().is_done();
        if is_done
            || future
                .cell()
                .watch(Watcher::Member(index, set.clone()))
                .is_err()
        {
            ended_before += 1;
        }
    }
    set.all_registered(ended_before);
    let unfinished = || {
        futures
            .iter()
            .filter(|future| !future.cell().word().is_done())
    };
    // Between the first look and the registration an end may have happened that the set was not told of.
    let ready = || set.is_over() || (ended_before > 0 && is_satisfied(futures, when));
    let what = Blocking {
        on: &|| {
            set.be_watchful();
            // All of them: that one has ended meanwhile is what makes a wait for the first of several hopeful.
            futures.iter().map(Watched::cell_arc).collect()
        },
        needs,
        on_deadlock,
        deadline,
        is_timed,
        reason: &|| WaitReason::Set {
            when,
            remaining: unfinished().count(),
        },
    };
    let waited = blocking::block(&what, ready);
    for future in unfinished() {
        unwatch(future.cell(), &set);
    }
    waited.map(drop)
}

/// Takes the set's entry off a future's list. False: the completer has taken it.
pub(crate) fn unwatch(cell: &(dyn AnyCell + 'static), set: &Arc<WaitSet>) -> bool {
    cell.unwatch(|watcher| matches!(watcher, Watcher::Member(_, other) if Arc::ptr_eq(other, set)))
}

/// Waits for all of `futures`, as [`wait`] does, but never ends before they have: for whoever has lent something to
/// their tasks.
///
/// A deadlock that this wait is part of is reported to another of the stuck waits; an interruption is postponed.
/// Returns whether it was interrupted.
pub fn wait_unfailing<F: Waitable>(futures: impl IntoIterator<Item = F>) -> bool {
    let futures = distinct(futures);
    let mut interrupted = false;
    loop {
        match wait_with(
            futures.iter().collect::<Vec<_>>(),
            None,
            ReturnWhen::AllCompleted,
            OnDeadlock::PassOn,
        ) {
            Ok(_) => return interrupted,
            Err(_) => {
                interrupted = true;
                host::current().clear_interrupt();
            }
        }
    }
}

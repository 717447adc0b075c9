//! How workers are lost, by their own fault or by force, and what becomes of the calls that they had.
//!
//! A worker that is to be ended is condemned first: with the desk locked, what it has not begun is taken back, so that it
//! can begin nothing more, and only if it still runs the call that is meant does the signal follow. So nobody else's
//! call is ever hit. After its death the replies that it has left are read, and then at most one call is without one:
//! the call that it was running.

use std::sync::Arc;

use futures_core::{Error, ErrorKind};

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::desk::{Desk, Doors};
use crate::pool::orders::Order;
use crate::pool::record::{Place, Record};
use crate::pool::staff::{Stage, Why};
use crate::wire::slots::Phase;

/// A call that ends without a reply.
pub(crate) type Lost = (Arc<Record>, Error);

/// How a pool is ended by force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Force {
    /// By asking each worker's process to end.
    Terminate,
    /// By ending them.
    Kill,
}

/// What becomes of the calls that run when their pool breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Running {
    /// They are let be.
    EndsWell,
    /// Their workers are ended by force.
    IsEnded,
}

/// On which condition a worker is condemned, looked at when nothing can begin there any more.
#[derive(Clone, Copy)]
pub(crate) enum Only<'a> {
    Anyway,
    /// It has begun this call, and not ended it.
    IfItRuns(&'a Arc<Record>),
    /// It has begun nothing.
    IfIdle,
}

/// What to do about a call whose owner wants it to be ended by force.
pub(crate) enum Kill {
    /// There is nothing to end.
    Nothing,
    /// Its worker is condemned; the call ends with it.
    Condemned(After),
    /// It has just ended by itself, or may be cancelled.
    TooLate(After),
    /// No worker had begun it, though it counted as running: it is to be ended with this error.
    Now(Error, After),
}

impl Desk {
    /// Condemns a worker, if it is still as it should be for that. False: it is not.
    pub(crate) fn condemn(
        &mut self,
        config: &Config,
        number: u32,
        only: Only<'_>,
        why: Why,
        after: &mut After,
    ) -> bool {
        let Some(worker) = self.staff.get_mut(&number) else {
            return false;
        };
        if matches!(worker.stage, Stage::Condemned(_)) {
            return false;
        }
        let taken = worker.take_back_all();
        let is_meant = match only {
            Only::Anyway => true,
            Only::IfItRuns(record) => worker.is_in_the_middle_of(record),
            Only::IfIdle => worker.calls().all(|(_, record, _)| record.is_over()),
        };
        if is_meant {
            worker.stage = Stage::Condemned(why);
            self.idle.retain(|idle| *idle != number);
            after.orders.push(Order::End(number));
        }
        self.requeue(taken);
        match is_meant {
            true => self.fill_staff(config, after),
            false => self.serve(config, number, after),
        }
        self.serve_idle(config, after);
        is_meant
    }

    /// Ends a call by force, wherever it is.
    pub(crate) fn kill(&mut self, config: &Config, record: &Arc<Record>) -> Kill {
        let error = || Error::new(ErrorKind::Interrupted, "the call was killed");
        let mut after = After::default();
        match record.place() {
            Place::Cancelled | Place::Over => Kill::Nothing,
            Place::Queued | Place::Assigned => {
                if !record.is_assigned() {
                    return Kill::Nothing;
                }
                if matches!(record.place(), Place::Queued) {
                    self.queue.retain(|queued| !Arc::ptr_eq(queued, record));
                }
                record.put(Place::Over);
                self.counters.failed += 1;
                Kill::Now(error(), after)
            }
            Place::Sent(link, slot) => {
                let word = link.page.slot(usize::from(slot));
                if word.phase(record.id.number()) == Some(Phase::Queued) {
                    if !record.is_assigned() {
                        return Kill::Nothing;
                    }
                    // Its worker has not come round to it, and now never will. It passes over it like a cancelled one.
                    if word.try_take_back(record.id.number()) {
                        if let Some(worker) = self.staff.get_mut(&link.number) {
                            worker.forget(slot, record);
                        }
                        record.put(Place::Over);
                        self.counters.failed += 1;
                        self.let_go(config, link.number, &mut after);
                        return Kill::Now(error(), after);
                    }
                }
                let why = Why::Killed(record.id);
                let only = Only::IfItRuns(record);
                match self.condemn(config, link.number, only, why, &mut after) {
                    true => Kill::Condemned(after),
                    false => Kill::TooLate(after),
                }
            }
        }
    }

    /// Gives what is in the queue to those who are idle.
    pub(crate) fn serve_idle(&mut self, config: &Config, after: &mut After) {
        for number in std::mem::take(&mut self.idle) {
            self.serve(config, number, after);
        }
    }

    /// No more calls can be run: returns all that have not begun, to be failed. What becomes of the ones that run is for
    /// `running` to say.
    pub(crate) fn break_with(
        &mut self,
        reason: String,
        running: Running,
        after: &mut After,
    ) -> Vec<Lost> {
        if self.broken.is_none() {
            self.broken = Some(Error::new(ErrorKind::BrokenPool, reason.clone()));
        }
        let mut pending = self.withdraw_pending();
        for worker in self.staff.values_mut() {
            pending.extend(worker.hand.take().filter(|hand| !hand.is_over()));
            // One that ends its last call retires after it.
            let goes_on = running == Running::EndsWell
                && matches!(worker.stage, Stage::Ready | Stage::Retiring)
                && worker.n_calls() > 0;
            if !goes_on && !matches!(worker.stage, Stage::Condemned(_)) {
                worker.stage = Stage::Condemned(Why::Forced);
                after.orders.push(Order::End(worker.number));
            }
        }
        self.idle.clear();
        after.orders.push(Order::Finish);
        self.fail_all(pending, &reason)
    }

    /// Books calls as failed since the pool is broken. Each gets an error of its own.
    pub(crate) fn fail_all(&mut self, records: Vec<Arc<Record>>, reason: &str) -> Vec<Lost> {
        self.counters.failed += records.len() as u64;
        let fail = |record: Arc<Record>| {
            record.put(Place::Over);
            (record, Error::new(ErrorKind::BrokenPool, reason.to_owned()))
        };
        records.into_iter().map(fail).collect()
    }

    /// Ends everything by force. Returns what is to be cancelled, and what is to fail since it counted as running.
    pub(crate) fn force(
        &mut self,
        config: &Config,
        how: Force,
        after: &mut After,
    ) -> (Vec<Arc<Record>>, Vec<Lost>) {
        self.doors = Doors::Forced;
        let mut pending = self.withdraw_pending();
        for worker in self.staff.values_mut() {
            pending.extend(worker.hand.take().filter(|hand| !hand.is_over()));
            let was_condemned = matches!(worker.stage, Stage::Condemned(_));
            if !was_condemned {
                if how == Force::Terminate
                    && worker.retire()
                    && let Some(link) = worker.link()
                {
                    // One that ignores the signal ends after the call that it runs.
                    after.ring(link);
                }
                worker.stage = Stage::Condemned(Why::Forced);
            }
            match how {
                // Also one that was asked before, and has not listened.
                Force::Kill => after.orders.push(Order::Kill(worker.number)),
                Force::Terminate if was_condemned => {}
                Force::Terminate => {
                    after.orders.push(Order::Terminate(worker.number));
                    if worker.n_calls() == 0 {
                        after.orders.push(Order::Retired(worker.number));
                    }
                }
            }
        }
        self.idle.clear();
        after.orders.push(Order::Finish);
        let (assigned, cancelled): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|record| record.is_assigned());
        self.book_cancelled(&cancelled);
        let lost = self.fail_all(assigned, &self.end_of_pool(config));
        (cancelled, lost)
    }
}

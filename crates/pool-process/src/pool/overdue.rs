//! Calls that run for too long, and workers that do not begin what they were given.
//!
//! The keeper looks when the next limit could be over: a call that has not begun can begin now at the earliest, so the
//! look is never late. Nothing that a worker says of itself is believed twice.

use std::sync::Arc;
use std::time::Duration;

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::desk::Desk;
use crate::pool::losses::Only;
use crate::pool::orders::Order;
use crate::pool::record::Record;
use crate::pool::staff::{Stage, Why, Worker};
use crate::sys::clock;
use crate::wire::slots::Phase;

/// A worker that has nothing to do but a call with a time limit, and for so long (or for that limit, if it is longer)
/// does not begin it, is replaced. Less would mistake a busy machine for a stopped worker.
const MAX_QUIET: Duration = Duration::from_secs(1);

impl Desk {
    /// Sees to it that the keeper looks in time at a call that was just sent, if it may not run for ever.
    pub(crate) fn plan_look(&mut self, record: &Record, after: &mut After) {
        self.plan_look_in(record.timeout, after);
    }

    /// Sees to it that the keeper looks when so much time has passed.
    pub(crate) fn plan_look_in(&mut self, time: Option<Duration>, after: &mut After) {
        if let Some(time) = time {
            let at = clock::monotonic_ns().saturating_add(nanoseconds(time));
            if at < self.next_look {
                self.next_look = at;
                after.orders.push(Order::Look);
            }
        }
    }

    /// Condemns the workers whose calls have run for too long, and says when to look again.
    pub(crate) fn look(&mut self, config: &Config, now: u64) -> After {
        let mut after = After::default();
        let mut next = u64::MAX;
        let mut overdue = Vec::new();
        for worker in self.staff.values_mut() {
            if worker.stage == Stage::Ready {
                let (at, verdict) = inspect(worker, now);
                next = next.min(at);
                overdue.extend(verdict.map(|(record, why)| (worker.number, record, why)));
            }
        }
        self.next_look = next;
        for (number, record, why) in overdue {
            let only = record.as_ref().map_or(Only::IfIdle, Only::IfItRuns);
            self.condemn(config, number, only, why, &mut after);
        }
        if self.n_queued() > 0 {
            // Perhaps some could not be given when there was time for them.
            self.serve_everybody(config, &mut after);
        }
        after
    }
}

/// That a worker is to be ended: for this call, if it still runs that, or for none in particular, if it still runs none.
type Verdict = (Option<Arc<Record>>, Why);

/// When to look at this worker again, and whether it is to be ended: and why.
fn inspect(worker: &mut Worker, now: u64) -> (u64, Option<Verdict>) {
    let mut next = u64::MAX;
    let mut running = None;
    let mut first_waiting = None;
    let mut is_done = false;
    for (slot, record, phase) in worker.calls() {
        if record.is_over() {
            continue;
        }
        match phase {
            Some(Phase::Queued) => {
                // It can begin now at the earliest.
                if let Some(timeout) = record.timeout {
                    next = next.min(now.saturating_add(nanoseconds(timeout)));
                    first_waiting = Some(timeout).max(first_waiting);
                }
            }
            // The reply is there, or about to be.
            Some(Phase::Done) => is_done = true,
            _ => running = Some((slot, record.clone())),
        }
    }
    let Some((slot, record)) = running else {
        worker.seen = None;
        let limit = match first_waiting {
            Some(timeout) if !is_done => nanoseconds(timeout.max(MAX_QUIET)),
            _ => {
                worker.quiet_since = None;
                return (next, None);
            }
        };
        // A worker with nothing else to do begins at once. If not, it was stopped, or is stuck.
        let end = worker.quiet_since.get_or_insert(now).saturating_add(limit);
        if end > now {
            return (next.min(end), None);
        }
        let what = "it does not begin the call that it was given";
        return (next, Some((None, Why::Broken(what.to_owned()))));
    };
    worker.quiet_since = None;
    let since = match worker.seen {
        Some((id, since)) if id == record.id => since,
        _ => worker.began(slot, &record).map_or(now, |at| at.min(now)),
    };
    worker.seen = Some((record.id, since));
    let Some(timeout) = record.timeout else {
        return (next, None);
    };
    let end = since.saturating_add(nanoseconds(timeout));
    if end > now {
        return (next.min(end), None);
    }
    let why = Why::Timeout(record.id, timeout);
    (next, Some((Some(record), why)))
}

pub(crate) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

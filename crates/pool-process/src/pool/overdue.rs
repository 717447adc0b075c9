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

    /// Condemns the workers whose calls have run for too long, and says when to look again. Appends those to `to_read` that
    /// have ended a call whose reply nobody has read: perhaps they have not rung.
    pub(crate) fn look(&mut self, config: &Config, now: u64, to_read: &mut Vec<u32>) -> After {
        let mut after = After::default();
        let mut next = u64::MAX;
        let mut overdue = Vec::new();
        for worker in self.staff.values_mut() {
            let is_forced = worker.stage == Stage::Condemned(Why::Forced);
            if worker.stage != Stage::Ready && !is_forced {
                continue;
            }
            let seen = inspect(worker, now);
            next = next.min(seen.next);
            if seen.has_unread {
                to_read.push(worker.number);
            }
            match seen.verdict {
                None => {}
                // It was asked to end, and may not listen; its call has no more time than any other.
                Some(_) if is_forced => after.orders.push(Order::Kill(worker.number)),
                Some(verdict) => overdue.push((worker.number, verdict)),
            }
        }
        self.next_look = next;
        for (number, verdict) in overdue {
            match verdict {
                Verdict::Overdue(record, limit) => {
                    let why = Why::Timeout(record.id, limit);
                    self.condemn(config, number, Only::IfItRuns(&record), why, &mut after);
                }
                Verdict::NeverBegins => {
                    let why = Why::Broken("it did not begin the call that it was given".into());
                    self.condemn(config, number, Only::IfIdle, why, &mut after);
                }
                Verdict::NeverReplies => {
                    let why = Why::Broken("it ended a call and did not reply".into());
                    self.condemn(config, number, Only::Anyway, why, &mut after);
                }
            }
        }
        // Perhaps some could not be given when there was time for them; and who was to have one that was ended since
        // then is idle, and would otherwise be forgotten.
        self.serve_everybody(config, &mut after);
        after
    }
}

/// Why a worker is to be ended.
enum Verdict {
    /// This call has run for longer than this.
    Overdue(Arc<Record>, Duration),
    NeverBegins,
    NeverReplies,
}

/// What is to be said of a worker.
struct Inspected {
    /// When to look again.
    next: u64,
    has_unread: bool,
    verdict: Option<Verdict>,
}

fn inspect(worker: &mut Worker, now: u64) -> Inspected {
    let mut next = u64::MAX;
    let mut running: Option<(u16, Arc<Record>)> = None;
    let mut longest = None;
    let mut has_unread = false;
    for (slot, record, phase) in worker.calls() {
        if record.is_over() {
            continue;
        }
        match phase {
            Some(Phase::Queued) => {
                // It can begin now at the earliest.
                if let Some(timeout) = record.timeout {
                    next = next.min(now.saturating_add(nanoseconds(timeout)));
                }
                longest = longest.max(record.timeout);
            }
            Some(Phase::Done) => {
                has_unread = true;
                longest = longest.max(record.timeout);
            }
            // One call runs, unless the slots are nonsense; then the one with a limit is as good as any.
            _ if running.is_some() && record.timeout.is_none() => {}
            _ => running = Some((slot, record.clone())),
        }
    }
    let verdict = match running {
        Some((slot, record)) => inspect_running(worker, slot, record, now, &mut next),
        None => inspect_quiet(worker, longest, has_unread, now, &mut next),
    };
    Inspected {
        next,
        has_unread,
        verdict,
    }
}

fn inspect_running(
    worker: &mut Worker,
    slot: u16,
    record: Arc<Record>,
    now: u64,
    next: &mut u64,
) -> Option<Verdict> {
    worker.quiet_since = None;
    let since = match worker.seen {
        Some((id, since)) if id == record.id => since,
        _ => worker.began(slot, &record).map_or(now, |at| at.min(now)),
    };
    worker.seen = Some((record.id, since));
    let timeout = record.timeout?;
    let end = since.saturating_add(nanoseconds(timeout));
    if end > now {
        *next = (*next).min(end);
        return None;
    }
    Some(Verdict::Overdue(record, timeout))
}

/// A worker that runs nothing and has a call begins it at once, and one that has ended a call replies at once. If not, it
/// was stopped, or is stuck; for those who set no limit that is no matter of ours.
fn inspect_quiet(
    worker: &mut Worker,
    longest: Option<Duration>,
    has_unread: bool,
    now: u64,
    next: &mut u64,
) -> Option<Verdict> {
    worker.seen = None;
    let Some(longest) = longest else {
        worker.quiet_since = None;
        return None;
    };
    let limit = nanoseconds(longest.max(MAX_QUIET));
    let end = worker.quiet_since.get_or_insert(now).saturating_add(limit);
    if end > now {
        *next = (*next).min(end);
        return None;
    }
    Some(match has_unread {
        true => Verdict::NeverReplies,
        false => Verdict::NeverBegins,
    })
}

pub(crate) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

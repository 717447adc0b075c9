//! How workers are lost, by their own fault or by force, and what becomes of the calls that they had.
//!
//! A worker that is to be ended is condemned first: with the desk locked, what it has not begun is taken back, so that it
//! can begin nothing more, and only if it still runs the call that is meant does the signal follow. So nobody else's
//! call is ever hit. After its death the replies that it has left are read, and then at most one call is without one:
//! the call that it was running.

use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, ErrorKind};

use crate::pool::after::After;
use crate::pool::config::{Config, OnCrash};
use crate::pool::desk::{Desk, Doors};
use crate::pool::orders::Order;
use crate::pool::record::{Place, Record};
use crate::pool::staff::{Stage, Why, Worker};
use crate::sys::child::Exit;
use crate::sys::clock;
use crate::wire::slots::Phase;

/// So many workers that die before they are ready, one after the other, break the pool.
pub(crate) const MAX_STILLBORN: u32 = 3;

/// How a process has ended, and its last words.
pub(crate) struct Death {
    pub(crate) pid: u32,
    pub(crate) exit: Exit,
    /// The end of what it wrote to its standard error, if that was looked at.
    pub(crate) stderr: String,
}

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

/// What to do about a call whose owner wants it to be ended by force.
pub(crate) enum Kill {
    /// There is nothing to end.
    Nothing,
    /// Its worker is condemned; the call ends with it.
    Condemned(After),
    /// It has just ended by itself, or may be cancelled.
    TooLate(After),
    /// No worker had begun it, though it counted as running: it is to be ended with this error.
    Now(Error),
}

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
        for worker in self.staff.values() {
            if worker.stage != Stage::Ready {
                continue;
            }
            let running = worker.running();
            for (_, record) in worker.records() {
                let Some(timeout) = record.timeout else {
                    continue;
                };
                // A call that has not begun can begin now at the earliest.
                let since = match &running {
                    Some((running, since)) if running.id == record.id => *since,
                    _ => now,
                };
                let end = since.saturating_add(nanoseconds(timeout));
                if end <= now {
                    overdue.push((worker.number, record, timeout));
                } else {
                    next = next.min(end);
                }
            }
        }
        self.next_look = next;
        for (number, record, timeout) in overdue {
            self.condemn(
                config,
                number,
                Some(&record),
                Why::Timeout(record.id, timeout),
                &mut after,
            );
        }
        after
    }

    /// Condemns a worker; with a call given, only if it runs that one. False: it does not.
    pub(crate) fn condemn(
        &mut self,
        config: &Config,
        number: u32,
        only_for: Option<&Arc<Record>>,
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
        let runs_it = only_for.is_none_or(|meant| {
            worker
                .running()
                .is_some_and(|(running, _)| running.id == meant.id)
        });
        worker.given -= taken.len() as u64;
        if runs_it {
            worker.stage = Stage::Condemned(why);
            self.idle.retain(|idle| *idle != number);
            after.orders.push(Order::End(number));
        }
        self.requeue(taken);
        match runs_it {
            true => self.fill_staff(config, after),
            false => self.serve(config, number, after),
        }
        self.serve_idle(config, after);
        runs_it
    }

    /// Ends a call by force, wherever it is.
    pub(crate) fn kill(&mut self, config: &Config, record: &Arc<Record>) -> Kill {
        let error = || Error::new(ErrorKind::Interrupted, "the call was killed");
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
                Kill::Now(error())
            }
            Place::Sent(link, slot) => {
                let mut after = After::default();
                let why = Why::Killed(record.id);
                if self.condemn(config, link.number, Some(record), why, &mut after) {
                    return Kill::Condemned(after);
                }
                // Taken back with the others, so it is in the queue now or with somebody else.
                match record.place() {
                    Place::Queued if record.is_assigned() => {
                        self.queue.retain(|queued| !Arc::ptr_eq(queued, record));
                        record.put(Place::Over);
                        self.counters.failed += 1;
                        Kill::Now(error())
                    }
                    Place::Sent(other, new_slot)
                        if !(Arc::ptr_eq(&other, &link) && new_slot == slot) =>
                    {
                        self.kill(config, record)
                    }
                    _ => Kill::TooLate(after),
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

    /// Strikes a dead worker from the books, all of whose replies have been read. Returns the calls that died with it.
    pub(crate) fn bury(
        &mut self,
        config: &Config,
        number: u32,
        death: &Death,
        after: &mut After,
    ) -> Vec<Lost> {
        let mut lost = Vec::new();
        let Some(mut worker) = self.staff.remove(&number) else {
            return lost;
        };
        self.idle.retain(|idle| *idle != number);
        if worker.stage != Stage::Retiring {
            self.counters.died += 1;
        }
        let mut again = worker.take_back_all();
        for (slot, record) in worker.records() {
            let state = worker
                .link()
                .and_then(|link| link.page.slot(usize::from(slot)).phase(record.id.number()));
            if state == Some(Phase::TakenBack) || record.is_over() {
                continue;
            }
            let error = fate(config, &worker, &record, death);
            if config.on_crash != OnCrash::BreakPool
                && is_crash(&worker.stage)
                && record.may_retry()
            {
                again.push(record);
                continue;
            }
            record.put(Place::Over);
            self.counters.failed += 1;
            lost.push((record, error));
        }
        again.extend(worker.hand.take().filter(|hand| !hand.is_over()));
        again.sort_by_key(|record| record.id.number());
        if let Some(broken) = &self.broken {
            let reason = broken.to_string();
            lost.extend(self.fail_all(again, &reason));
        } else {
            self.requeue(again);
        }
        let crashed = is_crash(&worker.stage) && !lost.is_empty();
        if let Some(reason) = self.reason_to_break(config, &worker, death, crashed) {
            let running = match config.on_crash {
                OnCrash::BreakPool if crashed => Running::IsEnded,
                _ => Running::EndsWell,
            };
            lost.extend(self.break_with(reason, running, after));
        }
        self.fill_staff(config, after);
        self.serve_idle(config, after);
        lost
    }

    /// Does this death break the whole pool?
    fn reason_to_break(
        &mut self,
        config: &Config,
        worker: &Worker,
        death: &Death,
        crashed: bool,
    ) -> Option<String> {
        if let Stage::Condemned(Why::Initializer(reason)) = &worker.stage {
            return Some(format!(
                "a worker's initializer of {} failed: {reason}",
                config.name
            ));
        }
        if crashed && config.on_crash == OnCrash::BreakPool {
            return Some(format!("a worker of {} died: {}", config.name, how(death)));
        }
        if worker.is_proven
            || matches!(
                worker.stage,
                Stage::Condemned(Why::Forced) | Stage::Retiring
            )
        {
            return None;
        }
        self.n_stillborn += 1;
        (self.n_stillborn >= MAX_STILLBORN).then(|| {
            let what = match &worker.stage {
                Stage::Condemned(Why::NeverReady(limit)) => {
                    format!("it was not ready within {limit:?}")
                }
                Stage::Condemned(Why::Broken(what)) => what.clone(),
                _ => how(death),
            };
            format!(
                "{MAX_STILLBORN} workers of {} in a row ended before they were ready; the last: {what}",
                config.name
            )
        })
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
    fn fail_all(&mut self, records: Vec<Arc<Record>>, reason: &str) -> Vec<Lost> {
        self.counters.failed += records.len() as u64;
        let fail = |record: Arc<Record>| {
            record.put(Place::Over);
            (record, Error::new(ErrorKind::BrokenPool, reason.to_owned()))
        };
        records.into_iter().map(fail).collect()
    }

    /// A process could not be started. With workers left the calls wait for those; without any they fail.
    pub(crate) fn not_started(
        &mut self,
        config: &Config,
        number: u32,
        error: &std::io::Error,
        after: &mut After,
    ) -> Vec<Lost> {
        let Some(mut worker) = self.staff.remove(&number) else {
            return Vec::new();
        };
        let hand = worker.hand.take().filter(|hand| !hand.is_over());
        self.requeue(hand.into_iter().collect());
        let others = self.staff.values().any(|worker| {
            matches!(worker.stage, Stage::Starting | Stage::Ready) && worker.is_regular()
        });
        if others {
            self.serve_idle(config, after);
            return Vec::new();
        }
        let text = format!("no process could be started for {}: {error}", config.name);
        self.break_with(text, Running::EndsWell, after)
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
            if !matches!(worker.stage, Stage::Condemned(_)) {
                worker.stage = Stage::Condemned(Why::Forced);
                after.orders.push(match how {
                    Force::Terminate => Order::Terminate(worker.number),
                    Force::Kill => Order::Kill(worker.number),
                });
            }
        }
        self.idle.clear();
        after.orders.push(Order::Finish);
        let (assigned, cancelled): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|record| record.is_assigned());
        self.book_cancelled(&cancelled);
        self.counters.failed += assigned.len() as u64;
        let fail = |record: Arc<Record>| {
            record.put(Place::Over);
            let error = forced(config);
            (record, error)
        };
        (cancelled, assigned.into_iter().map(fail).collect())
    }
}

/// Did it die by its own fault?
fn is_crash(stage: &Stage) -> bool {
    !matches!(
        stage,
        Stage::Condemned(Why::Timeout(..) | Why::Killed(_) | Why::Forced)
    )
}

/// What a call fails with whose worker has died.
fn fate(config: &Config, worker: &Worker, record: &Record, death: &Death) -> Error {
    match &worker.stage {
        Stage::Condemned(Why::Timeout(_, limit)) => Error::new(
            ErrorKind::TaskTimeout,
            format!(
                "call {} ran for longer than {limit:?} and was ended",
                record.id
            ),
        ),
        Stage::Condemned(Why::Killed(_)) => {
            Error::new(ErrorKind::Interrupted, "the call was killed")
        }
        Stage::Condemned(Why::Forced) => forced(config),
        Stage::Condemned(Why::Broken(what)) => Error::new(
            ErrorKind::WorkerDied,
            format!("worker process {} had to be ended: {what}", death.pid),
        ),
        _ => Error::new(ErrorKind::WorkerDied, how(death)),
    }
}

fn forced(config: &Config) -> Error {
    let text = format!("the workers of {} were ended by force", config.name);
    Error::new(ErrorKind::BrokenPool, text)
}

/// "worker process 4711 was ended by signal 9 (KILL); its last words: …"
fn how(death: &Death) -> String {
    let mut text = format!("worker process {} {}", death.pid, death.exit);
    let words = death.stderr.trim_end();
    if !words.is_empty() {
        text.push_str("; it had written: ");
        text.push_str(words);
    }
    text
}

pub(crate) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

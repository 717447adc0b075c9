//! The desk of a pool: its queue and its staff, under one lock. Every decision about who gets what is made here.
//!
//! A critical section changes the books and returns an [`After`]: what is to be done once the lock is released, since
//! bells, orders and code of others must not happen under it. Who is given what is in [`serving`](crate::pool::serving), how
//! workers are lost in [`losses`](crate::pool::losses).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use futures_core::host::Thread;
use futures_core::{Error, ErrorKind};

use crate::pool::after::After;
use crate::pool::config::Config;
use crate::pool::link::Link;
use crate::pool::orders::Order;
use crate::pool::record::{Place, Record};
use crate::pool::staff::{Post, Stage, Why, Worker};
use crate::pool::stats::{Counters, Stats};
use crate::wire::ring::Producer;
use crate::wire::slots::Phase;

/// Does the pool take calls?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doors {
    Open,
    /// Shut down: what it has is done, unless it was cancelled.
    Closed,
    /// Ended by force.
    Forced,
}

/// Queue, staff and counters of a pool.
pub(crate) struct Desk {
    pub(crate) doors: Doors,
    pub(crate) broken: Option<Error>,
    pub(crate) queue: VecDeque<Arc<Record>>,
    /// How many in the queue were cancelled and not yet dropped from it.
    pub(crate) n_gone: usize,
    pub(crate) staff: BTreeMap<u32, Worker>,
    /// Ready workers without calls; the last one, whose memory is warmest, is taken first.
    pub(crate) idle: Vec<u32>,
    pub(crate) next_worker: u32,
    pub(crate) counters: Counters,
    /// How many workers in a row have died before they were ready.
    pub(crate) n_stillborn: u32,
    pub(crate) end_waiters: Vec<Thread>,
    /// Have both threads of the pool ended, or are about to?
    pub(crate) is_over: bool,
    /// When the keeper will look at the running calls again, in nanoseconds of the system's clock.
    pub(crate) next_look: u64,
}

/// What has come from a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// The reply to a call that was busy for so long, in nanoseconds.
    Reply { is_value: bool, busy_ns: u64 },
    /// It has passed over a call that was taken back.
    PassedOver,
}

/// What was booked of that.
pub(crate) struct Booked {
    /// The calls whose replies they are, in their order, each with its reply's index.
    pub(crate) ended: Vec<(usize, Arc<Record>)>,
    /// The worker replied to a call that it cannot have had. What came before that counts.
    pub(crate) fault: Option<String>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Desk {
            doors: Doors::Open,
            broken: None,
            queue: VecDeque::new(),
            n_gone: 0,
            staff: BTreeMap::new(),
            idle: Vec::new(),
            next_worker: 0,
            counters: Counters::default(),
            n_stillborn: 0,
            end_waiters: Vec::new(),
            is_over: false,
            next_look: u64::MAX,
        }
    }

    /// Takes a new call: for an idle worker, a new one, or the queue.
    ///
    /// # Errors
    /// Broken, or shut down; broken comes first, as in Python.
    pub(crate) fn accept(&mut self, config: &Config, record: &Arc<Record>) -> Result<After, Error> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        if self.doors != Doors::Open {
            let text = format!("cannot submit to {} after its shutdown", config.name);
            return Err(Error::new(ErrorKind::ShutDown, text));
        }
        self.counters.submitted += 1;
        let mut after = After::default();
        if let Some(number) = self.idle.pop() {
            record.assign();
            self.give_to(config, number, record.clone(), &mut after);
        } else if self.n_regular() < config.max_workers {
            record.assign();
            match self.promote_spare() {
                Some((number, Stage::Ready)) => {
                    self.give_to(config, number, record.clone(), &mut after);
                }
                Some((number, _)) => self.hand_to(number, record),
                None => {
                    let number = self.hire(Post::Regular, &mut after);
                    self.hand_to(number, record);
                }
            }
        } else {
            self.queue.push_back(record.clone());
        }
        self.keep_spares(config, &mut after);
        Ok(after)
    }

    /// Lets a worker that is being started begin with this call.
    fn hand_to(&mut self, number: u32, record: &Arc<Record>) {
        record.put(Place::Assigned);
        if let Some(worker) = self.staff.get_mut(&number) {
            worker.hand = Some(record.clone());
        }
    }

    /// The process of a worker exists.
    pub(crate) fn connect(&mut self, number: u32, link: Arc<Link>, requests: Producer) {
        if let Some(worker) = self.staff.get_mut(&number) {
            worker.connect(link, requests);
        }
    }

    /// A worker is ready for its first call.
    pub(crate) fn ready(&mut self, config: &Config, number: u32) -> After {
        let mut after = After::default();
        let Some(worker) = self.staff.get_mut(&number) else {
            return after;
        };
        if worker.stage != Stage::Starting {
            return after;
        }
        self.n_stillborn = 0;
        worker.stage = Stage::Ready;
        worker.is_proven = true;
        if let Some(record) = worker.hand.take()
            && !record.is_over()
        {
            self.give_to(config, number, record, &mut after);
        }
        self.serve(config, number, &mut after);
        after
    }

    /// Books what has come from a worker, and gives it more.
    pub(crate) fn came(
        &mut self,
        config: &Config,
        number: u32,
        came: impl IntoIterator<Item = (u16, u64, Came)>,
        after: &mut After,
    ) -> Booked {
        let mut ended = Vec::new();
        let Some(worker) = self.staff.get_mut(&number) else {
            return Booked { ended, fault: None };
        };
        let mut fault = None;
        for (index, (slot, call, what)) in came.into_iter().enumerate() {
            let Came::Reply { is_value, busy_ns } = what else {
                if worker.vacate_passed_over(slot, call).is_err() {
                    fault = Some(format!("it passed over call {call}, which was its own"));
                    break;
                }
                continue;
            };
            let Ok(record) = worker.vacate_done(slot, call) else {
                fault = Some(format!("it replied to call {call}, which it does not have"));
                break;
            };
            worker.pace.note(busy_ns);
            record.put(Place::Over);
            record.forget_payload();
            match is_value {
                true => self.counters.finished += 1,
                false => self.counters.failed += 1,
            }
            ended.push((index, record));
        }
        if worker.stage == Stage::Retiring
            && worker.is_clear()
            && worker.retire()
            && let Some(link) = worker.link()
        {
            after.ring(link);
        }
        if worker.stage == Stage::Condemned(Why::Forced) && worker.n_calls() == 0 {
            // It has ended its last call in spite of all, and has nothing left to do.
            after.orders.push(Order::Retired(number));
        }
        self.serve(config, number, after);
        Booked { ended, fault }
    }

    /// Cancels a call that nobody has begun. False: it has begun, or counts as begun.
    pub(crate) fn cancel(
        &mut self,
        config: &Config,
        record: &Arc<Record>,
        after: &mut After,
    ) -> bool {
        match record.place() {
            Place::Cancelled => return true,
            Place::Over | Place::Assigned => return false,
            Place::Queued if record.is_assigned() => return false,
            Place::Queued => self.n_gone += 1,
            Place::Sent(..) if record.is_assigned() => return false,
            Place::Sent(link, slot) => {
                if !link
                    .page
                    .slot(usize::from(slot))
                    .try_take_back(record.id.number())
                {
                    return false;
                }
                if let Some(worker) = self.staff.get_mut(&link.number) {
                    worker.forget(slot, record);
                }
                self.let_go(config, link.number, after);
            }
        }
        record.put(Place::Cancelled);
        record.forget_payload();
        self.counters.cancelled += 1;
        // Cancelled calls must not fill the memory while a long one keeps the queue from moving.
        if self.n_gone > 64 && self.n_gone > self.queue.len() / 2 {
            self.queue.retain(|record| !record.is_over());
            self.n_gone = 0;
        }
        true
    }

    /// A call was taken away from this worker that may have been all it had to do. Once no more calls are taken, nobody
    /// would come by again to send it home, unless it tells of that itself; and it may be stopped.
    pub(crate) fn let_go(&mut self, config: &Config, number: u32, after: &mut After) {
        if self.doors != Doors::Open || self.broken.is_some() {
            self.serve(config, number, after);
        }
    }

    /// Withdraws every call that no worker has begun.
    pub(crate) fn withdraw_pending(&mut self) -> Vec<Arc<Record>> {
        let mut pending: Vec<Arc<Record>> = self.queue.drain(..).collect();
        self.n_gone = 0;
        for worker in self.staff.values_mut() {
            pending.extend(worker.take_back_all());
        }
        pending.retain(|record| !record.is_over());
        pending.sort_by_key(|record| record.id.number());
        pending
    }

    /// Withdraws the calls that can be cancelled, and books them as that.
    pub(crate) fn withdraw_cancellable(&mut self) -> Vec<Arc<Record>> {
        let pending = self.withdraw_pending();
        let (assigned, cancelled): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|record| record.is_assigned());
        self.requeue(assigned);
        self.book_cancelled(&cancelled);
        cancelled
    }

    pub(crate) fn book_cancelled(&mut self, records: &[Arc<Record>]) {
        for record in records {
            record.put(Place::Cancelled);
            record.forget_payload();
        }
        self.counters.cancelled += records.len() as u64;
    }

    /// Puts calls that counted on a worker back to the front of the queue.
    pub(crate) fn requeue(&mut self, records: Vec<Arc<Record>>) {
        for record in records.into_iter().rev() {
            record.put(Place::Queued);
            self.queue.push_front(record);
        }
    }

    /// How many calls wait in the queue.
    pub(crate) fn n_queued(&self) -> usize {
        self.queue.len() - self.n_gone
    }

    /// Has it nothing left to do, and will never have?
    pub(crate) fn is_finished(&self) -> bool {
        (self.doors != Doors::Open || self.broken.is_some())
            && self.staff.is_empty()
            && self.n_queued() == 0
    }

    pub(crate) fn stats(&self) -> Stats {
        let mut stats = Stats {
            submitted: self.counters.submitted,
            finished: self.counters.finished,
            failed: self.counters.failed,
            cancelled: self.counters.cancelled,
            pending: self.n_queued(),
            workers: self.staff.len(),
            largest_workers: self.counters.largest,
            started_workers: self.counters.started,
            died_workers: self.counters.died,
            idle: self.idle.len(),
            ..Stats::default()
        };
        for worker in self.staff.values() {
            stats.starting += usize::from(worker.stage == Stage::Starting);
            stats.active += usize::from(worker.n_calls() > 0);
            let waits = |record: &Record, phase| {
                !record.is_assigned() && !record.is_over() && phase == Some(Phase::Queued)
            };
            stats.pending += worker
                .calls()
                .filter(|(_, record, phase)| waits(record, *phase))
                .count();
        }
        stats
    }
}

#[cfg(test)]
mod tests;

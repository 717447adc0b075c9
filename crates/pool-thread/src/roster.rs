//! Who works and what is queued: everything behind the pool's one lock, and the wake protocol.
//!
//! # Vocabulary
//!
//! A worker is *active* while it has a task and is not blocked in a wait; *idle* while it has none; *blocked* while it
//! has lent its place. `active` counts the first, and a task is *assigned* only while `active < max_workers`, so at most
//! that many run; it is exceeded only by workers that return from being blocked, which take no further task until it
//! holds again. A *hand* is the place in a worker's record where an assigned task lies until the worker picks it up.
//!
//! # Invariants, whenever the lock is free
//!
//! 1. The queue holds tasks only while `active >= max_workers` (or no thread could be started, or the workers that were
//!    reserved have yet to arrive).
//! 2. A worker with a full hand that has not picked it up is *in flight* (its wake-up has been issued), in `to_wake`, or
//!    has not reached its first look at its hand.
//! 3. `to_wake` is not empty only while somebody is in flight.
//!
//! # The wake protocol, and why no wake-up is lost
//!
//! Queueing and the choice of a worker are one critical section, as are finding nothing to do and becoming idle, so a
//! task is never queued while a worker goes to sleep over an empty queue. Whoever assigns a task to an idle worker wakes
//! it, unless a wake-up is in flight: then the worker goes to `to_wake` and the one in flight wakes it (3). The one in
//! flight cannot fail to come: its token is set after its hand was filled, and between becoming idle and its first sleep
//! a worker looks at its hand, under the lock (code that runs in between, such as a callback that came in the last
//! moment, may park and consume the token, but not empty the hand). The first thing that it then does is to pass the
//! wake-up on. So at most one thread at a time pays for waking another, however fast tasks come in, and each assigned
//! worker wakes after finitely many others.
//!
//! A worker that becomes free first takes over from the longest waiting worker in `to_wake`, whose task is older than
//! any queued one, and leaves that worker the oldest queued task in exchange: tasks start in the order of submission and
//! a wake-up that is not needed any more is not made.

use std::collections::VecDeque;

use futures_core::fault::planted;
use futures_core::host::{self, JoinHandle, Thread};
use futures_core::{Error, Task};

use crate::stats::Counters;

/// One worker, by its number.
#[derive(Default)]
pub(crate) struct Record {
    /// Present once the thread has arrived.
    pub(crate) thread: Option<Thread>,
    /// The assigned task.
    pub(crate) hand: Option<Task>,
    /// Is there, or about to be, a thread of this number?
    pub(crate) alive: bool,
    /// Reserved for a task that is yet to be put into its hand.
    pub(crate) expects_hand: bool,
}

/// Everything that the lock protects.
#[derive(Default)]
pub(crate) struct Roster {
    pub(crate) queue: VecDeque<Task>,
    pub(crate) workers: Vec<Record>,
    /// Numbers of workers that have gone.
    vacant: Vec<u32>,
    /// Last in, first out: the worker that ran last is the one whose memory is still warm.
    pub(crate) idle: Vec<u32>,
    to_wake: VecDeque<u32>,
    in_flight: Option<u32>,
    pub(crate) active: usize,
    pub(crate) blocked: usize,
    pub(crate) alive: usize,
    /// How many tasks may be pending.
    pub(crate) limit: Option<usize>,
    /// Pending tasks; kept only under a limit. Differs from the queue's length by the cancelled and the claimed ones.
    pub(crate) pending: usize,
    /// To wait for the ends of the threads; those of threads that have ended are collected when the next is started.
    pub(crate) handles: Vec<JoinHandle>,
    /// How many of those threads have ended.
    pub(crate) ended: usize,
    /// Who waits for room in the queue, to be woken in that order. Somebody who comes at the right moment may be faster.
    pub(crate) room_waiters: VecDeque<Thread>,
    /// Who waits for the last worker to go.
    pub(crate) end_waiters: Vec<Thread>,
    pub(crate) closed: bool,
    pub(crate) broken: Option<Error>,
    pub(crate) counters: Counters,
}

/// What a critical section found has to be done once the lock is free.
#[must_use = "a wake-up that is not made is lost"]
#[derive(Default)]
pub(crate) struct After {
    pub(crate) wake: Option<Thread>,
}

impl After {
    /// To be called with the lock free.
    pub(crate) fn act(self) {
        if let Some(thread) = self.wake {
            thread.unpark();
        }
    }
}

impl Roster {
    /// Nobody and nothing, with room for `limit` pending tasks.
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Roster {
            limit,
            ..Roster::default()
        }
    }

    /// Puts `task` into the hand of an idle worker, if there is one.
    ///
    /// # Errors
    /// Hands the task back if nobody is idle.
    pub(crate) fn assign_to_idle(&mut self, task: Task) -> Result<After, Task> {
        let Some(worker) = self.take_idle() else {
            return Err(task);
        };
        // Refused only if the task was cancelled meanwhile, which the worker will notice.
        task.assign();
        self.workers[worker as usize].hand = Some(task);
        self.active += 1;
        Ok(self.wake(worker))
    }

    /// The world says which of the idle workers; by itself that is the one that ran last.
    fn take_idle(&mut self) -> Option<u32> {
        let last = self.idle.len().checked_sub(1)?;
        let back = if last == 0 { 0 } else { host::choose(last + 1) };
        Some(self.idle.remove(last - back.min(last)))
    }

    /// Wakes `worker`, or has it woken by the one in flight.
    fn wake(&mut self, worker: u32) -> After {
        if self.in_flight.is_some() {
            self.to_wake.push_back(worker);
            return After::default();
        }
        self.in_flight = Some(worker);
        After {
            wake: self.workers[worker as usize].thread.clone(),
        }
    }

    /// `worker` is awake: passes the wake-up on if it was the one in flight.
    pub(crate) fn arrived(&mut self, worker: u32) -> After {
        if self.in_flight == Some(worker) {
            self.in_flight = None;
            if !planted("wake_not_passed_on")
                && let Some(next) = self.to_wake.pop_front()
            {
                return self.wake(next);
            }
        } else if !self.to_wake.is_empty() {
            self.to_wake.retain(|other| *other != worker);
        }
        After::default()
    }

    /// The next task for a worker that is active and free: the oldest that nobody has begun.
    pub(crate) fn next_task(&mut self) -> Option<Task> {
        if let Some(&sleeper) = self.to_wake.front() {
            let exchange = self.pop_queue();
            let hand = &mut self.workers[sleeper as usize].hand;
            let task = hand.take();
            match exchange {
                Some(queued) => {
                    queued.assign();
                    *hand = Some(queued);
                }
                None => {
                    self.to_wake.pop_front();
                    self.idle.push(sleeper);
                    self.active -= 1;
                }
            }
            return task;
        }
        self.pop_queue()
    }

    /// The oldest queued task. One that was cancelled or claimed takes up its place until it is popped, and running it
    /// does nothing.
    ///
    /// Under a limit the caller offers the room that this makes, with the lock free.
    pub(crate) fn pop_queue(&mut self) -> Option<Task> {
        let task = self.queue.pop_front()?;
        if self.limit.is_some() && task.assign() {
            self.pending -= 1;
        }
        Some(task)
    }

    /// A number for a new worker, counted as alive and active.
    pub(crate) fn reserve(&mut self, expects_hand: bool) -> u32 {
        let number = self.vacant.pop().unwrap_or_else(|| {
            self.workers.push(Record::default());
            u32::try_from(self.workers.len() - 1).expect("the number of workers is limited")
        });
        let record = &mut self.workers[number as usize];
        *record = Record {
            alive: true,
            expects_hand,
            ..Record::default()
        };
        self.alive += 1;
        self.active += 1;
        number
    }

    /// The thread of a reserved worker could not be started. The tasks that nobody is left to run, and the threads to be
    /// told that the last worker is gone.
    pub(crate) fn unreserve(&mut self, worker: u32) -> (VecDeque<Task>, Vec<Thread>) {
        self.workers[worker as usize].alive = false;
        self.vacant.push(worker);
        self.alive -= 1;
        self.active -= 1;
        match self.alive {
            0 => {
                self.pending = 0;
                (
                    std::mem::take(&mut self.queue),
                    std::mem::take(&mut self.end_waiters),
                )
            }
            _ => Default::default(),
        }
    }

    /// `worker` goes for good. The threads to be told: when the pool ends, the idle workers, which may rest on a pool
    /// that has nothing more to come; and, if it was the last, those who wait for that.
    pub(crate) fn leave(&mut self, worker: u32) -> Vec<Thread> {
        let record = &mut self.workers[worker as usize];
        record.alive = false;
        record.thread = None;
        self.ended += 1;
        self.vacant.push(worker);
        self.alive -= 1;
        match (self.alive, self.closed || self.broken.is_some()) {
            (0, _) => std::mem::take(&mut self.end_waiters),
            (_, true) => self.idle_threads(),
            (_, false) => Vec::new(),
        }
    }

    pub(crate) fn has_idle(&self) -> bool {
        !self.idle.is_empty()
    }

    /// Does the queue take one more?
    pub(crate) fn has_room(&self) -> bool {
        self.limit.is_none_or(|limit| self.pending < limit)
    }

    /// Is there a place for one more active worker?
    pub(crate) fn has_place(&self, max_workers: usize) -> bool {
        self.active < max_workers
    }

    /// Threads of idle workers, to be woken so that they notice a change.
    pub(crate) fn idle_threads(&self) -> Vec<Thread> {
        self.idle
            .iter()
            .filter_map(|worker| self.workers[*worker as usize].thread.clone())
            .collect()
    }
}

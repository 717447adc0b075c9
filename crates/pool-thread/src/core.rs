//! The part of a pool that its workers share: its configuration and its roster, and what is done with both.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_utils::CachePadded;
use futures_core::host::{self, Lock, Spawn, Thread};
use futures_core::{Error, ErrorKind, Shutdown, Task, TaskId, current_seat};

use crate::config::Config;
use crate::roster::Roster;
use crate::worker;
use crate::{Stats, Unfinished};

pub(crate) struct Core {
    pub(crate) config: Config,
    /// The number of the last task; on a cache line of its own, since submitters and workers both write near it.
    numbers: CachePadded<AtomicU64>,
    pub(crate) roster: Lock<Roster>,
}

impl Core {
    pub(crate) fn new(config: Config) -> Arc<Self> {
        let limit = config.queue_limit.map(|(tasks, _)| tasks);
        let roster = Roster::new(limit);
        Arc::new(Core {
            config,
            numbers: CachePadded::default(),
            roster: Lock::new(roster),
        })
    }

    pub(crate) fn next_id(&self) -> TaskId {
        TaskId::new(
            self.config.number,
            self.numbers.fetch_add(1, Ordering::Relaxed) + 1,
        )
    }

    /// Is the calling thread one of this pool's workers?
    pub(crate) fn is_on_worker(&self) -> bool {
        current_seat().is_some_and(|seat| seat.pool() == self.config.number)
    }

    /// Why nothing can be submitted any more; broken comes before shut down, as in Python.
    #[cold]
    pub(crate) fn refusal(&self, roster: &Roster) -> Error {
        roster.broken.clone().unwrap_or_else(|| {
            let text = format!("cannot submit to {} after its shutdown", self.config.name);
            Error::new(ErrorKind::ShutDown, text)
        })
    }

    /// Starts the thread of a worker that the roster has reserved.
    ///
    /// # Errors
    /// What the operating system says; the reservation is taken back.
    pub(crate) fn start(self: &Arc<Self>, number: u32) -> std::io::Result<()> {
        let core = self.clone();
        let spec = Spawn {
            name: format!("{}_{number}", self.config.name),
            stack_size: Some(self.config.stack_size),
        };
        match host::spawn(spec, move || worker::work(core, number)) {
            Ok(handle) => {
                let mut roster = self.roster.lock();
                roster.workers[number as usize].join = Some(handle);
                let alive = roster.alive;
                roster.counters.note_alive(alive);
                Ok(())
            }
            Err(error) => {
                self.roster.lock().unreserve(number);
                Err(error)
            }
        }
    }

    /// Lets one more queued task run, if there is one and a place for it: on an idle worker or a new one.
    pub(crate) fn dispatch_one(self: &Arc<Self>) {
        let (after, reserved) = {
            let mut roster = self.roster.lock();
            if !roster.has_place(self.config.max_workers) || roster.queue.is_empty() {
                return;
            }
            if roster.has_idle() {
                let task = roster.pop_queue();
                match task.map(|task| roster.assign_to_idle(task)) {
                    Some(Ok(after)) => (after, None),
                    Some(Err(task)) => {
                        roster.queue.push_front(task);
                        return;
                    }
                    None => return,
                }
            } else {
                (Default::default(), Some(roster.reserve(false)))
            }
        };
        after.act();
        self.offer_room();
        if let Some((number, former)) = reserved {
            if let Some(former) = former {
                let _ = former.join();
            }
            // If no thread can be had the task stays queued, and the next worker that is free takes it.
            let _ = self.start(number);
        }
    }

    /// A task has stopped being pending without having been popped from the queue.
    pub(crate) fn left_queue(&self) {
        if self.config.queue_limit.is_some() {
            let mut roster = self.roster.lock();
            roster.pending = roster.pending.saturating_sub(1);
            drop(roster);
            self.offer_room();
        }
    }

    /// Wakes the first of those who wait for room in the queue, if there is some. It does the same when it has taken
    /// its place, so room for several wakes several.
    pub(crate) fn offer_room(&self) {
        if self.config.queue_limit.is_none() {
            return;
        }
        let waiter = {
            let mut roster = self.roster.lock();
            if roster.has_room() {
                roster.room_waiters.pop_front()
            } else {
                None
            }
        };
        if let Some(waiter) = waiter {
            waiter.unpark();
        }
    }

    /// The initializer of a worker has failed: nothing can run here any more.
    pub(crate) fn break_with(&self, reason: &str) {
        let text = format!(
            "a thread initializer of {} failed: {reason}",
            self.config.name
        );
        let error = Error::new(ErrorKind::BrokenPool, text);
        let (lost, woken) = {
            let mut roster = self.roster.lock();
            roster.broken.get_or_insert(error.clone());
            roster.pending = 0;
            let mut lost: Vec<Task> = roster.queue.drain(..).collect();
            let hands = roster
                .workers
                .iter_mut()
                .filter(|record| record.thread.is_none());
            lost.extend(hands.filter_map(|record| {
                record.expects_hand &= record.hand.is_none();
                record.hand.take()
            }));
            let mut woken: Vec<Thread> = roster.room_waiters.drain(..).collect();
            woken.extend(roster.idle_threads());
            (lost, woken)
        };
        woken.iter().for_each(Thread::unpark);
        for task in lost {
            // Each gets an error of its own; cancelled ones stay cancelled.
            task.fail(Error::new(ErrorKind::BrokenPool, error.to_string()));
        }
    }

    /// Takes no more tasks and, if `mode` says so, cancels what is pending.
    pub(crate) fn close(&self, mode: Shutdown) {
        let (cancelled, woken) = {
            let mut roster = self.roster.lock();
            roster.closed = true;
            let cancelled: Vec<Task> = if mode.cancels() {
                roster.queue.drain(..).collect()
            } else {
                Vec::new()
            };
            let mut woken: Vec<Thread> = roster.room_waiters.drain(..).collect();
            woken.extend(roster.idle_threads());
            (cancelled, woken)
        };
        // Callbacks run in here, with no lock held, so one may submit (and be refused) or shut down as well.
        let mut count = 0;
        for task in cancelled {
            count += u64::from(task.cancel());
        }
        self.roster.lock().counters.cancelled += count;
        woken.iter().for_each(Thread::unpark);
    }

    /// Waits until every worker is gone. One that waits for itself does not: it ends after its task.
    ///
    /// # Errors
    /// What is left when `deadline` has passed, or when the wait was interrupted.
    pub(crate) fn join(&self, deadline: Option<Duration>) -> Result<(), Unfinished> {
        if self.is_on_worker() {
            return Ok(());
        }
        let reason = host::WaitReason::Shutdown {
            pool: self.config.name.clone(),
        };
        loop {
            let handles: Option<Vec<_>> = {
                let mut roster = self.roster.lock();
                if roster.alive == 0 {
                    Some(
                        roster
                            .workers
                            .iter_mut()
                            .filter_map(|record| record.join.take())
                            .collect(),
                    )
                } else {
                    roster.end_waiters.push(host::current());
                    None
                }
            };
            if let Some(handles) = handles {
                for handle in handles {
                    // The thread is past its last instruction of ours; an interruption is kept for the next wait.
                    let _ = handle.join();
                }
                return Ok(());
            }
            match host::park(deadline, &reason) {
                host::Wake::Notified => {}
                host::Wake::Deadline | host::Wake::Interrupted => {
                    let stats = self.stats();
                    return Err(Unfinished {
                        running: stats.active + stats.blocked,
                        pending: stats.pending,
                    });
                }
            }
        }
    }

    pub(crate) fn stats(&self) -> Stats {
        let roster = self.roster.lock();
        let pending = roster.queue.iter().filter(|task| task.is_waiting()).count();
        let cancelled_in_queue = roster
            .queue
            .iter()
            .filter(|task| task.is_cancelled())
            .count();
        Stats {
            submitted: roster.counters.submitted,
            finished: roster.counters.finished,
            failed: roster.counters.failed,
            cancelled: roster.counters.cancelled + cancelled_in_queue as u64,
            pending,
            active: roster.active,
            blocked: roster.blocked,
            idle: roster.idle.len(),
            workers: roster.alive,
            largest_workers: roster.counters.largest(),
        }
    }
}

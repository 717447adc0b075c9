//! The part of a pool that its workers share: its configuration and its roster, and what is done with both.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_utils::CachePadded;
use futures_core::fault::planted;
use futures_core::host::{self, JoinHandle, Lock, Spawn, Thread, WaitReason, Wake};
use futures_core::{
    Error, ErrorKind, Event, Place, Shutdown, Status, Task, TaskId, current_seat, lending,
};

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
            let text = format!(
                "cannot schedule new futures after shutdown of {}",
                self.config.name
            );
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
                self.keep(handle);
                Ok(())
            }
            Err(error) => {
                let (lost, waiters) = self.roster.lock().unreserve(number);
                for task in lost {
                    // Queued behind the very thread that could not be had.
                    self.fail_unrun(task, self.no_thread(&error));
                }
                waiters.iter().for_each(Thread::unpark);
                Err(error)
            }
        }
    }

    /// Why a task cannot be run when no thread could be started and none is left.
    pub(crate) fn no_thread(&self, error: &std::io::Error) -> Error {
        let text = format!(
            "no thread could be started for {}: {error}",
            self.config.name
        );
        Error::new(ErrorKind::BrokenPool, text)
    }

    /// Keeps the handle of a new thread, and joins those that have ended since the last one.
    fn keep(&self, handle: JoinHandle) {
        let handles = {
            let mut roster = self.roster.lock();
            roster.handles.push(handle);
            let alive = roster.alive;
            roster.counters.note_alive(alive);
            match std::mem::take(&mut roster.ended) {
                0 => return,
                _ => std::mem::take(&mut roster.handles),
            }
        };
        let (ended, others): (Vec<_>, Vec<_>) =
            handles.into_iter().partition(JoinHandle::is_finished);
        for handle in ended {
            let _ = handle.join();
        }
        self.roster.lock().handles.extend(others);
    }

    /// Ends a task that will not be run, counts it and tells of it. One that was cancelled stays cancelled.
    pub(crate) fn fail_unrun(&self, task: Task, error: Error) {
        let id = task.id();
        let was_cancelled = task.is_cancelled();
        let failed = task.fail(error);
        if failed || was_cancelled {
            let status = if failed {
                Status::Failed
            } else {
                Status::Cancelled
            };
            self.roster.lock().counters.note(status);
        }
        if failed {
            let worker = Event::CALLER;
            self.config.tell(|| Event::Ended {
                task: id,
                worker,
                status: Status::Failed,
            });
        }
    }

    /// A worker blocks and lends its place: lets one more queued task run, if there is one and a place for it, on an idle
    /// worker or a new one.
    pub(crate) fn lend_place(self: &Arc<Self>) -> Place {
        let (after, reserved) = {
            let mut roster = self.roster.lock();
            roster.active -= 1;
            roster.blocked += 1;
            // Not in two steps: a submit in between would see the place, and its task would overtake those in the queue.
            if planted("place_lent_in_two_steps") {
                drop(roster);
                roster = self.roster.lock();
            }
            if !roster.has_place(self.config.max_workers) || roster.queue.is_empty() {
                return Place::Filled;
            }
            if roster.has_idle() {
                let task = roster.pop_queue();
                match task.map(|task| roster.assign_to_idle(task)) {
                    Some(Ok(after)) => (after, None),
                    Some(Err(task)) => {
                        roster.queue.push_front(task);
                        return Place::Filled;
                    }
                    None => return Place::Filled,
                }
            } else {
                (Default::default(), Some(roster.reserve(false)))
            }
        };
        after.act();
        self.offer_room();
        match reserved.map(|number| self.start(number)) {
            None | Some(Ok(())) => Place::Filled,
            // The task stays queued, and the next worker that is free takes it, if there is one that is not blocked.
            Some(Err(_)) if self.roster.lock().active > 0 => Place::Filled,
            Some(Err(_)) => Place::Empty,
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
            // Each gets an error of its own.
            self.fail_unrun(task, Error::new(ErrorKind::BrokenPool, error.to_string()));
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
            let was_cancelled = task.is_cancelled();
            count += u64::from(task.cancel() || was_cancelled);
        }
        self.roster.lock().counters.cancelled += count;
        woken.iter().for_each(Thread::unpark);
    }

    /// Waits until every worker is gone. One that waits for itself does not: it ends after its task. A worker of another
    /// pool lends its place meanwhile, since what is left here may need it.
    ///
    /// # Errors
    /// What is left when `deadline` has passed, or when the wait was interrupted.
    pub(crate) fn join(&self, deadline: Option<Duration>) -> Result<(), Unfinished> {
        if self.is_on_worker() {
            return Ok(());
        }
        let reason = WaitReason::Shutdown {
            pool: self.config.name.clone(),
        };
        let Some(handles) = self.handles_of_the_gone() else {
            return lending(&reason, || self.join_waiting(deadline, &reason));
        };
        join_all(handles);
        Ok(())
    }

    fn join_waiting(
        &self,
        deadline: Option<Duration>,
        reason: &WaitReason,
    ) -> Result<(), Unfinished> {
        loop {
            if let Some(handles) = self.handles_of_the_gone() {
                join_all(handles);
                return Ok(());
            }
            match host::park(deadline, reason) {
                Wake::Notified => {}
                Wake::Deadline | Wake::Interrupted => {
                    let stats = self.stats();
                    let running = stats.active + stats.blocked;
                    return Err(Unfinished {
                        running,
                        pending: stats.pending,
                    });
                }
            }
        }
    }

    /// The threads to be joined, if every worker is gone; otherwise the caller will be told when that is so.
    fn handles_of_the_gone(&self) -> Option<Vec<JoinHandle>> {
        let me = host::current();
        let mut roster = self.roster.lock();
        if roster.alive == 0 {
            return Some(std::mem::take(&mut roster.handles));
        }
        if !roster.end_waiters.contains(&me) {
            roster.end_waiters.push(me);
        }
        None
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

/// Joins threads that are past their last instruction of ours, so that an interruption can wait until that is done.
fn join_all(handles: Vec<JoinHandle>) {
    let mut interrupted = false;
    for mut handle in handles {
        while let Err(again) = handle.join() {
            interrupted = true;
            host::current().clear_interrupt();
            handle = again;
        }
    }
    if interrupted {
        host::current().interrupt();
    }
}

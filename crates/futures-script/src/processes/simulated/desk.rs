//! The desk of a simulated pool: its queue and its staff, under one lock. Every decision about who gets what is made here.
//!
//! A critical section changes the books and returns an [`After`]: what is to be done once the lock is released. How
//! workers are lost is in [`losses`](crate::processes::simulated::losses).

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Thread};
use futures_core::{Error as TaskError, ErrorKind, Shutdown};
use pool_process::Stats;

use crate::processes::simulated::books::{
    After, Call, Clerk, Completion, Doors, Next, Place, Running, Worker,
};
use crate::processes::simulated::call::Work;
use crate::processes::simulated::config::Config;
use crate::processes::simulated::pids::Pids;

/// Queue, staff and counters of a pool.
pub(super) struct Desk {
    pub(super) config: Arc<Config>,
    pub(super) doors: Doors,
    /// Why it is broken, if it is.
    pub(super) broken: Option<String>,
    pub(super) calls: BTreeMap<u64, Call>,
    pub(super) queue: VecDeque<u64>,
    pub(super) staff: BTreeMap<u32, Worker>,
    /// Those without a call; the one that has had one last is last.
    pub(super) idle: Vec<u32>,
    next_worker: u32,
    pids: Arc<Pids>,
    pub(super) counters: Stats,
    pub(super) completions: VecDeque<Completion>,
    pub(super) reader: Clerk,
    pub(super) timer: Clerk,
    pub(super) end_waiters: Vec<Thread>,
    /// Is nothing left of it?
    pub(super) is_over: bool,
}

impl Desk {
    pub(super) fn new(config: Arc<Config>, pids: Arc<Pids>) -> Self {
        Desk {
            config,
            doors: Doors::Open,
            broken: None,
            calls: BTreeMap::new(),
            queue: VecDeque::new(),
            staff: BTreeMap::new(),
            idle: Vec::new(),
            next_worker: 0,
            pids,
            counters: Stats::default(),
            completions: VecDeque::new(),
            reader: Clerk::default(),
            timer: Clerk::default(),
            end_waiters: Vec::new(),
            is_over: false,
        }
    }

    /// Takes a new call: for an idle worker, a new one, or the queue.
    ///
    /// # Errors
    /// Broken, or shut down; broken comes first, as in Python.
    pub(super) fn accept(&mut self, number: u64, call: Call) -> Result<After, TaskError> {
        if let Some(broken) = &self.broken {
            return Err(TaskError::new(ErrorKind::BrokenPool, broken.clone()));
        }
        if self.doors != Doors::Open {
            let text = format!("cannot submit to {} after its shutdown", self.config.name);
            return Err(TaskError::new(ErrorKind::ShutDown, text));
        }
        let mut after = After::default();
        self.counters.submitted += 1;
        self.calls.insert(number, call);
        if self.reader.number == 0 {
            self.reader.number = 1;
            after.start_reader = Some(1);
        }
        if let Some(worker) = self.take_idle() {
            self.hand_to(worker, number);
            self.wake_worker(worker, &mut after);
        } else if self.n_regular() < self.config.max_workers {
            let worker = self.hire(&mut after);
            self.hand_to(worker, number);
        } else {
            self.queue.push_back(number);
        }
        Ok(after)
    }

    /// The world says which of the idle ones; by itself that is the one that has worked last.
    fn take_idle(&mut self) -> Option<u32> {
        let last = self.idle.len().checked_sub(1)?;
        let back = if last == 0 {
            0
        } else {
            host::choose(self.idle.len())
        };
        Some(self.idle.remove(last - back.min(last)))
    }

    fn hand_to(&mut self, number: u32, call: u64) {
        if let (Some(worker), Some(call_of)) =
            (self.staff.get_mut(&number), self.calls.get_mut(&call))
        {
            call_of.place = Place::Given(number);
            call_of.is_assigned = true;
            worker.hand = Some(call);
        }
    }

    /// A new worker, whose process is yet to be started.
    fn hire(&mut self, after: &mut After) -> u32 {
        let number = self.next_worker;
        self.next_worker += 1;
        let process = Arc::new(self.pids.new_process());
        self.staff.insert(
            number,
            Worker {
                process: process.clone(),
                hand: None,
                running: None,
                n_calls: 0,
                is_retiring: false,
                asleep: None,
            },
        );
        self.counters.started_workers += 1;
        self.counters.largest_workers = self.counters.largest_workers.max(self.staff.len());
        after.start.push((number, process));
        number
    }

    /// Hires for what is in the queue, if nobody else will come for it.
    pub(super) fn fill_staff(&mut self, after: &mut After) {
        if self.broken.is_some() || self.doors == Doors::Forced {
            return;
        }
        let is_starting = |worker: &&Worker| worker.n_calls == 0 && worker.hand.is_none();
        let mut n_starting = self.regular().filter(is_starting).count();
        while self.n_regular() < self.config.max_workers && self.queue.len() > n_starting {
            self.hire(after);
            n_starting += 1;
        }
    }

    /// Those that will take calls.
    fn regular(&self) -> impl Iterator<Item = &Worker> {
        let is_regular = |worker: &&Worker| !worker.is_retiring && worker.process.end().is_none();
        self.staff.values().filter(is_regular)
    }

    fn n_regular(&self) -> usize {
        self.regular().count()
    }

    /// What this worker, whose thread is `thread`, is to do at this moment.
    pub(super) fn next(
        &mut self,
        number: u32,
        thread: &Thread,
        now: Duration,
        after: &mut After,
    ) -> Next {
        self.idle.retain(|idle| *idle != number);
        let takes_more = self.doors == Doors::Open && self.broken.is_none();
        let most = self.config.max_tasks_per_child;
        let Some(worker) = self.staff.get_mut(&number) else {
            return Next::End;
        };
        worker.asleep = None;
        if worker.process.end().is_some() {
            return Next::End;
        }
        let is_used_up = most.is_some_and(|most| worker.n_calls >= most);
        let next = match worker.hand.take() {
            None if !is_used_up => self.queue.pop_front(),
            hand => hand,
        };
        if let Some(number_of_call) = next
            && let Some(call) = self.calls.get_mut(&number_of_call)
        {
            call.place = Place::Running(number);
            call.is_assigned = true;
            worker.n_calls += 1;
            let limit = call
                .timeout
                .and_then(|limit| Some((now.checked_add(limit)?, limit)));
            worker.running = Some(Running {
                call: number_of_call,
                limit,
            });
            let work = call.work.clone();
            if limit.is_some() {
                self.wake_timer(after);
            }
            return Next::Perform {
                call: number_of_call,
                work,
            };
        }
        if is_used_up || !takes_more {
            worker.is_retiring = true;
            return Next::End;
        }
        worker.asleep = Some(thread.clone());
        self.idle.push(number);
        Next::Sleep
    }

    /// A worker has performed its call. False: its process was ended meanwhile, and what it has done does not count.
    pub(super) fn performed(&mut self, number: u32, has_value: bool, after: &mut After) -> bool {
        let Some(worker) = self.staff.get_mut(&number) else {
            return false;
        };
        if worker.process.end().is_some() {
            return false;
        }
        let running = worker.running.take();
        if let Some(number_of_call) = running.map(|running| running.call)
            && let Some(call) = self.calls.remove(&number_of_call)
        {
            match has_value {
                true => self.counters.finished += 1,
                false => self.counters.failed += 1,
            }
            self.complete(
                Completion {
                    call: number_of_call,
                    worker: Some(number),
                    work: call.work,
                    lost: None,
                },
                after,
            );
        }
        true
    }

    /// Lets the reader end the future of a call.
    pub(super) fn complete(&mut self, completion: Completion, after: &mut After) {
        self.completions.push_back(completion);
        self.wake_reader(after);
    }

    /// Cancels a call that nobody has begun. False: it has begun, or counts as begun.
    pub(super) fn cancel(&mut self, number: u64) -> bool {
        let Some(call) = self.calls.get_mut(&number) else {
            return false;
        };
        match call.place {
            Place::Cancelled => true,
            Place::Queued if !call.is_assigned => {
                call.place = Place::Cancelled;
                self.counters.cancelled += 1;
                self.queue.retain(|queued| *queued != number);
                true
            }
            _ => false,
        }
    }

    pub(super) fn is_running(&self, number: u64) -> bool {
        match self.calls.get(&number) {
            Some(call) => call.is_assigned,
            // It is over, though its future may not have heard of it.
            None => true,
        }
    }

    /// Strikes a cancelled call from the books.
    pub(super) fn forget(&mut self, number: u64) -> Option<Arc<dyn Work>> {
        let is_cancelled = |call: &Call| call.place == Place::Cancelled;
        if !self.calls.get(&number).is_some_and(is_cancelled) {
            return None;
        }
        self.calls.remove(&number).map(|call| call.work)
    }

    /// Takes no more calls. Returns those that are to be cancelled.
    pub(super) fn close(&mut self, mode: Shutdown, after: &mut After) -> Vec<Arc<dyn Work>> {
        if self.doors == Doors::Open {
            self.doors = Doors::Closed;
        }
        let mut cancelled = Vec::new();
        if mode.cancels() {
            for number in std::mem::take(&mut self.queue) {
                match self.calls.get_mut(&number) {
                    Some(call) if !call.is_assigned => {
                        call.place = Place::Cancelled;
                        self.counters.cancelled += 1;
                        cancelled.push(call.work.clone());
                    }
                    _ => self.queue.push_back(number),
                }
            }
        }
        self.wake_everybody(after);
        cancelled
    }

    pub(super) fn wake_everybody(&mut self, after: &mut After) {
        self.idle.clear();
        after.wake.extend(
            self.staff
                .values_mut()
                .filter_map(|worker| worker.asleep.take()),
        );
        self.wake_reader(after);
        self.end_if_nobody_is_left(after);
    }

    pub(super) fn wake_worker(&mut self, number: u32, after: &mut After) {
        let worker = self.staff.get_mut(&number);
        after
            .wake
            .extend(worker.and_then(|worker| worker.asleep.take()));
    }

    pub(super) fn wake_reader(&mut self, after: &mut After) {
        after.wake.extend(self.reader.asleep.take());
    }

    fn wake_timer(&mut self, after: &mut After) {
        if self.timer.number == 0 {
            self.timer.number = 1;
            after.starts_timer = true;
        }
        after.wake.extend(self.timer.asleep.take());
    }

    /// Has it nothing left to do, and will never have?
    pub(super) fn is_finished(&self) -> bool {
        (self.doors != Doors::Open || self.broken.is_some())
            && self.staff.is_empty()
            && self.queue.is_empty()
            && self.completions.is_empty()
    }

    /// Says that nothing is left, if that is so and no reader was ever started, whose part it would be.
    fn end_if_nobody_is_left(&mut self, after: &mut After) {
        if self.reader.number == 0 && self.is_finished() {
            self.set_over(after);
        }
    }

    pub(super) fn set_over(&mut self, after: &mut After) {
        self.is_over = true;
        after.wake.append(&mut self.end_waiters);
        after.wake.extend(self.timer.asleep.take());
    }

    pub(super) fn stats(&self) -> Stats {
        let mut stats = self.counters;
        stats.pending = self.queue.len();
        stats.workers = self.staff.len();
        stats.idle = self.idle.len();
        let is_active = |worker: &&Worker| worker.running.is_some() || worker.hand.is_some();
        stats.active = self.staff.values().filter(is_active).count();
        stats
    }
}

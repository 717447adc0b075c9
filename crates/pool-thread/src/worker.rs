//! The life of a worker thread: initialise, take a task, run it, take the next, wait for work, leave.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_core::fault::planted;
use futures_core::host::{self, WaitReason, Wake};
use futures_core::{Event, Place, Seat, Status, Task, panics, seated};

use crate::core::Core;
use crate::stack::StackGauge;

/// How long a worker beyond `max_workers`, started in place of a blocked one, stays without work. Shorter wastes a
/// thread start (some 60 µs) whenever tasks block in turn; longer keeps stacks that nobody needs.
const SPARE_KEEP_ALIVE: Duration = Duration::from_secs(1);

/// What a worker does when its task has ended.
enum Next {
    /// This task.
    Run(Task),
    /// It is idle, and stays for so long.
    Rest(Option<Duration>),
    /// The task that it was started for, which is about to be put into its hand.
    Expect,
    Leave,
}

/// The body of worker `number`'s thread.
pub(crate) fn work(core: Arc<Core>, number: u32) {
    let gauge = StackGauge::new(core.config.stack_size);
    let seat = Rc::new(WorkerSeat {
        core: core.clone(),
        number,
        gauge,
        decided: RefCell::default(),
        is_nested: Cell::new(false),
    });
    core.config.tell(|| Event::WorkerUp {
        worker: number,
        name: host::current().name().to_owned(),
    });
    seated(seat.clone(), || {
        if initialize(&core) {
            let mut next = seat.decide();
            while let Some(task) = seat.await_task(next) {
                next = seat.run(task);
            }
        } else {
            seat.give_up();
        }
    });
    core.config.tell(|| Event::WorkerDown { worker: number });
    let (after, waiters) = {
        let mut roster = core.roster.lock();
        (roster.arrived(number), roster.leave(number))
    };
    after.act();
    for waiter in waiters {
        waiter.unpark();
    }
}

fn initialize(core: &Core) -> bool {
    let Some(initializer) = &core.config.initializer else {
        return true;
    };
    // Its error is a user's as well, and may panic while it is put into words.
    let failure = match panics::catch(|| initializer().map_err(|error| error.to_string())) {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => error,
        Err(panic) => panic.to_string(),
    };
    core.break_with(&failure);
    false
}

/// The worker's place in the pool.
struct WorkerSeat {
    core: Arc<Core>,
    number: u32,
    gauge: StackGauge,
    /// What the worker does next, decided before the end of its task was published and not yet done.
    decided: RefCell<Option<Next>>,
    /// Does the worker run a task that another one of its tasks waits for?
    is_nested: Cell<bool>,
}

impl WorkerSeat {
    /// Runs a task and decides what to do next.
    ///
    /// The decision is made, and the task counted, before anybody can see that the task has ended: who has seen a result
    /// and submits the next task finds the worker free, every time. Only if telling of the end runs code of others on
    /// this thread, which may take long, the worker is not free before that has returned.
    fn run(&self, task: Task) -> Next {
        let ran = self.run_with(task, |status| {
            let next = self.decide_after(Some(status));
            self.decided.replace(Some(next));
        });
        let decided = self.decided.take();
        decided
            .unwrap_or_else(|| self.decide_after(ran.filter(|status| *status == Status::Cancelled)))
    }

    /// Runs a task; `quietly` is called with how it ended, before that is published, if nothing but publishing follows.
    fn run_with(&self, task: Task, quietly: impl Fn(Status)) -> Option<Status> {
        let id = task.id();
        let config = &self.core.config;
        if config.observer.is_some() && task.is_waiting() {
            config.tell(|| Event::Started {
                task: id,
                worker: self.number,
            });
        }
        task.run_with(|ending| {
            let status = ending.status;
            config.tell(|| Event::Ended {
                task: id,
                worker: self.number,
                status,
            });
            if ending.runs_more_code || self.is_nested.get() {
                self.core.roster.lock().counters.note(status);
            } else {
                quietly(status);
            }
        })
    }

    fn decide(&self) -> Next {
        self.decide_after(None)
    }

    /// What this worker, which counts as active and free, does next; and counts the task that it was busy with.
    fn decide_after(&self, ended: Option<Status>) -> Next {
        let core = &*self.core;
        let max_workers = core.config.max_workers;
        let mut roster = core.roster.lock();
        if let Some(status) = ended {
            roster.counters.note(status);
        }
        let record = &mut roster.workers[self.number as usize];
        if record.thread.is_none() {
            record.thread = Some(host::current());
        }
        if record.expects_hand || record.hand.is_some() {
            return Next::Expect;
        }
        // More than `max_workers` are active only after one has come back from a wait; then the first to be free rests.
        let too_many = usize::from(planted("active_off_by_one"));
        if roster.active <= max_workers + too_many
            && roster.broken.is_none()
            && let Some(task) = roster.next_task()
        {
            drop(roster);
            core.offer_room();
            return Next::Run(task);
        }
        if planted("idle_in_two_steps") {
            drop(roster);
            roster = core.roster.lock();
        }
        roster.active -= 1;
        if roster.closed && roster.queue.is_empty() || roster.broken.is_some() {
            return Next::Leave;
        }
        roster.idle.push(self.number);
        Next::Rest(self.patience(roster.alive))
    }

    /// Takes a decision back: the worker has to wait in code that telling of the end has run after all.
    fn reconsider(&self) {
        let Some(next) = self.decided.take() else {
            return;
        };
        let mut roster = self.core.roster.lock();
        let after = roster.arrived(self.number);
        let task = match next {
            Next::Run(task) => Some(task),
            _ => roster.workers[self.number as usize].hand.take(),
        };
        match task {
            // It counts as this worker's; the next to be free takes it.
            Some(task) => roster.queue.push_front(task),
            None => {
                let number = self.number;
                roster.idle.retain(|worker| *worker != number);
                roster.active += 1;
            }
        }
        drop(roster);
        after.act();
    }

    /// Waits, if need be, for the task that was decided on. `None`: there will be none.
    fn await_task(&self, next: Next) -> Option<Task> {
        match next {
            Next::Run(task) => Some(task),
            Next::Rest(patience) => self.rest(patience),
            Next::Expect => self.wait_for_hand(),
            Next::Leave => None,
        }
    }

    /// Waits for a task, idle.
    fn rest(&self, patience: Option<Duration>) -> Option<Task> {
        let core = &*self.core;
        let mut deadline = patience.and_then(host::deadline_in);
        // Looks before it parks: since it became idle, code that came in the last moment may have parked on this thread
        // and consumed the token of a wake-up.
        let mut wake = Wake::Notified;
        loop {
            if wake == Wake::Interrupted {
                // Meant for a task that has ended.
                host::current().clear_interrupt();
            }
            let mut roster = core.roster.lock();
            if let Some(task) = roster.workers[self.number as usize].hand.take() {
                let after = roster.arrived(self.number);
                drop(roster);
                after.act();
                return Some(task);
            }
            let is_ending = roster.closed && roster.queue.is_empty() || roster.broken.is_some();
            if is_ending || wake == Wake::Deadline && self.may_go(roster.alive, roster.blocked) {
                if !planted("idle_not_removed") {
                    roster.idle.retain(|worker| *worker != self.number);
                }
                return None;
            }
            let patience = self.patience(roster.alive);
            drop(roster);
            if wake == Wake::Deadline {
                deadline = patience.and_then(host::deadline_in);
            }
            wake = host::park(deadline, &WaitReason::Idle);
        }
    }

    /// How long this worker stays without work.
    fn patience(&self, alive: usize) -> Option<Duration> {
        let config = &self.core.config;
        config
            .keep_alive
            .or_else(|| (alive > config.max_workers).then_some(SPARE_KEEP_ALIVE))
    }

    fn may_go(&self, alive: usize, blocked: usize) -> bool {
        self.core.config.keep_alive.is_some() || alive > self.core.config.max_workers + blocked
    }

    /// Waits for the task that this worker was started for.
    fn wait_for_hand(&self) -> Option<Task> {
        loop {
            {
                let mut roster = self.core.roster.lock();
                let record = &mut roster.workers[self.number as usize];
                if let Some(task) = record.hand.take() {
                    record.expects_hand = false;
                    return Some(task);
                }
                if !record.expects_hand || roster.broken.is_some() {
                    roster.active -= 1;
                    return None;
                }
            }
            if host::park(None, &WaitReason::Idle) == Wake::Interrupted {
                host::current().clear_interrupt();
            }
        }
    }

    /// The initializer has failed: the task that this worker was started for fails with it.
    fn give_up(&self) {
        let (lost, error) = {
            let mut roster = self.core.roster.lock();
            roster.active -= 1;
            let record = &mut roster.workers[self.number as usize];
            record.expects_hand = false;
            (record.hand.take(), roster.broken.clone())
        };
        if let (Some(task), Some(error)) = (lost, error) {
            self.core.fail_unrun(task, error);
        }
    }
}

impl Seat for WorkerSeat {
    fn pool(&self) -> u32 {
        self.core.config.number
    }

    fn may_nest(&self) -> bool {
        self.gauge.left() > self.core.config.nesting_reserve
    }

    fn run_claimed(&self, task: Task) {
        if self.core.config.queue_limit.is_some() && task.assign() {
            self.core.left_queue();
        }
        let outer = self.is_nested.replace(true);
        self.run_with(task, |_| {});
        self.is_nested.set(outer);
    }

    fn lend(&self, reason: &WaitReason) -> Place {
        self.reconsider();
        self.core.config.tell(|| Event::Blocked {
            worker: self.number,
            reason: reason.clone(),
        });
        self.core.lend_place()
    }

    fn take_back(&self) {
        if planted("place_not_given_back") {
            let active = self.core.roster.lock().active + 1;
            let mut roster = self.core.roster.lock();
            roster.blocked -= 1;
            roster.active = active;
        } else {
            let mut roster = self.core.roster.lock();
            roster.blocked -= 1;
            roster.active += 1;
        }
        self.core.config.tell(|| Event::Unblocked {
            worker: self.number,
        });
    }
}

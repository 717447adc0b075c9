//! The life of a worker thread: initialise, take a task, run it, take the next, wait for work, leave.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, WaitReason, Wake};
use futures_core::{Event, Seat, Status, Task, panics, seated};

use crate::core::Core;
use crate::stack::StackGauge;

/// How long a worker beyond `max_workers`, started in place of a blocked one, stays without work. Shorter wastes a
/// thread start (some 60 µs) whenever tasks block in turn; longer keeps stacks that nobody needs.
const SPARE_KEEP_ALIVE: Duration = Duration::from_secs(1);

/// What a free worker is to do.
enum Next {
    Run(Task),
    Leave,
}

/// The body of worker `number`'s thread.
pub(crate) fn work(core: Arc<Core>, number: u32) {
    let gauge = StackGauge::new(core.config.stack_size);
    let seat = Rc::new(WorkerSeat {
        core: core.clone(),
        number,
        gauge,
        ended: RefCell::default(),
    });
    core.config.tell(|| Event::WorkerUp {
        worker: number,
        name: host::current().name().to_owned(),
    });
    seated(seat.clone(), || {
        if initialize(&core) {
            while let Next::Run(task) = seat.next() {
                seat.run(task);
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
    let failure = match panics::catch(initializer) {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => error.to_string(),
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
    /// How the tasks ended that were run since the lock was last taken; counted with the next taking.
    ended: RefCell<Vec<Status>>,
}

impl WorkerSeat {
    fn run(&self, task: Task) {
        let id = task.id();
        let config = &self.core.config;
        if config.observer.is_some() && task.is_waiting() {
            config.tell(|| Event::Started {
                task: id,
                worker: self.number,
            });
        }
        if let Some(status) = task.run() {
            if status != Status::Cancelled {
                config.tell(|| Event::Ended {
                    task: id,
                    worker: self.number,
                    status,
                });
            }
            self.ended.borrow_mut().push(status);
        }
    }

    /// What this worker, which counts as active, does next. Waits if there is nothing.
    fn next(&self) -> Next {
        let core = &*self.core;
        let max_workers = core.config.max_workers;
        let mut roster = core.roster.lock();
        for status in self.ended.borrow_mut().drain(..) {
            roster.counters.note(status);
        }
        let record = &mut roster.workers[self.number as usize];
        if record.thread.is_none() {
            record.thread = Some(host::current());
        }
        if record.expects_hand || record.hand.is_some() {
            drop(roster);
            return self.wait_for_hand();
        }
        // More than `max_workers` are active only after one has come back from a wait; then the first to be free rests.
        if roster.active <= max_workers
            && roster.broken.is_none()
            && let Some(task) = roster.next_task()
        {
            drop(roster);
            core.offer_room();
            return Next::Run(task);
        }
        roster.active -= 1;
        if roster.closed && roster.queue.is_empty() || roster.broken.is_some() {
            return Next::Leave;
        }
        roster.idle.push(self.number);
        let patience = self.patience(roster.alive);
        drop(roster);
        self.rest(patience)
    }

    /// Waits for a task, idle.
    fn rest(&self, patience: Option<Duration>) -> Next {
        let core = &*self.core;
        let mut deadline = patience.and_then(host::deadline_in);
        loop {
            let wake = host::park(deadline, &WaitReason::Idle);
            if wake == Wake::Interrupted {
                // Meant for a task that has ended.
                host::current().clear_interrupt();
            }
            let mut roster = core.roster.lock();
            if let Some(task) = roster.workers[self.number as usize].hand.take() {
                let after = roster.arrived(self.number);
                drop(roster);
                after.act();
                return Next::Run(task);
            }
            let is_ending = roster.closed && roster.queue.is_empty() || roster.broken.is_some();
            if is_ending || wake == Wake::Deadline && self.may_go(roster.alive, roster.blocked) {
                roster.idle.retain(|worker| *worker != self.number);
                return Next::Leave;
            }
            let patience = self.patience(roster.alive);
            drop(roster);
            if wake == Wake::Deadline {
                deadline = patience.and_then(host::deadline_in);
            }
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
    fn wait_for_hand(&self) -> Next {
        loop {
            {
                let mut roster = self.core.roster.lock();
                let record = &mut roster.workers[self.number as usize];
                if let Some(task) = record.hand.take() {
                    record.expects_hand = false;
                    return Next::Run(task);
                }
                if !record.expects_hand {
                    roster.active -= 1;
                    return Next::Leave;
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
            task.fail(error);
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
        self.run(task);
    }

    fn lend(&self, reason: &WaitReason) {
        self.core.config.tell(|| Event::Blocked {
            worker: self.number,
            reason: reason.clone(),
        });
        {
            let mut roster = self.core.roster.lock();
            roster.active -= 1;
            roster.blocked += 1;
        }
        self.core.dispatch_one();
    }

    fn take_back(&self) {
        {
            let mut roster = self.core.roster.lock();
            roster.blocked -= 1;
            roster.active += 1;
        }
        self.core.config.tell(|| Event::Unblocked {
            worker: self.number,
        });
    }
}

//! How simulated workers are lost, by their own fault or by force, and what becomes of the calls that they had.

use std::sync::Arc;

use futures_core::{Error as TaskError, ErrorKind};
use pool_process::OnCrash;

use crate::processes::simulated::books::{After, Completion, Doors, Place};
use crate::processes::simulated::call::Work;
use crate::processes::simulated::desk::Desk;
use crate::remote::{End, Process};

/// What has come of an attempt to end a call by force.
pub(super) enum Kill {
    /// There is nothing to end.
    Nothing,
    Done(After),
}

impl Desk {
    /// Ends a call by force, wherever it is.
    pub(super) fn kill(&mut self, number: u64) -> Kill {
        let Some(call) = self.calls.get(&number) else {
            return Kill::Nothing;
        };
        let mut after = After::default();
        match call.place {
            Place::Running(worker) => {
                let process = self.staff.get(&worker).map(|worker| worker.process.clone());
                match process {
                    Some(process) if process.set_end(End::Killed) => after.stop.push(process),
                    _ => return Kill::Nothing,
                }
            }
            Place::Given(worker) => {
                if let Some(worker) = self.staff.get_mut(&worker) {
                    worker.hand = None;
                }
                self.fail(number, killed(), &mut after);
            }
            Place::Queued if call.is_assigned => {
                self.queue.retain(|queued| *queued != number);
                self.fail(number, killed(), &mut after);
            }
            Place::Queued | Place::Cancelled => return Kill::Nothing,
        }
        Kill::Done(after)
    }

    /// Books a call as failed, and lets its future end.
    fn fail(&mut self, number: u64, error: TaskError, after: &mut After) {
        if let Some(call) = self.calls.remove(&number) {
            self.counters.failed += 1;
            let worker = match call.place {
                Place::Running(worker) => Some(worker),
                _ => None,
            };
            self.complete(
                Completion {
                    call: number,
                    worker,
                    work: call.work,
                    lost: Some(error),
                },
                after,
            );
        }
    }

    /// Strikes a worker from the books whose thread is about to end.
    pub(super) fn bury(&mut self, number: u32, after: &mut After) {
        let Some(worker) = self.staff.remove(&number) else {
            return;
        };
        self.idle.retain(|idle| *idle != number);
        let end = worker.process.end();
        self.counters.died_workers += u64::from(end.is_some());
        let is_ended = self.broken.is_some() || self.doors == Doors::Forced;
        let mut reason = None;
        if let (Some(running), Some(end)) = (worker.running, end) {
            let is_crash = matches!(end, End::Crashed(_));
            let call = self.calls.get_mut(&running.call);
            match call {
                Some(call) if is_crash && !is_ended && call.retries > 0 => {
                    // It has begun once, so it does not become pending again.
                    call.retries -= 1;
                    call.place = Place::Queued;
                    self.queue.push_front(running.call);
                }
                _ => {
                    let error = self.fate(running.call, &worker.process, end);
                    if is_crash && !is_ended && self.config.on_crash == OnCrash::BreakPool {
                        reason = Some(format!(
                            "a worker of {} died: {}",
                            self.config.name,
                            how(&worker.process, end)
                        ));
                    }
                    self.fail(running.call, error, after);
                }
            }
        }
        if let Some(hand) = worker.hand {
            if is_ended {
                let error = TaskError::new(ErrorKind::BrokenPool, self.end_of_pool());
                self.fail(hand, error, after);
            } else if let Some(call) = self.calls.get_mut(&hand) {
                call.place = Place::Queued;
                self.queue.push_front(hand);
            }
        }
        if let Some(reason) = reason {
            self.break_with(reason, after);
        }
        self.fill_staff(after);
        // The reader looks whether that was the last.
        self.wake_reader(after);
    }

    /// What a call fails with whose worker is over.
    fn fate(&self, call: u64, process: &Process, end: End) -> TaskError {
        match end {
            End::TimedOut(limit) => TaskError::new(
                ErrorKind::TaskTimeout,
                format!("call {call} ran for longer than {limit:?} and was ended"),
            ),
            End::Killed => killed(),
            End::Forced => TaskError::new(ErrorKind::BrokenPool, self.end_of_pool()),
            End::Crashed(_) => TaskError::new(ErrorKind::WorkerDied, how(process, end)),
        }
    }

    /// Why a call fails that ends because its pool does.
    fn end_of_pool(&self) -> String {
        match &self.broken {
            Some(reason) => reason.clone(),
            None => format!("the workers of {} were ended by force", self.config.name),
        }
    }

    /// No more calls can be run: all that there are fail with this reason.
    pub(super) fn break_with(&mut self, reason: String, after: &mut After) {
        let reason = self.broken.get_or_insert(reason).clone();
        for number in self.withdraw() {
            let error = TaskError::new(ErrorKind::BrokenPool, reason.clone());
            self.fail(number, error, after);
        }
        self.end_staff(after);
    }

    /// Ends everything by force. Returns what is to be cancelled; what counted as running fails.
    pub(super) fn force(&mut self, after: &mut After) -> Vec<Arc<dyn Work>> {
        self.doors = Doors::Forced;
        let mut cancelled = Vec::new();
        for number in self.withdraw() {
            match self.calls.get_mut(&number) {
                Some(call) if !call.is_assigned => {
                    call.place = Place::Cancelled;
                    self.counters.cancelled += 1;
                    cancelled.push(call.work.clone());
                }
                _ => {
                    let error = TaskError::new(ErrorKind::BrokenPool, self.end_of_pool());
                    self.fail(number, error, after);
                }
            }
        }
        self.end_staff(after);
        cancelled
    }

    /// Withdraws every call that no worker has begun.
    fn withdraw(&mut self) -> Vec<u64> {
        let mut pending: Vec<u64> = self.queue.drain(..).collect();
        let hands = self
            .staff
            .values_mut()
            .filter_map(|worker| worker.hand.take());
        pending.extend(hands);
        pending.sort_unstable();
        pending
    }

    fn end_staff(&mut self, after: &mut After) {
        for worker in self.staff.values() {
            if worker.process.set_end(End::Forced) {
                after.stop.push(worker.process.clone());
            }
        }
        self.wake_everybody(after);
    }
}

fn killed() -> TaskError {
    TaskError::new(ErrorKind::Interrupted, "the call was killed")
}

/// "worker process 1001 exited with code 7"
fn how(process: &Process, end: End) -> String {
    match end {
        End::Crashed(exit) => format!("worker process {} {exit}", process.pid()),
        End::TimedOut(_) | End::Killed | End::Forced => {
            format!("worker process {} was ended", process.pid())
        }
    }
}

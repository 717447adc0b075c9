//! Who waits in a run, and how all of them are told that it is to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::host::{self, Lock, Thread};
use futures_core::{TaskId, task};
use rhai::Position;
use timeline::Recorder;

use super::awaited::Awaited;
use crate::error::ScriptErrorKind;
use crate::outside::Cancel;
use crate::who::Who;

/// Why all threads of a run are to stop.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    /// What kind of error the run ends with.
    pub(crate) kind: ScriptErrorKind,
    /// What happened, in words that " while it waited for …" can follow.
    pub(crate) why: String,
}

/// Why a task did not go on.
pub(crate) const KILLED: &str = "the task was killed";

impl Stop {
    /// Somebody outside wants it, for this reason.
    pub(crate) fn interrupted(why: &str) -> Self {
        Stop {
            kind: ScriptErrorKind::Interrupted,
            why: why.to_owned(),
        }
    }
}

/// How many tasks may wait for tasks of their own pool at once. Each takes stack, and the pool replaces their threads.
pub(super) const MAX_NESTED: usize = 2000;

/// Why a wait does not begin.
pub(crate) enum Refusal {
    /// The script or the task is to end.
    Ended(String),
    /// Too many wait in this way.
    Nested,
}

/// A thread that waits.
#[derive(Clone)]
pub(crate) struct Waiter {
    pub(crate) who: Who,
    pub(crate) position: Position,
    /// `None` if the wait ends by itself.
    pub(super) awaited: Option<Arc<Awaited>>,
    /// What tells it to stop, if it blocks elsewhere than in the host.
    pub(super) cancel: Option<Arc<Cancel>>,
}

#[derive(Default)]
struct Waiters {
    /// Once for each wait: a thread that waits for a task may run it, and that task may wait in turn.
    all: Vec<Waiter>,
    /// How often the list has changed.
    changes: u64,
    /// Why the run is to stop, if it is.
    stop: Option<Stop>,
    /// How many of them wait for tasks of their own pool.
    nested: usize,
    /// The input of a session that runs, if one does.
    input: Option<Input>,
}

/// An input of a session, which can be stopped without the run.
struct Input {
    /// The thread that runs it.
    thread: Thread,
    stop: Option<Stop>,
}

impl Waiters {
    /// Why the code of `thread` is to stop, if it is.
    fn reason_of(&self, thread: &Thread) -> Option<Stop> {
        let of_input = || {
            let input = self.input.as_ref()?;
            let stop = input.stop.as_ref()?;
            (input.thread == *thread).then(|| stop.clone())
        };
        self.stop.clone().or_else(of_input)
    }
}

impl Waiter {
    /// What it waits for without an end of its own, be it by a time limit.
    pub(crate) fn unlimited(&self) -> Option<&Arc<Awaited>> {
        self.awaited.as_ref().filter(|awaited| !awaited.has_limit())
    }

    /// Makes its wait end, once it has been told why.
    fn wake(&self) {
        if let Some(cancel) = &self.cancel {
            cancel.cancel();
        }
    }

    fn is_nested(&self) -> bool {
        self.awaited
            .as_ref()
            .is_some_and(|awaited| awaited.is_nested())
    }
}

/// Ends all waits of a run, and with them the run. Anybody may call it from anywhere.
///
/// In a session it can also stop the input that runs, which is the code of one thread, and leave all others alone: its
/// tasks, its threads, and the inputs to come.
#[derive(Default)]
pub(crate) struct Stopper {
    /// Set under the lock of `waiters`; read without it by everybody, all the time.
    stopped: AtomicBool,
    /// Is the input that runs to stop? Set and read as `stopped` is.
    input_stopped: AtomicBool,
    /// The threads that wait inside [`wait`](super::wait).
    waiters: Lock<Waiters>,
    /// Hears of the end.
    recorder: Option<Recorder>,
    /// Is the run one of a simulated world? Those who stop it may be outside, where the clock is another one.
    is_simulated: AtomicBool,
}

impl Stopper {
    pub(super) fn new(recorder: Option<Recorder>) -> Self {
        Stopper {
            recorder,
            ..Stopper::default()
        }
    }

    /// Notes that the run, which has not begun, will be one of a simulated world.
    pub(crate) fn set_simulated(&self) {
        self.is_simulated.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Why the run was stopped, if it was.
    pub(crate) fn reason(&self) -> Option<Stop> {
        self.waiters.lock().stop.clone()
    }

    /// As [`reason`](Self::reason), for who asks often.
    pub(crate) fn reason_if_stopped(&self) -> Option<Stop> {
        self.is_stopped().then(|| self.reason()).flatten()
    }

    /// Why the calling thread is to stop, if it is: because the run is, or the input that it runs.
    pub(crate) fn reason_of_caller(&self) -> Option<Stop> {
        self.waiters.lock().reason_of(&host::current())
    }

    /// As [`reason_of_caller`](Self::reason_of_caller), for who asks often.
    pub(crate) fn reason_here(&self) -> Option<Stop> {
        let may_be_meant = self.is_stopped() || self.input_stopped.load(Ordering::Relaxed);
        may_be_meant.then(|| self.reason_of_caller()).flatten()
    }

    /// Begins an input of a session, which this thread runs.
    pub(crate) fn begin_input(&self, thread: Thread) {
        self.waiters.lock().input = Some(Input { thread, stop: None });
    }

    /// Ends the input, which the calling thread has run; why it was stopped, if it was.
    pub(crate) fn end_input(&self) -> Option<Stop> {
        let input = {
            let mut waiters = self.waiters.lock();
            self.input_stopped.store(false, Ordering::Relaxed);
            waiters.input.take()
        };
        let stop = input?.stop;
        if stop.is_some() {
            // The thread goes on with other inputs, and with the end of the session.
            host::current().clear_interrupt();
        }
        stop
    }

    /// Stops the input that runs, and nothing else; false if none runs that was not stopped before.
    pub(crate) fn stop_input(&self, stop: Stop) -> bool {
        let mut waiters = self.waiters.lock();
        let Some(input) = waiters.input.as_mut().filter(|input| input.stop.is_none()) else {
            return false;
        };
        input.stop = Some(stop);
        let thread = input.thread.clone();
        self.input_stopped.store(true, Ordering::Relaxed);
        // As in `stop`. The thread that runs the input runs no task of a pool, so all of its waits are the input's.
        for waiter in &waiters.all {
            if *waiter.who.thread() == thread {
                waiter.who.thread().interrupt();
                waiter.wake();
            }
        }
        true
    }

    /// Stops the run; what first stopped it counts.
    pub(crate) fn stop(&self, stop: Stop) {
        match &self.recorder {
            Some(recorder) if self.is_simulated.load(Ordering::Relaxed) => recorder.close(),
            Some(recorder) => recorder.close_at(host::now()),
            None => {}
        }
        let mut waiters = self.waiters.lock();
        waiters.stop.get_or_insert(stop);
        self.stopped.store(true, Ordering::Relaxed);
        // Under the lock, so that nobody is interrupted who has just stopped waiting.
        for waiter in &waiters.all {
            waiter.who.thread().interrupt();
            waiter.wake();
        }
    }

    /// Makes the waits of a task end that is to be killed.
    pub(crate) fn interrupt(&self, task: TaskId) {
        let waiters = self.waiters.lock();
        for waiter in waiters
            .all
            .iter()
            .filter(|waiter| waiter.who.task() == Some(task))
        {
            waiter.who.thread().interrupt_task(task);
            waiter.wake();
        }
    }

    /// Registers the calling thread for as long as it waits.
    ///
    /// # Errors
    /// Why it should rather not.
    pub(crate) fn begin(
        &self,
        position: Position,
        awaited: Option<Arc<Awaited>>,
    ) -> Result<Waiting<'_>, Refusal> {
        self.enter(Waiter {
            who: Who::current(),
            position,
            awaited,
            cancel: None,
        })
    }

    pub(super) fn enter(&self, waiter: Waiter) -> Result<Waiting<'_>, Refusal> {
        let mut waiters = self.waiters.lock();
        if let Some(stop) = waiters.reason_of(waiter.who.thread()) {
            return Err(Refusal::Ended(stop.why));
        }
        if task::is_cancelled() {
            return Err(Refusal::Ended(KILLED.to_owned()));
        }
        let is_nested = waiter.is_nested();
        if is_nested && waiters.nested >= MAX_NESTED {
            return Err(Refusal::Nested);
        }
        waiters.nested += usize::from(is_nested);
        waiters.all.push(waiter);
        waiters.changes += 1;
        Ok(Waiting(self))
    }

    /// Who waits, and a number that is another one as soon as that has changed.
    pub(crate) fn waiters(&self) -> (Vec<Waiter>, u64) {
        let waiters = self.waiters.lock();
        (waiters.all.clone(), waiters.changes)
    }
}

/// A wait under way; dropping it ends it.
pub(crate) struct Waiting<'a>(&'a Stopper);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let thread = host::current();
        let mut waiters = self.0.waiters.lock();
        let mine = |waiter: &Waiter| *waiter.who.thread() == thread;
        let ended = waiters
            .all
            .iter()
            .rposition(mine)
            .map(|index| waiters.all.remove(index));
        waiters.changes += 1;
        waiters.nested -= usize::from(ended.as_ref().is_some_and(Waiter::is_nested));
        let is_outermost = !waiters.all.iter().any(mine);
        let stopped = waiters.reason_of(&thread).is_some();
        drop(waiters);
        drop(ended);
        if stopped && is_outermost {
            // The end of the run still has to wait for workers.
            thread.clear_interrupt();
        }
    }
}

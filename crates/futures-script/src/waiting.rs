//! The one place where natives wait.
//!
//! Whatever blocks a script goes through [`wait`], which hands it to `futures_core` (whose waits all say why, and can
//! all be interrupted) and makes sure that stopping the run ends it. A wait without a time limit says what it waits for
//! and how to see whether that is there, which is how [`stuck`](crate::stuck) finds a run that can never go on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_core::host::{self, Lock};
use futures_core::{Error as TaskError, ErrorKind, TaskId, task};
use rhai::{EvalAltResult, NativeCallContext, Position};
use timeline::Recorder;

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult, Stopped};
use crate::made::Made;
use crate::monitor::Monitor;
use crate::outside::Cancel;
use crate::run::Run;
use crate::who::Who;
use crate::{current, lanes};

/// Why all threads of a run are to stop.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    /// What kind of error the run ends with.
    pub(crate) kind: ScriptErrorKind,
    /// What happened, in words that " while it waited for …" can follow.
    pub(crate) why: String,
}

/// What most waits are for, in a picture.
const TASKS: &str = "tasks";

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

/// Who alone could bring about what somebody waits for.
pub(crate) enum Culprit {
    Task(TaskId),
    /// Whoever this was when it took what is awaited.
    Who(Who),
    /// A thread that the script has started by hand.
    Thread(String),
}

/// What a wait is for.
pub(crate) struct Awaited {
    /// In words that follow "waits for"; asked for only in a report.
    name: Box<dyn Fn(&Run) -> String + Send + Sync>,
    /// Is it there, or at least nothing that the script itself would have to do? Must be true whenever the wait is
    /// about to end.
    is_there: Box<dyn Fn() -> bool + Send + Sync>,
    /// Who alone could bring it about, if that can be told; asked for only in a report.
    culprit: Option<Box<dyn Fn() -> Option<Culprit> + Send + Sync>>,
    /// What it belongs to, if that is something that the script has made.
    made: Option<Made>,
    /// Is it the task of a pool that waits for tasks of that pool?
    is_nested: bool,
    /// Does the wait end by its time limit, if it comes to that?
    has_limit: bool,
}

/// How many tasks may wait for tasks of their own pool at once. Each takes stack, and the pool replaces their threads.
const MAX_NESTED: usize = 2000;

/// Why a wait does not begin.
pub(crate) enum Refusal {
    /// The script or the task is to end.
    Ended(String),
    /// Too many wait in this way.
    Nested,
}

impl Awaited {
    pub(crate) fn new(
        name: impl Fn(&Run) -> String + Send + Sync + 'static,
        is_there: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Awaited {
            name: Box::new(name),
            is_there: Box::new(is_there),
            culprit: None,
            made: None,
            is_nested: false,
            has_limit: false,
        }
    }

    /// The same, of which it can be told who alone could bring it about.
    pub(crate) fn due_to(
        mut self,
        culprit: impl Fn() -> Option<Culprit> + Send + Sync + 'static,
    ) -> Self {
        self.culprit = Some(Box::new(culprit));
        self
    }

    /// The same, which belongs to something that the script has made.
    pub(crate) fn of(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }

    /// The same as what a task of `own_pool` waits for, which is done by tasks of `pools`.
    pub(crate) fn by_tasks(
        mut self,
        own_pool: Option<u32>,
        pools: impl IntoIterator<Item = u32>,
    ) -> Self {
        self.is_nested = own_pool.is_some_and(|own| pools.into_iter().any(|pool| pool == own));
        self
    }

    /// The same, for a wait that has a time limit or not.
    pub(crate) fn within(mut self, limit: Option<Duration>) -> Self {
        self.has_limit = limit.is_some();
        self
    }

    pub(crate) fn name(&self, run: &Run) -> String {
        (self.name)(run)
    }

    pub(crate) fn culprit(&self) -> Option<Culprit> {
        self.culprit.as_ref()?()
    }

    pub(crate) fn made(&self) -> Option<Made> {
        self.made
    }

    pub(crate) fn is_there(&self) -> bool {
        (self.is_there)()
    }
}

/// A thread that waits.
#[derive(Clone)]
pub(crate) struct Waiter {
    pub(crate) who: Who,
    pub(crate) position: Position,
    /// `None` if the wait ends by itself.
    awaited: Option<Arc<Awaited>>,
    /// What tells it to stop, if it blocks elsewhere than in the host.
    cancel: Option<Arc<Cancel>>,
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
}

impl Waiter {
    /// What it waits for without an end of its own, be it by a time limit.
    pub(crate) fn unlimited(&self) -> Option<&Arc<Awaited>> {
        self.awaited.as_ref().filter(|awaited| !awaited.has_limit)
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
            .is_some_and(|awaited| awaited.is_nested)
    }
}

/// Ends all waits of a run, and with them the run. Anybody may call it from anywhere.
#[derive(Default)]
pub(crate) struct Stopper {
    /// Set under the lock of `waiters`; read without it by everybody, all the time.
    stopped: AtomicBool,
    /// The threads that wait inside [`wait`].
    waiters: Lock<Waiters>,
    /// Hears of the end.
    recorder: Option<Recorder>,
    /// Is the run one of a simulated world? Those who stop it may be outside, where the clock is another one.
    is_simulated: AtomicBool,
}

impl Stopper {
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

    fn enter(&self, waiter: Waiter) -> Result<Waiting<'_>, Refusal> {
        let mut waiters = self.waiters.lock();
        if let Some(stop) = &waiters.stop {
            return Err(Refusal::Ended(stop.why.clone()));
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
        let stopped = self.0.is_stopped();
        drop(waiters);
        drop(ended);
        if stopped && is_outermost {
            // The end of the run still has to wait for workers.
            thread.clear_interrupt();
        }
    }
}

/// The runs of an interpreter, to be stopped together.
#[derive(Default)]
pub(crate) struct Stoppers(Lock<Runs>);

#[derive(Default)]
struct Runs {
    stop: Option<Stop>,
    open: Vec<Weak<Stopper>>,
}

impl Stoppers {
    /// For a new run; already stopped if they all are.
    pub(crate) fn open(&self, recorder: Option<Recorder>) -> Arc<Stopper> {
        let stopper = Arc::new(Stopper {
            recorder,
            ..Stopper::default()
        });
        let mut runs = self.0.lock();
        runs.open.retain(|other| other.strong_count() > 0);
        runs.open.push(Arc::downgrade(&stopper));
        let stop = runs.stop.clone();
        drop(runs);
        if let Some(stop) = stop {
            stopper.stop(stop);
        }
        stopper
    }

    /// Stops every run, also those to come.
    pub(crate) fn stop(&self, why: &str) {
        let stop = Stop::interrupted(why);
        let open: Vec<Arc<Stopper>> = {
            let mut runs = self.0.lock();
            runs.stop.get_or_insert_with(|| stop.clone());
            runs.open.iter().filter_map(Weak::upgrade).collect()
        };
        for stopper in open {
            stopper.stop(stop.clone());
        }
    }
}

/// Lets a native wait, and throws what the wait fails with at its call. The wait ends by itself.
///
/// # Errors
/// What `wait` fails with; if the run was stopped, an error that no script can catch.
pub(crate) fn wait<T>(
    context: &NativeCallContext<'_>,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    wait_at(context.call_position(), None, wait)
}

/// As [`wait_at`], for what a loop walks through, and was made at `made`: the engine throws at the loop.
pub(crate) fn wait_in_loop<T>(
    made: Position,
    awaited: Option<Awaited>,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    wait_and_throw(made, Position::NONE, awaited, Some(TASKS), wait)
}

/// As [`wait`], for a native that the engine may give no context, and for what is `awaited` if the wait has no end of
/// its own, or is one for tasks.
pub(crate) fn wait_at<T>(
    position: Position,
    awaited: Option<Awaited>,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    let reason = awaited.as_ref().map(|_| TASKS);
    wait_and_throw(position, position, awaited, reason, wait)
}

/// Without a `reason` it counts as work: a sleep stands for some.
fn wait_and_throw<T>(
    told: Position,
    position: Position,
    awaited: Option<Awaited>,
    reason: Option<&str>,
    wait: impl FnOnce() -> Result<T, TaskError>,
) -> ScriptResult<T> {
    let run = current::run()?;
    let ended = |why: String| Stopped::new(why, told).raise();
    let awaited = awaited.map(Arc::new);
    let waiting = run
        .stopper()
        .begin(told, awaited.clone())
        .map_err(|refusal| match refusal {
            Refusal::Ended(why) => ended(why),
            Refusal::Nested => too_nested(position),
        })?;
    let told = reason.and_then(|reason| lanes::wait(&run, reason));
    let outcome = wait();
    drop(told);
    drop(waiting);
    let for_what = || {
        let unlimited = awaited.as_ref().filter(|awaited| !awaited.has_limit);
        let name = unlimited.map(|awaited| awaited.name(&run));
        name.map_or_else(String::new, |name| format!(" while it waited for {name}"))
    };
    if let Some(stop) = run.stopper().reason() {
        // Also if what was waited for has come: perhaps it is only that it was stopped as well.
        return Err(ended(format!("{}{}", stop.why, for_what())));
    }
    outcome.map_err(|error| match error.kind() {
        ErrorKind::Interrupted if task::is_cancelled() => ended(KILLED.to_owned()),
        _ => error.raise_at(position),
    })
}

/// Lets a native block elsewhere than in the host, in the real world, for what is called `what`. It can end at any
/// time without any doing of the script; when it is to end, `work` learns so by its [`Cancel`].
///
/// # Errors
/// If the run or the task is to end, an error that no script can catch.
pub(crate) fn wait_outside<T>(
    position: Position,
    what: &str,
    work: impl FnOnce(&Arc<Cancel>) -> T,
) -> ScriptResult<T> {
    let run = current::run()?;
    let told = lanes::wait(&run, what);
    let cancel = Arc::new(Cancel::default());
    let name = what.to_owned();
    let awaited = Awaited::new(move |_| name.clone(), || true);
    // The thread has another handle outside of a simulated world, by which it is found.
    let outcome = host::outside(|| {
        let waiting = run.stopper().enter(Waiter {
            who: Who::current(),
            position,
            awaited: Some(Arc::new(awaited)),
            cancel: Some(cancel.clone()),
        });
        waiting.map(|_waiting| work(&cancel))
    });
    drop(told);
    let why = match (run.stopper().reason_if_stopped(), &outcome) {
        (Some(stop), _) => Some(format!("{} while it waited for {what}", stop.why)),
        (None, _) if cancel.is_cancelled() => Some(KILLED.to_owned()),
        (None, Err(Refusal::Ended(why))) => Some(why.clone()),
        (None, _) => None,
    };
    match (why, outcome) {
        (Some(why), _) => Err(Stopped::new(why, position).raise()),
        (None, Ok(value)) => Ok(value),
        (None, Err(_)) => Err(too_nested(position)),
    }
}

fn too_nested(position: Position) -> Box<EvalAltResult> {
    let text = format!(
        "{MAX_NESTED} tasks wait for tasks of their own pool: does this recursion have an end?"
    );
    ScriptError::new(ScriptErrorKind::Recursion, text).raise_at(position)
}

/// Waits until `take` finds what it needs in `monitor`; `None` if the time was up before.
///
/// # Errors
/// As [`wait`].
pub(crate) fn wait_on<T, R>(
    position: Position,
    monitor: &Monitor<T>,
    reason: &'static str,
    timeout: Option<Duration>,
    awaited: impl FnOnce() -> Awaited,
    mut take: impl FnMut(&mut T) -> Option<R>,
) -> ScriptResult<Option<R>> {
    // Who need not wait goes on without the list of those who do.
    if let Some(taken) = monitor.take_now(&mut take) {
        return Ok(Some(taken));
    }
    let deadline = timeout.and_then(host::deadline_in);
    let awaited = timeout.is_none().then(awaited);
    wait_and_throw(position, position, awaited, Some(reason), || {
        monitor.wait(reason, deadline, take)
    })
}

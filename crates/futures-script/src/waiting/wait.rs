//! The ways to wait: for what the host knows, outside of it, and for what a monitor has.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host;
use futures_core::{Error as TaskError, ErrorKind, task};
use rhai::{EvalAltResult, NativeCallContext, Position};

use super::awaited::Awaited;
use super::stopper::{KILLED, MAX_NESTED, Refusal, Waiter};
use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult, Stopped};
use crate::monitor::Monitor;
use crate::outside::Cancel;
use crate::who::Who;
use crate::{current, lanes};

/// What most waits are for, in a picture.
const TASKS: &str = "tasks";

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
        let unlimited = awaited.as_ref().filter(|awaited| !awaited.has_limit());
        let name = unlimited.map(|awaited| awaited.name(&run));
        name.map_or_else(String::new, |name| format!(" while it waited for {name}"))
    };
    if let Some(stop) = run.stopper().reason_of_caller() {
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
    let why = match (run.stopper().reason_here(), &outcome) {
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

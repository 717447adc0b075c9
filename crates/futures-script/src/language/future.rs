//! `Future`: the result of a task that is perhaps not there yet.

use std::time::Duration;

use futures_core::host;
use futures_core::{Error as TaskError, ErrorKind, SharedFuture, State, Status, TaskId, task};
use rhai::{Dynamic, FnPtr, INT, NativeCallContext, Variant};

use crate::call::{Callee, Role};
use crate::complaint::Unheard;
use crate::dispose::copy_held;
use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::values::{ScriptFuture, function, timeout, type_name};
use crate::waiting::Awaited;
use crate::waiting::Culprit;
use crate::{current, lanes, waiting};

pub(super) fn define(language: &mut Definitions<'_>) {
    define_for::<ScriptFuture>(language);
    // Those of the program that the script is part of.
    define_for::<SharedFuture<Dynamic>>(language);
}

fn define_for<F: Variant + Clone + Into<ScriptFuture>>(language: &mut Definitions<'_>) {
    fn of<F: Clone + Into<ScriptFuture>>(future: &F) -> ScriptFuture {
        future.clone().into()
    }
    /// For what other threads change: whoever looks at it, or changes it, may do so a moment later.
    fn shared<F: Clone + Into<ScriptFuture>>(future: &F) -> ScriptFuture {
        host::yield_point("future");
        of(future)
    }
    language.handle::<F>("Future");
    language.function(
        "result",
        |context: NativeCallContext<'_>, future: &mut F| result(&context, &of(future), None),
    );
    language.function(
        "result",
        |context: NativeCallContext<'_>, future: &mut F, limit: Dynamic| {
            result(&context, &of(future), timeout(&context, &limit)?)
        },
    );
    language.function(
        "exception",
        |context: NativeCallContext<'_>, future: &mut F| exception(&context, &of(future), None),
    );
    language.function(
        "exception",
        |context: NativeCallContext<'_>, future: &mut F, limit: Dynamic| {
            exception(&context, &of(future), timeout(&context, &limit)?)
        },
    );
    language.function("cancel", |future: &mut F| shared(future).cancel());
    language.function("cancelled", |future: &mut F| shared(future).cancelled());
    language.function("running", |future: &mut F| shared(future).running());
    language.function("done", |future: &mut F| shared(future).done());
    language.function(
        "add_done_callback",
        |context: NativeCallContext<'_>, future: &mut F, callback: Dynamic| {
            add_done_callback(&context, &of(future), &function(&context, &callback)?)
        },
    );
    language.function("kill", |future: &mut F| kill(&shared(future)));
    language.property("id", |future: &mut F| of(future).id().number() as INT);
    language.property("state", |future: &mut F| shared(future).state().to_string());
    language.property("label", |future: &mut F| {
        of(future).label().map_or(Dynamic::UNIT, Into::into)
    });
    language.property("args", |context: NativeCallContext<'_>, future: &mut F| {
        of(future)
            .arguments()
            .map_err(|error| error.raise(&context))
    });
    language.function("==", |one: &mut F, other: F| of(one) == of(&other));
    language.function("!=", |one: &mut F, other: F| of(one) != of(&other));
    for operator in ["<", "<=", ">", ">="] {
        // To the engine, values of different types are simply not less or greater.
        language.function(
            operator,
            |context: NativeCallContext<'_>, one: &mut F, other: Dynamic| {
                no_order(&context, &Dynamic::from(one.clone()), &other)
            },
        );
        language.function(
            operator,
            |context: NativeCallContext<'_>, one: Dynamic, other: F| {
                no_order(&context, &one, &Dynamic::from(other))
            },
        );
    }
    language.shown_as(|future: &F| format!("{:?}", of(future).core()));
}

/// Refuses a comparison by order, in which a call of `result()` was probably forgotten.
fn no_order(context: &NativeCallContext<'_>, one: &Dynamic, other: &Dynamic) -> ScriptResult<bool> {
    let (one, other) = (type_name(context, one), type_name(context, other));
    let operator = context.fn_name();
    Err(fail(
        ScriptErrorKind::Type,
        format!(
            "`{operator}` does not work between {one} and {other}; the value of a Future is `result()`"
        ),
    ))
}

/// Will the pool of the calling task see to a future that has not begun? A worker that waits for a pending task of its
/// own pool runs it, or lends its place to somebody who does.
pub(super) fn will_begin() -> impl Fn(&ScriptFuture) -> bool + Copy + Send + Sync {
    let own_pool = task::current_id().map(TaskId::pool);
    move |future| own_pool == Some(future.id().pool()) && future.state() == State::Pending
}

/// Waits for the end of the task, however it ends.
pub(super) fn settle(
    context: &NativeCallContext<'_>,
    future: &ScriptFuture,
    timeout: Option<Duration>,
) -> ScriptResult<Status> {
    host::yield_point("future");
    if let Some(status) = future.status() {
        return Ok(status);
    }
    let (named, looked_at) = (future.clone(), future.clone());
    let (will_begin, id) = (will_begin(), future.id());
    let awaited = Awaited::new(
        move |run| format!("the result of {}", run.task_name(named.id(), named.label())),
        move || looked_at.done() || will_begin(&looked_at),
    )
    .due_to(move || Some(Culprit::Task(id)))
    .by_tasks(task::current_id().map(TaskId::pool), [future.id().pool()])
    .within(timeout);
    let run = current::run()?;
    waiting::wait_at(context.call_position(), Some(awaited), || match timeout {
        None => future.wait(),
        Some(timeout) => future
            .wait_timeout(timeout)
            .map_err(|error| match error.kind() {
                ErrorKind::TimedOut => {
                    let text = format!(
                        "{} was not done within {} s",
                        run.task_name(future.id(), future.label()),
                        timeout.as_secs_f64()
                    );
                    TaskError::new(ErrorKind::TimedOut, text)
                }
                _ => error,
            }),
    })
}

/// The value of a task that has ended, copied for this reader, or what it threw.
pub(super) fn value_of(
    context: &NativeCallContext<'_>,
    future: &SharedFuture<Dynamic>,
) -> ScriptResult<Dynamic> {
    match future.result() {
        Ok(value) => copy_held(value).map_err(|error| error.raise(context)),
        Err(error) => Err(error.raise(context)),
    }
}

fn result(
    context: &NativeCallContext<'_>,
    future: &ScriptFuture,
    timeout: Option<Duration>,
) -> ScriptResult<Dynamic> {
    settle(context, future, timeout)?;
    value_of(context, future)
}

fn exception(
    context: &NativeCallContext<'_>,
    future: &ScriptFuture,
    timeout: Option<Duration>,
) -> ScriptResult<Dynamic> {
    settle(context, future, timeout)?;
    match future.exception() {
        Ok(None) => Ok(Dynamic::UNIT),
        Ok(Some(error)) => Ok(Dynamic::from(ScriptError::from_task(&error))),
        Err(cancelled) => Err(TaskError::raise(&cancelled, context)),
    }
}

/// Makes the task stop at its next operation, or its wait end, or its process; false if it has ended.
fn kill(future: &ScriptFuture) -> ScriptResult<bool> {
    if future.done() {
        return Ok(false);
    }
    let run = current::run()?;
    lanes::killed(&run, future.id());
    if future.kill() || future.cancel() {
        return Ok(true);
    }
    let told = future.cancel_running();
    if told {
        run.stopper().interrupt(future.id());
    }
    Ok(told)
}

fn add_done_callback(
    context: &NativeCallContext<'_>,
    future: &ScriptFuture,
    callback: &FnPtr,
) -> ScriptResult<()> {
    let run = current::run()?;
    let callee = Callee::new(
        run.clone(),
        context,
        callback,
        Role::CallbackOf(future.id()),
    )
    .map_err(|error| error.raise(context))?
    .with_label(future.label().map(Into::into));
    future.add_done_callback(move |future| {
        let outcome = callee.call([Dynamic::from(future)].into_iter().collect());
        // That the run is to end is told once, elsewhere.
        if let Err(error) = outcome
            && !run.stopper().is_stopped()
        {
            run.complain_of(Unheard::Callback, error);
        }
    });
    Ok(())
}

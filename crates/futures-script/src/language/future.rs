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
use crate::reference::{Entry, Section};
use crate::values::{ScriptFuture, function, timeout, type_name};
use crate::waiting::Awaited;
use crate::waiting::Culprit;
use crate::{current, lanes, waiting};

const ENTRIES: &[Entry] = &[
    Entry::of_type(
        Section::Futures,
        &["Future"],
        "The result of a task that is perhaps not there yet. Copies are the same future.",
    )
    .details(
        "It can be asked from everywhere, as often as one likes. A script whose task fails while nobody asks for its \
         result or its exception fails at its end, with `Unretrieved`.",
    )
    .python("concurrent.futures.Future")
    .see(&["Pool.submit"]),
    Entry::function(
        Section::Futures,
        &["Future.result(timeout?: seconds) -> any"],
        "Waits for the end of the task and gives what it returned, or throws what it threw.",
    )
    .details(
        "The time limit is in seconds, whole or not; `#{timeout: 1}` says the same as `1`, and `()` means no limit. When the \
         time is up the task goes on. Each call gives a copy of the value.",
    )
    .errors(&[
        ("TimeoutError", "the task was not done in time"),
        ("CancelledError", "the task was cancelled"),
        ("Interrupted", "the task was ended by `kill()`"),
        ("DeadlockError", "this wait would close a circle of tasks that wait for each other"),
    ])
    .example(
        r#"
with thread_pool(2) as pool {
    let gate = event();
    let f = pool.submit(|| { gate.wait(); 42 });
    try { f.result(0.01) } catch (e) { print(e.kind) }
    gate.set();
    print(f.result());
    try { pool.submit(|| 1 / 0).result() } catch (e) { print(e) }
}"#,
        "TimeoutError\n42\nDivision by zero: 1 / 0",
    )
    .python("f.result(timeout=1)")
    .see(&["Future.exception", "gather", "as_completed"]),
    Entry::function(
        Section::Futures,
        &["Future.exception(timeout?: seconds) -> Error|()"],
        "Waits for the end of the task and gives what it failed with, as an `Error`, or `()` if it did not fail.",
    )
    .details("Whoever asks has seen the failure: it is not reported at the end of the script.")
    .errors(&[
        ("TimeoutError", "the task was not done in time"),
        ("CancelledError", "the task was cancelled"),
    ])
    .example(
        r#"
with thread_pool(2) as pool {
    let f = pool.submit(|| throw error("ValueError", "no such page", 404));
    let e = f.exception();
    print(`${e.kind}: ${e} (${e.value})`);
    print(pool.submit(|| 7).exception() == ());
}"#,
        "ValueError: no such page (404)\ntrue",
    )
    .python("f.exception(timeout=1)"),
    Entry::function(
        Section::Futures,
        &[
            "Future.done() -> bool",
            "Future.running() -> bool",
            "Future.cancelled() -> bool",
            "Future.state -> string",
        ],
        "How far the task has come; none of them waits.",
    )
    .details(
        "`done()` is true of a task that has ended in any way, also cancelled. `state` is one of `\"pending\"`, \
         `\"running\"`, `\"cancelled\"` and, whether it failed or not, `\"finished\"`.",
    )
    .example(
        r#"
with thread_pool(1) as pool {
    let began = event();
    let gate = event();
    let first = pool.submit(|| { began.set(); gate.wait() });
    let second = pool.submit(|| 2);
    began.wait();
    print([first.state, second.state, first.running(), second.done()]);
    gate.set();
    second.result();
    print([first.done(), second.cancelled()]);
}"#,
        r#"
["running", "pending", true, false]
[true, false]"#,
    )
    .python("f.done(), f.running(), f.cancelled()"),
    Entry::function(
        Section::Futures,
        &["Future.cancel() -> bool"],
        "Cancels the task if it has not begun; true if it is cancelled now.",
    )
    .details("A task that runs goes on: `kill()` ends that one too.")
    .example(
        r#"
with thread_pool(1) as pool {
    let gate = event();
    let first = pool.submit(|| gate.wait());
    let second = pool.submit(|| 2);
    print(second.cancel());
    gate.set();
    first.result();
    print(first.cancel());
}"#,
        "true\nfalse",
    )
    .python("f.cancel()")
    .see(&["Future.kill"]),
    Entry::function(
        Section::Futures,
        &["Future.kill() -> bool"],
        "Ends the task, also one that runs; false if it has ended before.",
    )
    .details(
        "A task on a thread stops at its next operation, and its wait ends at once. One in a process pool is ended with its \
         process. Its future ends as `Interrupted`, or as cancelled if it had not begun.",
    )
    .example(
        r#"
with thread_pool(1) as pool {
    let f = pool.submit(|| loop { sleep(0.001) });
    while !f.running() { sleep(0.001) }
    print(f.kill());
    print(f.exception().kind);
}"#,
        "true\nInterrupted",
    ),
    Entry::function(
        Section::Futures,
        &["Future.add_done_callback(callback: function)"],
        "Calls a function with the future once the task has ended, or at once if it has.",
    )
    .details(
        "It runs in the thread that ends the task. What it throws is reported, and changes nothing for the task.",
    )
    .errors(&[("TypeError", "`callback` is no function of one argument")])
    .example(
        r#"
with thread_pool(1) as pool {
    let f = pool.submit(|| 6 * 7);
    f.result();
    f.add_done_callback(|f| print(`done: ${f.result()}`));
}"#,
        "done: 42",
    )
    .python("f.add_done_callback(print)"),
    Entry::function(
        Section::Futures,
        &["Future.args -> array", "Future.label -> string|()", "Future.id -> int"],
        "Which task it is: what it was given, the label of its pool's options, and its number in its pool.",
    )
    .details(
        "In Python one keeps a dictionary of futures to know which result belongs to what; here `f.args[0]` tells. The \
         arguments are copies. Tasks are numbered from 1.",
    )
    .example(
        r#"
with thread_pool(3) as pool {
    let fs = ["to", "threads"].map(|word| pool.submit(|word| word.len(), word));
    for f in fs { print(`task ${f.id}: ${f.args[0]} ${f.result()}`); }
}"#,
        "task 1: to 2\ntask 2: threads 7",
    )
    .python("names = {pool.submit(len, word): word}; names[f]"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

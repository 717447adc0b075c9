//! What a thread that runs script code knows about itself: the run that it belongs to, and whether to go on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use futures_core::{TaskId, host, task};
use rhai::{Dynamic, Position};

use crate::error::{ScriptErrorKind, ScriptResult, Stopped, fail};
use crate::remote;
use crate::run::Run;
use crate::waiting;

/// How many operations of the engine pass between two looks at whether to stop. An operation takes some 50 ns, so a
/// stop is noticed within microseconds, while the look costs next to nothing.
const OPERATIONS_PER_LOOK: u32 = 128;

thread_local! {
    static RUN: RefCell<Option<Arc<Run>>> = const { RefCell::new(None) };
    static OPERATIONS: Cell<u32> = const { Cell::new(0) };
    /// How many operations pass on this thread between two looks: one if the run counts them.
    static PER_LOOK: Cell<u32> = const { Cell::new(OPERATIONS_PER_LOOK) };
}

/// Puts the former run back when dropped.
pub(crate) struct Entered(Option<Arc<Run>>);

impl Drop for Entered {
    fn drop(&mut self) {
        make_current(self.0.take());
    }
}

/// Makes `run` the one that this thread's script code belongs to.
#[must_use = "the thread leaves the run when this is dropped"]
pub(crate) fn enter(run: Arc<Run>) -> Entered {
    Entered(make_current(Some(run)))
}

fn make_current(run: Option<Arc<Run>>) -> Option<Arc<Run>> {
    let counts = run
        .as_ref()
        .is_some_and(|run| run.budget().counts_operations());
    PER_LOOK.set(if counts { 1 } else { OPERATIONS_PER_LOOK });
    RUN.replace(run)
}

/// The task that this thread runs: one of a pool of this process, or the one for which this process was given a call.
pub(crate) fn task() -> Option<TaskId> {
    task::current_id().or_else(remote::current_task)
}

/// The run that the calling native belongs to.
///
/// # Errors
/// If the engine is used by itself, outside of an interpreter.
pub(crate) fn run() -> ScriptResult<Arc<Run>> {
    run_if_any().ok_or_else(|| {
        fail(
            ScriptErrorKind::System,
            "no script is being run on this thread",
        )
    })
}

/// As [`run`], for who can do without.
pub(crate) fn run_if_any() -> Option<Arc<Run>> {
    RUN.with_borrow(Clone::clone)
}

/// Called by the engine before every operation; a value stops the script.
pub(crate) fn progress() -> Option<Dynamic> {
    host::yield_point("operation");
    let operations = OPERATIONS.get() + 1;
    if operations < PER_LOOK.get() {
        OPERATIONS.set(operations);
        return None;
    }
    OPERATIONS.set(0);
    count_operation();
    if let Some(process) = RUN.with_borrow(|run| run.as_ref()?.process().cloned()) {
        process.compute(operations);
    }
    // Where that is only the engine knows.
    let stopped = |why| Stopped::new(why, Position::NONE);
    reason_to_stop().map(|why| Dynamic::from(stopped(why)))
}

fn count_operation() {
    RUN.with_borrow(|run| {
        if let Some(run) = run {
            run.budget().count_operation(run.stopper());
        }
    });
}

/// For natives that take long, to be called now and then; each call is an operation.
///
/// # Errors
/// As [`look`].
pub(crate) fn go_on(at: Position) -> ScriptResult<()> {
    count_operation();
    look(at)
}

/// Lets natives that take long notice that they should not go on; costs next to nothing.
///
/// # Errors
/// One that no script can catch, if the run or the task is to end.
pub(crate) fn look(at: Position) -> ScriptResult<()> {
    reason_to_stop().map_or(Ok(()), |why| Err(Stopped::new(why, at).raise()))
}

/// Why this thread's script code should not go on, in words.
///
/// The engine asks only now and then, and a few operations more are soon done; who must not do any asks here.
pub(crate) fn reason_to_stop() -> Option<String> {
    let stop = RUN.with_borrow(|run| run.as_ref()?.stopper().reason_here());
    if let Some(stop) = stop {
        return Some(stop.why);
    }
    task::is_cancelled().then(|| waiting::KILLED.to_owned())
}

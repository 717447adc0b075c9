//! What a thread that runs script code knows about itself: the run that it belongs to, and whether to go on.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use futures_core::{host, task};
use rhai::Dynamic;

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::run::Run;
use crate::waiting;

/// How many operations of the engine pass between two looks at whether to stop. An operation takes some 50 ns, so a
/// stop is noticed within microseconds, while the look costs next to nothing.
const OPERATIONS_PER_LOOK: u32 = 128;

thread_local! {
    static RUN: RefCell<Option<Arc<Run>>> = const { RefCell::new(None) };
    static OPERATIONS: Cell<u32> = const { Cell::new(0) };
}

/// Puts the former run back when dropped.
pub(crate) struct Entered(Option<Arc<Run>>);

impl Drop for Entered {
    fn drop(&mut self) {
        RUN.set(self.0.take());
    }
}

/// Makes `run` the one that this thread's script code belongs to.
#[must_use = "the thread leaves the run when this is dropped"]
pub(crate) fn enter(run: Arc<Run>) -> Entered {
    Entered(RUN.replace(Some(run)))
}

/// The run that the calling native belongs to.
///
/// # Errors
/// If the engine is used by itself, outside of an interpreter.
pub(crate) fn run() -> ScriptResult<Arc<Run>> {
    RUN.with_borrow(Clone::clone).ok_or_else(|| {
        fail(
            ScriptErrorKind::System,
            "no script is being run on this thread",
        )
    })
}

/// Called by the engine before every operation; a value stops the script.
pub(crate) fn progress() -> Option<Dynamic> {
    host::yield_point("operation");
    let operations = OPERATIONS.get() + 1;
    if operations < OPERATIONS_PER_LOOK {
        OPERATIONS.set(operations);
        return None;
    }
    OPERATIONS.set(0);
    reason_to_stop().map(Dynamic::from)
}

/// Why this thread's script code should not go on, in words.
fn reason_to_stop() -> Option<&'static str> {
    if RUN.with_borrow(|run| run.as_ref().is_some_and(|run| run.stopper().is_stopped())) {
        return Some(waiting::STOPPED);
    }
    task::is_cancelled().then_some(waiting::KILLED)
}

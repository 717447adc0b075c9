//! `to_thread(fn, args…)`: a task on the run's own pool, Python's `asyncio.to_thread`.

use std::sync::Arc;

use rhai::{Dynamic, NativeCallContext};

use crate::backend::{Backend, CallOptions};
use crate::call::{Call, Role};
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::limits::MAX_ARGUMENTS;
use crate::reference::{Entry, Section};
use crate::threads::Threads;
use crate::values::{ScriptFuture, wrong_value};
use crate::{current, waiting};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Futures,
    &["to_thread(f: function, args…: any) -> Future"],
    "Runs a function on a pool of threads that is always there, and returns its future.",
)
.details("The pool starts with the first call and has as many workers as `thread_pool()`.")
.errors(&[(
    "TypeError",
    "`f` is no function, or takes another number of arguments",
)])
.example(
    r#"
let f = to_thread(|a, b| a + b, 40, 2);
print(f.result());"#,
    "42",
)
.python("await asyncio.to_thread(f, 40, 2)")];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.variadic("to_thread", &[], 1..=1 + MAX_ARGUMENTS, to_thread);
}

fn to_thread(
    context: &NativeCallContext<'_>,
    arguments: &mut [&mut Dynamic],
) -> ScriptResult<ScriptFuture> {
    let call = Call::given(context, Role::Task, arguments)?;
    let pool = default_pool(context)?;
    waiting::wait(context, || pool.submit(call, &CallOptions::default()))
}

/// The pool that a run has from its first `to_thread` to its end, with Python's default number of workers.
fn default_pool(context: &NativeCallContext<'_>) -> ScriptResult<Arc<dyn Backend>> {
    let run = current::run()?;
    if let Some(pool) = run.default_pool() {
        return Ok(pool);
    }
    let threads = Threads::new(&run, None, Some("to_thread"))
        .map_err(|error| wrong_value(context, &error.to_string()))?;
    Ok(run.keep_default_pool(Arc::new(threads)))
}

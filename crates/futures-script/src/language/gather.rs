//! `gather(futures)`: the results of all, in order, as `asyncio.gather` has it.

use futures_core::{ReturnWhen, Status, wait};
use rhai::{Array, Dynamic, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::future::value_of;
use crate::language::wait::all_awaited;
use crate::reference::{Entry, Section};
use crate::values::{ScriptFuture, futures};
use crate::waiting;

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Futures,
    &["gather(fs: futures) -> array"],
    "Waits for all futures and gives their results, in the order of the futures.",
)
.details("As soon as one fails it throws what that one has thrown; the others go on.")
.errors(&[
    ("CancelledError", "a task was cancelled"),
    ("TypeError", "`fs` is no array of futures"),
])
.example(
    r#"
with thread_pool(3) as pool {
    let fs = [5, 2, 3].map(|n| pool.submit(|| n * n));
    print(gather(fs));
    try { gather([pool.submit(|| throw "no milk")]) } catch (e) { print(e) }
}"#,
    "[25, 4, 9]\nno milk",
)
.python("[f.result() for f in fs], or await asyncio.gather(*fs)")];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("gather", |context: NativeCallContext<'_>, fs: Dynamic| {
        gather(&context, &fs)
    });
}

/// Throws as soon as one of the tasks has failed or been cancelled; the others go on.
fn gather(context: &NativeCallContext<'_>, fs: &Dynamic) -> ScriptResult<Array> {
    let futures = futures(context, fs)?;
    let sorted = waiting::wait_at(
        context.call_position(),
        Some(all_awaited(&futures, ReturnWhen::FirstException)),
        || {
            let futures = futures.iter().map(ScriptFuture::core);
            wait(futures, None, ReturnWhen::FirstException)
        },
    )?;
    let bad = sorted
        .done
        .into_iter()
        .find(|done| done.status() != Some(Status::Finished));
    if let Some(bad) = bad {
        return value_of(context, bad).map(|_| Array::new());
    }
    futures
        .iter()
        .map(|future| value_of(context, future))
        .collect()
}

//! `wait(futures, #{timeout, return_when})`.

use std::collections::BTreeMap;

use futures_core::{ReturnWhen, SharedFuture, Status, TaskId, task, wait};
use rhai::{Array, Dynamic, Map, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::future::will_begin;
use crate::reference::{Entry, Section};
use crate::values::{Options, ScriptFuture, futures};
use crate::waiting::{self, Awaited};

/// Python's names for when a wait is over, which are strings there too.
const RETURN_WHEN: [(&str, ReturnWhen); 3] = [
    ("FIRST_COMPLETED", ReturnWhen::FirstCompleted),
    ("FIRST_EXCEPTION", ReturnWhen::FirstException),
    ("ALL_COMPLETED", ReturnWhen::AllCompleted),
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Futures,
        &["wait(fs: futures, options?: map) -> map"],
        "Waits for several futures, and gives those that are `done` and those that are `not_done`.",
    )
    .details(
        "Both are arrays in the order in which the futures were given. When the time is up, what has not ended is in \
         `not_done`; nothing is thrown, and the tasks go on.",
    )
    .options(&[
        ("timeout", "seconds", "none", "how long to wait at most"),
        ("return_when", "string", "ALL_COMPLETED", "FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED: what ends the wait"),
    ])
    .errors(&[("TypeError", "`fs` is no array of futures"), ("ValueError", "`return_when` is none of the three")])
    .example(
        r#"
with thread_pool(2) as pool {
    let gate = event();
    let fs = [pool.submit(|| gate.wait()), pool.submit(|| 7)];
    let w = wait(fs, #{return_when: FIRST_COMPLETED});
    print([w.done.len(), w.not_done.len(), fs[1] in w.done]);
    gate.set();
}"#,
        "[1, 1, true]",
    )
    .python("done, not_done = wait(fs, timeout=1, return_when=FIRST_COMPLETED)")
    .see(&["gather", "as_completed"]),
    Entry::function(
        Section::Futures,
        &[
            "ALL_COMPLETED -> string",
            "FIRST_COMPLETED -> string",
            "FIRST_EXCEPTION -> string",
        ],
        "What ends a `wait`: the end of all, of one, or of one that has failed (or of all if none does).",
    )
    .details("As in Python they are strings, of the same letters. A cancelled task counts as one that has failed.")
    .example(
        r#"
with thread_pool(2) as pool {
    let gate = event();
    let fs = [pool.submit(|| gate.wait()), pool.submit(|| 1 / 0)];
    let w = wait(fs, #{return_when: FIRST_EXCEPTION});
    print(w.done[0].exception());
    gate.set();
}"#,
        "Division by zero: 1 / 0",
    )
    .python("the same"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.constants(RETURN_WHEN.map(|(name, _)| (name, name.into())));
    language.function("wait", |context: NativeCallContext<'_>, fs: Dynamic| {
        wait_for(&context, &fs, &Options::none(&context))
    });
    language.function(
        "wait",
        |context: NativeCallContext<'_>, fs: Dynamic, options: Dynamic| {
            let options = Options::new(&context, &options, &["timeout", "return_when"])?;
            wait_for(&context, &fs, &options)
        },
    );
}

/// A map of the futures that are done and those that are not, each in the order of the input.
fn wait_for(
    context: &NativeCallContext<'_>,
    fs: &Dynamic,
    options: &Options<'_>,
) -> ScriptResult<Map> {
    let timeout = options.seconds("timeout")?;
    let when = options
        .choice("return_when", &RETURN_WHEN)?
        .unwrap_or_default();
    let futures = futures(context, fs)?;
    let awaited = all_awaited(&futures, when).within(timeout);
    let sorted = waiting::wait_at(context.call_position(), Some(awaited), || {
        wait(futures.iter().map(ScriptFuture::core), timeout, when)
    })?;
    let by_id: BTreeMap<TaskId, &ScriptFuture> =
        futures.iter().map(|future| (future.id(), future)).collect();
    let array = |some: Vec<&SharedFuture<Dynamic>>| -> Dynamic {
        some.into_iter()
            .filter_map(|future| by_id.get(&future.id()).copied().cloned())
            .map(Dynamic::from)
            .collect::<Array>()
            .into()
    };
    Ok(Map::from_iter([
        ("done".into(), array(sorted.done)),
        ("not_done".into(), array(sorted.not_done)),
    ]))
}

/// What a wait for these futures is for.
pub(super) fn all_awaited(futures: &[ScriptFuture], when: ReturnWhen) -> Awaited {
    let (named, looked_at) = (futures.to_vec(), futures.to_vec());
    let own_pool = task::current_id().map(TaskId::pool);
    let will_begin = will_begin();
    let is_bad = |future: &ScriptFuture| {
        future
            .status()
            .is_some_and(|status| status != Status::Finished)
    };
    let pools: Vec<u32> = futures.iter().map(|future| future.id().pool()).collect();
    Awaited::new(
        move |run| {
            let left = named.iter().filter(|future| !future.done());
            let ids: Vec<String> = left
                .map(|future| run.task_number(future.id(), future.label()))
                .collect();
            format!("{when} of the tasks {}", ids.join(", "))
        },
        move || {
            if looked_at.iter().any(will_begin) {
                return true;
            }
            match when {
                ReturnWhen::FirstCompleted => looked_at.iter().any(|future| future.done()),
                ReturnWhen::FirstException => {
                    looked_at.iter().any(is_bad) || looked_at.iter().all(|future| future.done())
                }
                ReturnWhen::AllCompleted => looked_at.iter().all(|future| future.done()),
            }
        },
    )
    .by_tasks(own_pool, pools)
}

//! `wait(futures, #{timeout, return_when})`.

use std::collections::BTreeMap;

use futures_core::{ReturnWhen, SharedFuture, Status, TaskId, task, wait};
use rhai::{Array, Dynamic, Map, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::future::will_begin;
use crate::values::{Options, ScriptFuture, futures};
use crate::waiting::{self, Awaited};

/// Python's names for when a wait is over, which are strings there too.
const RETURN_WHEN: [(&str, ReturnWhen); 3] = [
    ("FIRST_COMPLETED", ReturnWhen::FirstCompleted),
    ("FIRST_EXCEPTION", ReturnWhen::FirstException),
    ("ALL_COMPLETED", ReturnWhen::AllCompleted),
];

pub(super) fn define(language: &mut Definitions<'_>) {
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

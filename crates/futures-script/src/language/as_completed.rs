//! `as_completed(futures, #{timeout})`: the futures in the order in which they end.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{AsCompleted, State, TaskId, as_completed, task};
use rhai::{Array, Dynamic, INT, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{Options, ScriptFuture, Turns, futures};
use crate::waiting::{self, Awaited};

/// What `as_completed` gives to a script: walked through with `for`, extended with `add`.
#[derive(Clone)]
struct Completed {
    turns: Turns<AsCompleted<ScriptFuture>>,
    /// Those that it has not given yet, if it has no time limit; for reports.
    remaining: Option<Arc<Lock<BTreeMap<Key, ScriptFuture>>>>,
}

/// The pool of a task, and its number there.
type Key = (u32, u64);

fn key(future: &ScriptFuture) -> Key {
    (future.id().pool(), future.id().number())
}

const WHAT: &str = "this as_completed()";

impl Completed {
    fn next(&self) -> ScriptResult<Option<Dynamic>> {
        let next = self.turns.take(WHAT, |futures| {
            waiting::wait_at(Position::NONE, self.awaited(), || {
                futures.next().transpose()
            })
        })??;
        if let (Some(remaining), Some(future)) = (&self.remaining, &next) {
            let given = remaining.lock().remove(&key(future));
            drop(given);
        }
        Ok(next.map(Dynamic::from))
    }

    fn awaited(&self) -> Option<Awaited> {
        let (counted, looked_at) = (self.remaining.clone()?, self.remaining.clone()?);
        let own_pool = task::current_id().map(TaskId::pool);
        Some(Awaited::new(
            move || format!("the next of {} tasks", counted.lock().len()),
            move || {
                let remaining: Vec<ScriptFuture> = looked_at.lock().values().cloned().collect();
                // The pool of the task that waits sees to those that have not begun.
                let will_begin = |future: &ScriptFuture| {
                    own_pool == Some(future.id().pool()) && future.state() == State::Pending
                };
                remaining.is_empty()
                    || remaining
                        .iter()
                        .any(|future| future.done() || will_begin(future))
            },
        ))
    }

    fn add(&self, future: ScriptFuture) -> ScriptResult<()> {
        if let Some(remaining) = &self.remaining {
            remaining.lock().insert(key(&future), future.clone());
        }
        self.turns.take(WHAT, |futures| futures.add(future))
    }
}

impl Iterator for Completed {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        Completed::next(self).transpose()
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<Completed>("AsCompleted");
    language.iterator::<Completed>();
    language.function(
        "as_completed",
        |context: NativeCallContext<'_>, fs: Dynamic| {
            start(&context, &fs, &Options::none(&context))
        },
    );
    language.function(
        "as_completed",
        |context: NativeCallContext<'_>, fs: Dynamic, options: Dynamic| {
            start(
                &context,
                &fs,
                &Options::new(&context, &options, &["timeout"])?,
            )
        },
    );
    language.function("add", |completed: &mut Completed, future: ScriptFuture| {
        completed.add(future)
    });
    language.function("remaining", |completed: &mut Completed| {
        completed
            .turns
            .take(WHAT, |futures| futures.remaining() as INT)
    });
    language.function(
        "to_array",
        |completed: &mut Completed| -> ScriptResult<Array> { completed.clone().collect() },
    );
    language.shown_as(|_: &Completed| "<AsCompleted>".to_owned());
}

fn start(
    context: &NativeCallContext<'_>,
    fs: &Dynamic,
    options: &Options<'_>,
) -> ScriptResult<Completed> {
    let timeout = options.seconds("timeout")?;
    let futures = futures(context, fs)?;
    let remaining = timeout.is_none().then(|| {
        Arc::new(Lock::new(
            futures.iter().map(|f| (key(f), f.clone())).collect(),
        ))
    });
    Ok(Completed {
        turns: Turns::new(as_completed(futures, timeout)),
        remaining,
    })
}

//! `as_completed(futures, #{timeout})`: the futures in the order in which they end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::Lock;
use futures_core::{AsCompleted, SharedFuture, TaskId, as_completed, task};
use rhai::{Array, Dynamic, INT, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::language::future::will_begin;
use crate::reference::{Entry, Section};
use crate::values::{Options, ScriptFuture, Turns, futures};
use crate::waiting::{self, Awaited};

/// What `as_completed` gives to a script: walked through with `for`, extended with `add`.
#[derive(Clone)]
struct Completed {
    turns: Turns<AsCompleted<SharedFuture<Dynamic>>>,
    /// Those that it has not given yet.
    remaining: Arc<Lock<BTreeMap<TaskId, ScriptFuture>>>,
    timeout: Option<Duration>,
    /// Where it was made; a loop over it has no place of its own.
    at: Position,
}

const WHAT: &str = "this as_completed()";

impl Completed {
    fn next(&self) -> ScriptResult<Option<Dynamic>> {
        let awaited = self.awaited().within(self.timeout);
        let next = self.turns.take(WHAT, |futures| {
            waiting::wait_in_loop(self.at, Some(awaited), || futures.next().transpose())
        })??;
        Ok(next.map(|next| {
            let given = self.remaining.lock().remove(&next.id());
            Dynamic::from(given.unwrap_or_else(|| next.into()))
        }))
    }

    fn awaited(&self) -> Awaited {
        let (counted, looked_at) = (self.remaining.clone(), self.remaining.clone());
        let own_pool = task::current_id().map(TaskId::pool);
        let will_begin = will_begin();
        // They are mostly of one pool, and to look at all of them for each that comes would take long.
        let pool = self.remaining.lock().keys().next().copied();
        Awaited::new(
            move |_| match counted.lock().len() {
                1 => "the last of its tasks".to_owned(),
                several => format!("the next of {several} tasks"),
            },
            move || {
                let remaining: Vec<ScriptFuture> = looked_at.lock().values().cloned().collect();
                remaining.is_empty()
                    || remaining
                        .iter()
                        .any(|future| future.done() || will_begin(future))
            },
        )
        .by_tasks(own_pool, pool.map(TaskId::pool))
    }

    fn add(&self, future: &ScriptFuture) -> ScriptResult<()> {
        self.turns.take(WHAT, |futures| {
            self.remaining.lock().insert(future.id(), future.clone());
            futures.add(future.core().clone());
        })
    }
}

impl Iterator for Completed {
    type Item = ScriptResult<Dynamic>;

    fn next(&mut self) -> Option<Self::Item> {
        Completed::next(self).transpose()
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Futures,
        &["as_completed(fs: futures, options?: map) -> AsCompleted"],
        "Gives futures in the order in which they end, for a `for` loop.",
    )
    .details("The time runs from this call on, for all of them together.")
    .options(&[("timeout", "seconds", "none", "how long all of it may take")])
    .errors(&[
        (
            "TimeoutError",
            "the time is up and not all are done, thrown by the loop",
        ),
        ("TypeError", "`fs` is no array of futures"),
    ])
    .example(
        r#"
with thread_pool(2) as pool {
    let first_done = event();
    let slow = pool.submit(|| { first_done.wait(); "slow" });
    let fast = pool.submit(|| "fast");
    for f in as_completed([slow, fast], #{timeout: 60}) {
        print(f.result());
        first_done.set();
    }
}"#,
        "fast\nslow",
    )
    .python("for f in as_completed(fs, timeout=60):")
    .see(&["wait", "Pool.map"]),
    Entry::of_type(
        Section::Futures,
        &["AsCompleted"],
        "Futures in the order in which they end, as `as_completed` gives them. Each is given once.",
    ),
    Entry::function(
        Section::Futures,
        &[
            "AsCompleted.add(future: Future)",
            "AsCompleted.remaining() -> int",
            "AsCompleted.to_array() -> array",
        ],
        "Adds a future to those that are still to come, counts these, or waits for all of them.",
    )
    .details(
        "So a task that was tried in vain can be submitted again, inside the loop over the others.",
    )
    .example(
        r#"
with thread_pool(2) as pool {
    let coming = as_completed([pool.submit(|n| n, 3)]);
    for f in coming {
        let n = f.result();
        print(n);
        if n > 1 { coming.add(pool.submit(|n| n - 1, n)); }
    }
    print(coming.remaining());
}"#,
        "3\n2\n1\n0",
    ),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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
        completed.add(&future)
    });
    language.function(
        "add",
        |completed: &mut Completed, future: SharedFuture<Dynamic>| completed.add(&future.into()),
    );
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
    let core: Vec<_> = futures.iter().map(|future| future.core().clone()).collect();
    let by_id = futures.into_iter().map(|future| (future.id(), future));
    Ok(Completed {
        remaining: Arc::new(Lock::new(by_id.collect())),
        turns: Turns::new(as_completed(core, timeout)),
        timeout,
        at: context.call_position(),
    })
}

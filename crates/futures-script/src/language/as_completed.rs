//! `as_completed(futures, #{timeout})`: the futures in the order in which they end.

use futures_core::{AsCompleted, as_completed};
use rhai::{Array, Dynamic, INT, NativeCallContext, Position};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{Options, ScriptFuture, Turns, futures};
use crate::waiting;

/// What `as_completed` gives to a script: walked through with `for`, extended with `add`.
#[derive(Clone)]
struct Completed(Turns<AsCompleted<ScriptFuture>>);

const WHAT: &str = "this as_completed()";

impl Completed {
    fn next(&self) -> ScriptResult<Option<Dynamic>> {
        let next = self.0.take(WHAT, |futures| {
            waiting::wait_at(Position::NONE, None, || futures.next().transpose())
        })??;
        Ok(next.map(Dynamic::from))
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
        completed.0.take(WHAT, |futures| futures.add(future))
    });
    language.function("remaining", |completed: &mut Completed| {
        completed.0.take(WHAT, |futures| futures.remaining() as INT)
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
    Ok(Completed(Turns::new(as_completed(
        futures(context, fs)?,
        timeout,
    ))))
}

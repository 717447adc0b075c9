//! `wait(futures, #{timeout, return_when})`.

use futures_core::{ReturnWhen, wait};
use rhai::{Array, Dynamic, Map, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{Options, ScriptFuture, futures};
use crate::waiting;

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
    let sorted = waiting::wait(context, || wait(futures, timeout, when))?;
    Ok(Map::from_iter([
        ("done".into(), array(sorted.done)),
        ("not_done".into(), array(sorted.not_done)),
    ]))
}

fn array(futures: Vec<ScriptFuture>) -> Dynamic {
    Dynamic::from_array(futures.into_iter().map(Dynamic::from).collect::<Array>())
}

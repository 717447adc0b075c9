//! `Error`: what scripts catch when something of ours fails, what `future.exception()` returns, and what they make
//! themselves with `error(kind, message)`.

use rhai::{Array, Dynamic, INT, ImmutableString, NativeCallContext};

use crate::capture;
use crate::error::{Place, Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<ScriptError>("Error");
    language.function(
        "error",
        |context: NativeCallContext<'_>, kind: ImmutableString, message: Dynamic| {
            error(&context, &kind, message, &Dynamic::UNIT)
        },
    );
    language.function(
        "error",
        |context: NativeCallContext<'_>,
         kind: ImmutableString,
         message: Dynamic,
         value: Dynamic| { error(&context, &kind, message, &value) },
    );
    // A thrown string is caught as a string, and answers as an Error for whoever cannot know which of them it is.
    language.property("kind", |_: &mut ImmutableString| {
        ScriptErrorKind::Thrown.name()
    });
    language.property("message", |text: &mut ImmutableString| text.clone());
    language.property("kind", |error: &mut ScriptError| error.kind_name());
    language.property("message", |error: &mut ScriptError| {
        error.message().to_owned()
    });
    language.property("value", |error: &mut ScriptError| {
        capture::copy(error.value()).unwrap_or_default()
    });
    language.property("task", |error: &mut ScriptError| {
        error
            .task()
            .map_or(Dynamic::UNIT, |id| Dynamic::from(id.number() as INT))
    });
    language.property("source", |error: &mut ScriptError| {
        error
            .place()
            .map_or_else(String::new, |place| place.source().to_owned())
    });
    language.property("line", |error: &mut ScriptError| number(error, Place::line));
    language.property("column", |error: &mut ScriptError| {
        number(error, Place::column)
    });
    language.property("position", |error: &mut ScriptError| {
        error.place().map_or_else(String::new, Place::to_string)
    });
    language.property("stack", |error: &mut ScriptError| -> Array {
        error
            .stack()
            .iter()
            .map(|frame| frame.to_string().into())
            .collect()
    });
    language.function("to_string", |error: &mut ScriptError| error.to_string());
    language.function("to_debug", |error: &mut ScriptError| {
        format!("{}({:?})", error.kind_name(), error.message())
    });
}

fn error(
    context: &NativeCallContext<'_>,
    kind: &str,
    message: Dynamic,
    value: &Dynamic,
) -> ScriptResult<ScriptError> {
    let message: ImmutableString = context.call_native_fn("to_string", (message,))?;
    let value = capture::copy(value).map_err(|error| error.raise(context))?;
    Ok(ScriptError::of_script(
        kind.to_owned(),
        message.to_string(),
        value,
    ))
}

fn number(error: &ScriptError, part: impl Fn(&Place) -> usize) -> Dynamic {
    error
        .place()
        .map_or(Dynamic::UNIT, |place| Dynamic::from(part(place) as INT))
}

//! `Error`: what scripts catch when something of ours fails, and what `future.exception()` returns.

use rhai::{Array, Dynamic, INT};

use crate::capture;
use crate::error::{Place, ScriptError};
use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<ScriptError>("Error");
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

fn number(error: &ScriptError, part: impl Fn(&Place) -> usize) -> Dynamic {
    error
        .place()
        .map_or(Dynamic::UNIT, |place| Dynamic::from(part(place) as INT))
}

//! From errors of ours to what the engine throws into a script.

use futures_core::Error as TaskError;
use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};

use crate::capture;
use crate::current;
use crate::error::{FrameKind, Place, ScriptError, ScriptErrorKind};

/// A new error of ours, to be thrown by the engine at the native's call.
pub(crate) fn fail(kind: ScriptErrorKind, message: impl Into<String>) -> Box<EvalAltResult> {
    thrown(ScriptError::new(kind, message), Position::NONE)
}

/// Errors that a native throws into the script that called it.
pub(crate) trait Raise {
    /// As an error of the engine, thrown at the call that `context` stands for.
    fn raise(&self, context: &NativeCallContext<'_>) -> Box<EvalAltResult> {
        self.raise_at(context.call_position())
    }

    /// As an error of the engine, thrown at `position`.
    fn raise_at(&self, position: Position) -> Box<EvalAltResult>;
}

impl Raise for ScriptError {
    /// What a task threw is thrown again as that very value, inside the calls that led to it; everything else is an
    /// `Error` object.
    fn raise_at(&self, position: Position) -> Box<EvalAltResult> {
        match self.kind() {
            ScriptErrorKind::Thrown if !self.is_of_script() => match capture::copy(self.value()) {
                Ok(value) => rethrown(self, value, position),
                Err(_) => thrown(self.clone(), position),
            },
            _ => thrown(self.clone(), position),
        }
    }
}

impl Raise for TaskError {
    fn raise_at(&self, position: Position) -> Box<EvalAltResult> {
        ScriptError::from_task(self).raise_at(position)
    }
}

/// What stands before the number of frames left out, where the engine has names of functions.
pub(super) const LEFT_OUT: &str = "…";

fn thrown(error: ScriptError, position: Position) -> Box<EvalAltResult> {
    // Whoever catches it has only the error.
    let error = match (error.place(), current::run_if_any()) {
        (None, Some(run)) => error.with_place(Place::new(run.source(), position)),
        _ => error,
    };
    EvalAltResult::ErrorRuntime(Dynamic::from(error), position).into()
}

/// `value` thrown at the error's own place, wrapped in the frames of its stack and the call at `position`.
fn rethrown(error: &ScriptError, value: Dynamic, position: Position) -> Box<EvalAltResult> {
    let mut place = error.place();
    let at = |place: Option<&Place>| place.map_or(Position::NONE, Place::position);
    let mut nested = Box::new(EvalAltResult::ErrorRuntime(value, at(place)));
    for frame in error.stack() {
        let source = place.map_or("", Place::source).to_owned();
        let name = match frame.kind() {
            FrameKind::Function(name) => name.clone(),
            FrameKind::Closure => "anon$".to_owned(),
            FrameKind::Task(name) => format!("<{name}>"),
            FrameKind::LeftOut(frames) => format!("{LEFT_OUT}{frames}"),
            FrameKind::Rethrown | FrameKind::Import => "result".to_owned(),
            FrameKind::Meanwhile(_) | FrameKind::Waits(_) | FrameKind::Deadlock(_) => continue,
        };
        nested = EvalAltResult::ErrorInFunctionCall(name, source, nested, at(frame.at())).into();
        place = frame.at();
    }
    let source = place.map_or("", Place::source).to_owned();
    EvalAltResult::ErrorInFunctionCall("result".to_owned(), source, nested, position).into()
}

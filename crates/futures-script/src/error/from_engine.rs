//! From the engine's nested errors to one [`ScriptError`] with a place and a call stack.

use rhai::{Dynamic, EvalAltResult, ImmutableString, NativeCallContext, ParseError, Position};

use crate::capture;
use crate::current;
use crate::error::rephrase::rephrase;
use crate::error::syntax;
use crate::error::to_engine::LEFT_OUT;
use crate::error::{ExitRequest, Frame, FrameKind, Place, ScriptError, ScriptErrorKind, Stopped};
use crate::modules::shown_names;

/// The error in `error`, which left a script or a task whose outermost code stands in `source`.
pub(crate) fn from_engine(error: &EvalAltResult, source: &str) -> ScriptError {
    let mut source = source;
    let mut frames = Vec::new();
    let mut leaf = error;
    loop {
        let (kind, called_source, inner, at) = match leaf {
            EvalAltResult::ErrorInFunctionCall(name, called_source, inner, at) => {
                (frame_kind(name), called_source.as_str(), inner, *at)
            }
            EvalAltResult::ErrorInModule(name, inner, at) => {
                (FrameKind::Import, name.as_str(), inner, *at)
            }
            _ => break,
        };
        frames.push(Frame {
            kind,
            at: Place::new(source, at),
        });
        if !called_source.is_empty() {
            source = called_source;
        }
        leaf = inner;
    }
    frames.reverse();
    let place = Place::new(source, position(leaf));
    match ours(leaf) {
        Some(error) if error.place().is_none() => error.with_place(place).with_frames(frames),
        // A native has just thrown it.
        Some(error) if error.place() == place.as_ref() => error.with_frames(frames),
        Some(error) => {
            let rethrown = place.map(|place| Frame {
                kind: FrameKind::Rethrown,
                at: Some(place),
            });
            error.with_frames(rethrown.into_iter().chain(frames))
        }
        None => theirs(leaf).with_place(place).with_frames(frames),
    }
}

/// Where it happened, which for what was stopped only the one who stopped it may know.
fn position(error: &EvalAltResult) -> Position {
    match error {
        EvalAltResult::ErrorTerminated(token, _) => token
            .read_lock::<Stopped>()
            .map(|stopped| stopped.at)
            .filter(|at| !at.is_none())
            .unwrap_or_else(|| error.position()),
        _ => error.position(),
    }
}

/// The error of a text that is not a script.
pub(crate) fn from_parser(error: &ParseError, source: &str, text: &str) -> ScriptError {
    let message = syntax::explain(error.err_type(), text, error.position());
    ScriptError::new(ScriptErrorKind::Syntax, message)
        .with_place(Place::new(source, error.position()))
}

/// An `Error` object that a native raised or a script threw on.
fn ours(error: &EvalAltResult) -> Option<ScriptError> {
    match error {
        EvalAltResult::ErrorRuntime(value, _) => Some(value.read_lock::<ScriptError>()?.clone()),
        _ => None,
    }
}

fn theirs(error: &EvalAltResult) -> ScriptError {
    let kind = ScriptErrorKind::of(error);
    match error {
        EvalAltResult::Exit(value, _) => value.read_lock::<ExitRequest>().map_or_else(
            || ScriptError::new(kind, "exit()"),
            |request| request.clone().into_error(),
        ),
        EvalAltResult::ErrorRuntime(value, _) => {
            // One that nests too deeply to be given on is lost, but for what it says.
            match capture::copy(value) {
                Ok(copy) => ScriptError::new(kind, message_of_value(&copy)).with_value(copy),
                Err(_) => ScriptError::new(kind, "a value that nests too deeply to be told"),
            }
        }
        EvalAltResult::ErrorTerminated(token, _) => {
            let stopped = token.read_lock::<Stopped>();
            let why = stopped.map_or_else(|| token.to_string(), |stopped| stopped.why.clone());
            ScriptError::new(kind, why)
        }
        other => {
            let (kind, message) = rephrase(kind, &without_position(other));
            ScriptError::new(kind, message)
        }
    }
}

/// What a thrown value says: a map speaks through its `message`, everything else as `print` shows it.
fn message_of_value(value: &Dynamic) -> String {
    let named = value
        .read_lock::<rhai::Map>()
        .and_then(|map| map.get("message").cloned());
    let told = named.unwrap_or_else(|| value.flatten_clone());
    if told.is_unit() {
        return "()".to_owned();
    }
    shown(&told).unwrap_or_else(|| told.to_string())
}

/// The value as the run's `print` shows it; `None` if there is no run, or it cannot be shown.
fn shown(value: &Dynamic) -> Option<String> {
    let run = current::run().ok()?;
    let global = run.engine().new_global_runtime_state();
    let context = NativeCallContext::new_with_all_fields(
        run.engine(),
        "to_string",
        None,
        &global,
        Position::NONE,
    );
    let shown = context.call_native_fn::<ImmutableString>("to_string", (value.clone(),));
    shown.ok().map(|text| text.to_string())
}

/// The engine's own words for an error, which it follows by the position where there is one.
fn without_position(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let position = format!(" ({})", error.position());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

/// The name that the engine gives to what was called, see [`to_engine`](super::to_engine) for tasks.
pub(super) fn frame_kind(name: &str) -> FrameKind {
    if name.starts_with("anon$") {
        FrameKind::Closure
    } else if let Some(task) = name
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'))
    {
        FrameKind::Task(task.to_owned())
    } else if let Some(frames) = name
        .strip_prefix(LEFT_OUT)
        .and_then(|frames| frames.parse().ok())
    {
        FrameKind::LeftOut(frames)
    } else {
        FrameKind::Function(shown_names(name))
    }
}

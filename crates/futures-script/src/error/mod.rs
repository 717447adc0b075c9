//! What goes wrong in a script: one error type for scripts and for Rust, and its way into the engine's errors and back.

mod arguments;
mod caught;
mod exit;
mod from_engine;
mod habits;
mod kind;
mod missing;
mod place;
mod python;
mod rephrase;
mod script_error;
mod spot;
mod stopped;
mod syntax;
mod to_engine;
mod unclosed;

pub use kind::ScriptErrorKind;
pub use place::{Frame, FrameKind, Place};
pub use script_error::ScriptError;

pub(crate) use arguments::{number_of, on_each};
pub(crate) use caught::from_caught;
pub(crate) use exit::ExitRequest;
pub(crate) use from_engine::{from_engine, from_parser};
pub(crate) use habits::keyword_hint;
pub(crate) use python::{
    argument_hint, function_hint, import_hint, method_hint, property_hint, variable_hint,
};
pub(crate) use script_error::ItemError;
pub(crate) use stopped::Stopped;
pub(crate) use to_engine::{Raise, fail};

/// What natives return: the engine's own result type.
pub(crate) type ScriptResult<T> = Result<T, Box<rhai::EvalAltResult>>;

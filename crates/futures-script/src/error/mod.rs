//! What goes wrong in a script: one error type for scripts and for Rust, and its way into the engine's errors and back.

mod caught;
mod exit;
mod from_engine;
mod kind;
mod names;
mod place;
mod script_error;
mod to_engine;

pub use kind::ScriptErrorKind;
pub use place::{Frame, FrameKind, Place};
pub use script_error::ScriptError;

pub(crate) use caught::from_caught;
pub(crate) use exit::ExitRequest;
pub(crate) use from_engine::{from_engine, from_parser};
pub(crate) use script_error::ItemError;
pub(crate) use to_engine::{Raise, fail};

/// What natives return: the engine's own result type.
pub(crate) type ScriptResult<T> = Result<T, Box<rhai::EvalAltResult>>;

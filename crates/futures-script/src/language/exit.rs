//! `exit(code)`: ends the script, and the process of the command with this code.

use rhai::{Dynamic, EvalAltResult, Position};

use crate::error::{ExitRequest, ScriptResult};
use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function("exit", || exit(Dynamic::UNIT));
    language.function("exit", exit);
}

/// The engine turns an exit at the top of a script into the script's value, so the value has to say what it is.
fn exit(code: Dynamic) -> ScriptResult<()> {
    Err(EvalAltResult::Exit(Dynamic::from(ExitRequest(code)), Position::NONE).into())
}

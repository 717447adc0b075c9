//! `check(condition)` and `check(condition, message)`: what a script expects to hold, Python's `assert`.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::values::{type_name, wrong_type};

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function(
        "check",
        |context: NativeCallContext<'_>, condition: Dynamic| -> ScriptResult<()> {
            if holds(&context, &condition)? {
                return Ok(());
            }
            Err(failed(&context, "the check failed"))
        },
    );
    language.function(
        "check",
        |context: NativeCallContext<'_>,
         condition: Dynamic,
         message: Dynamic|
         -> ScriptResult<()> {
            if holds(&context, &condition)? {
                return Ok(());
            }
            let message: ImmutableString = context.call_native_fn("to_string", (message,))?;
            Err(failed(&context, &message))
        },
    );
}

fn holds(context: &NativeCallContext<'_>, condition: &Dynamic) -> ScriptResult<bool> {
    condition.as_bool().map_err(|_| {
        let given = type_name(context, condition);
        wrong_type(
            context,
            &format!("the condition must be true or false, not {given}"),
        )
    })
}

fn failed(context: &NativeCallContext<'_>, message: &str) -> Box<rhai::EvalAltResult> {
    ScriptError::new(ScriptErrorKind::Check, message).raise(context)
}

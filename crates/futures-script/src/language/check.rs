//! `check(condition)` and `check(condition, message)`: what a script expects to hold, Python's `assert`.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Testing,
    &["check(condition: bool, message?: any)"],
    "Throws a `CheckFailed` unless the condition holds.",
)
.errors(&[
    ("CheckFailed", "the condition is false"),
    ("TypeError", "it is neither true nor false"),
])
.example(
    r#"
let total = sum([1, 2]);
check(total == 3, `the total is ${total}`);
try { check(total > 5, "too small") } catch (e) { print(`${e.kind}: ${e}`) }"#,
    "CheckFailed: too small",
)
.python("assert total > 5, \"too small\"")
.see(&["check_eq", "check_throws"])];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

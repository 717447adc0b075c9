//! `exit(code)`: ends the script, and the process of the command with this code.

use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};

use crate::error::{ExitRequest, ScriptResult};
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Output,
        &["exit(code?: int)"],
        "Ends the script, and the command with this exit code; 0 if none is given.",
    )
    .details(
        "Pending tasks are cancelled, running ones waited for. In a task it ends that task only, and its result throws `Exit`.",
    )
    .errors(&[("TypeError", "`code` is no integer")])
    .example(
        r#"
print("before");
if ARGS.is_empty() { exit(0); }
print("after");"#,
        "before",
    )
    .python("sys.exit(code)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("exit", || exit(Dynamic::UNIT));
    language.function(
        "exit",
        |context: NativeCallContext<'_>, code: Dynamic| match code.is_int() || code.is_unit() {
            true => exit(code),
            false => {
                let given = type_name(&context, &code);
                let text = format!("the code must be an integer, not {given}");
                Err(wrong_type(&context, &text))
            }
        },
    );
}

/// The engine turns an exit at the top of a script into the script's value, so the value has to say what it is.
fn exit(code: Dynamic) -> ScriptResult<()> {
    Err(EvalAltResult::Exit(Dynamic::from(ExitRequest(code)), Position::NONE).into())
}

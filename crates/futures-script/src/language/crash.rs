//! `crash()`, `crash(code)` and `crash(signal)`: the sudden end of a worker process, for lessons and tests about that.

use rhai::{INT, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::remote::{self, Exit};
use crate::values::{closest, wrong_value};

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function("crash", || -> ScriptResult<()> {
        remote::crash(Exit::ABORTED)
    });
    language.function(
        "crash",
        |context: NativeCallContext<'_>, code: INT| -> ScriptResult<()> {
            let Ok(code) = u8::try_from(code) else {
                return Err(wrong_value(&context, "the code must be between 0 and 255"));
            };
            remote::crash(Exit::Code(code))
        },
    );
    language.function(
        "crash",
        |context: NativeCallContext<'_>, signal: ImmutableString| -> ScriptResult<()> {
            match Exit::by_signal(&signal) {
                Some(exit) => remote::crash(exit),
                None => Err(wrong_value(&context, &unknown(&signal))),
            }
        },
    );
}

fn unknown(signal: &str) -> String {
    let upper = signal.to_uppercase();
    match closest(&upper, Exit::signal_names()) {
        Some(meant) => {
            format!("no signal `{signal}` ends a process; did you mean {meant:?}?")
        }
        None => format!(
            "no signal `{signal}` ends a process; those that do are {}",
            Exit::signal_names().collect::<Vec<_>>().join(", ")
        ),
    }
}

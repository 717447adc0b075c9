//! `crash()` and `crash(code)`: the sudden end of a worker process, for lessons and tests about that.

use rhai::{INT, NativeCallContext};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::remote;
use crate::values::wrong_value;

/// What exit codes can be.
const CODES: std::ops::RangeInclusive<INT> = 0..=255;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function("crash", || -> ScriptResult<()> {
        only_in_workers()?;
        remote::crash(None)
    });
    language.function(
        "crash",
        |context: NativeCallContext<'_>, code: INT| -> ScriptResult<()> {
            only_in_workers()?;
            let code = i32::try_from(code).ok().filter(|_| CODES.contains(&code));
            let Some(code) = code else {
                return Err(wrong_value(&context, "the code must be between 0 and 255"));
            };
            remote::crash(Some(code))
        },
    );
}

fn only_in_workers() -> ScriptResult<()> {
    if remote::is_worker() {
        return Ok(());
    }
    Err(fail(
        ScriptErrorKind::Value,
        "crash: only a task of a process_pool may crash, since its process is all that goes down with it",
    ))
}

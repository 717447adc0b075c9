//! `sleep(seconds)` and `now()`.

use futures_core::host::{self, Wake};
use futures_core::{Error as TaskError, ErrorKind};
use rhai::{Dynamic, FLOAT, INT, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::seconds;
use crate::{current, waiting};

pub(super) fn define(language: &mut Definitions<'_>) {
    // The engine's own `sleep` takes an integer or a float, and an exact match goes first: all three are needed.
    language.function("sleep", |context: NativeCallContext<'_>, time: INT| {
        sleep(&context, &time.into())
    });
    language.function("sleep", |context: NativeCallContext<'_>, time: FLOAT| {
        sleep(&context, &time.into())
    });
    language.function("sleep", |context: NativeCallContext<'_>, time: Dynamic| {
        sleep(&context, &time)
    });
    language.function("now", || -> ScriptResult<FLOAT> {
        Ok(current::run()?.now().as_secs_f64())
    });
}

fn sleep(context: &NativeCallContext<'_>, time: &Dynamic) -> ScriptResult<()> {
    let time = seconds(context, "the time", time)?;
    waiting::wait(context, || match host::sleep(time) {
        Wake::Interrupted => Err(TaskError::new(
            ErrorKind::Interrupted,
            "the sleep was interrupted",
        )),
        Wake::Notified | Wake::Deadline => Ok(()),
    })
}

//! `sleep(seconds)` and `now()`.

use std::time::Instant;

use futures_core::host::{self, Wake};
use futures_core::{Error as TaskError, ErrorKind};
use rhai::{Dynamic, FLOAT, INT, NativeCallContext};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
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
    // The engine's own one would show the real time where time is virtual.
    language.function("timestamp", || -> ScriptResult<Instant> {
        if futures_sim::is_simulated() {
            let text = "timestamp: there is no real time in a simulation; now() is its virtual time in seconds";
            return Err(fail(ScriptErrorKind::System, text));
        }
        #[expect(clippy::disallowed_methods, reason = "it is what the function is for, in the real world")]
        Ok(Instant::now())
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

//! `sleep(seconds)` and `now()`.

use std::time::Instant;

use futures_core::host::{self, Wake};
use futures_core::{Error as TaskError, ErrorKind};
use rhai::{Dynamic, FLOAT, INT, NativeCallContext};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::seconds;
use crate::{current, waiting};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Time,
        &["sleep(time: seconds)"],
        "Waits so many seconds, whole or not.",
    )
    .details("Other threads go on meanwhile. With `--sim` no time passes.")
    .errors(&[
        ("ValueError", "the time is negative"),
        ("TypeError", "it is no number"),
    ])
    .example(
        r#"
let began = now();
sleep(0.01);
print(now() - began >= 0.01);"#,
        "true",
    )
    .python("time.sleep(0.01)"),
    Entry::function(
        Section::Time,
        &["now() -> float"],
        "Seconds on a clock that never goes back; differences of it are times.",
    )
    .details("It says nothing about the date. With `--sim` it is virtual time.")
    .example(
        r#"
let began = now();
gather([0.01, 0.02].map(|t| to_thread(|| sleep(t))));
print(now() - began < 60);"#,
        "true",
    )
    .python("time.monotonic()"),
    Entry::function(
        Section::Time,
        &["timestamp() -> timestamp"],
        "A point in time, of which `elapsed` is the seconds since.",
    )
    .details("`now()` does the same with plain numbers, and works with `--sim` too.")
    .errors(&[("SystemError", "there is no real time in a simulation")])
    .example(
        r#"
let began = timestamp();
print(began.elapsed < 60);"#,
        "true",
    )
    .python("time.monotonic()")
    .see(&["now"]),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

//! `crash()`, `crash(code)` and `crash(signal)`: the sudden end of a worker process, for lessons and tests about that.

use rhai::{INT, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::remote::{self, Exit};
use crate::values::{closest, wrong_value};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Pools,
        &["crash(how?: int|string)"],
        "Ends the process of a task at once, as a crash would: for lessons and tests of process pools.",
    )
    .details(
        "Without an argument it is aborted; with a number it exits with that code, with the name of a signal it gets that \
         one. Outside of a process pool it is refused.",
    )
    .errors(&[
        ("ValueError", "the code is not between 0 and 255, or there is no such signal"),
        ("SystemError", "it is called outside of a process pool"),
    ])
    .example(
        r#"
with process_pool(1) as pool {
    let e = pool.submit(|| crash("SIGKILL")).exception();
    print(e.kind);
}"#,
        "WorkerDied",
    )
    .python("os.abort()"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

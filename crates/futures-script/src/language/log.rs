//! `log.info(…)`, `log.warning(…)`, `log.error(…)`, `log.debug(…)`: lines that say when and who.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::complaint::Complaint;
use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::log_level::LogLevel;
use crate::reference::{Entry, Section};
use crate::remote;
use crate::statements::DEBUG_METHOD;
use crate::who::Who;

/// What scripts call `log`.
#[derive(Clone)]
pub(crate) struct Log;

const LEVELS: [(&str, LogLevel); 4] = [
    (DEBUG_METHOD, LogLevel::Debug),
    ("info", LogLevel::Info),
    ("warning", LogLevel::Warning),
    ("error", LogLevel::Error),
];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Output,
        &["log -> Log"],
        "The log of the script: lines on standard error that say when, how serious, and who.",
    )
    .example(
        r#"
log.info("ready");"#,
        "    0.000 INFO    script: ready",
    )
    .python("logging"),
    Entry::of_type(Section::Output, &["Log"], "The type of `log`."),
    Entry::function(
        Section::Output,
        &[
            "Log.debug(what: any)",
            "Log.info(what: any)",
            "Log.warning(what: any)",
            "Log.error(what: any)",
        ],
        "Writes a line to the log, with the time since the script began and the task that writes.",
    )
    .details("`--log-level` says which are written: without it all but those of `debug`.")
    .example(
        r#"
with thread_pool(#{max_workers: 1, thread_name_prefix: "net"}) as pool {
    pool.submit(|| log.warning("slow answer")).result();
}
log.debug("nobody sees this");"#,
        "    0.000 WARNING task 1 on net_0: slow answer",
    )
    .python("logging.info(\"ready\")"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<Log>("Log");
    language.constants([("log", Dynamic::from(Log))]);
    for (name, level) in LEVELS {
        language.function(
            name,
            move |context: NativeCallContext<'_>, _: &mut Log, what: Dynamic| {
                write(&context, level, what)
            },
        );
    }
    language.shown_as(|_: &Log| "<Log>".to_owned());
}

fn write(context: &NativeCallContext<'_>, level: LogLevel, what: Dynamic) -> ScriptResult<()> {
    let run = current::run()?;
    if level < run.log_level() {
        return Ok(());
    }
    // As `print` would show it.
    let text: ImmutableString = context.call_native_fn("to_string", (what,))?;
    let time = run.now().saturating_sub(run.began()).as_secs_f64();
    let who = who();
    let line = format!("{time:9.3} {level:<7} {who}: {text}");
    run.complain(&Complaint::Log { level, line });
    Ok(())
}

/// Who writes; in a worker of a process pool, also in which process.
fn who() -> String {
    let who = Who::current();
    let Some(process) = remote::process_id() else {
        return who.to_string();
    };
    match (who.task(), remote::current_task()) {
        // Its one thread has no name that would say anything.
        (Some(task), Some(_)) => format!("task {task} on process {process}"),
        _ => format!("{who} of process {process}"),
    }
}

//! `log.info(…)`, `log.warning(…)`, `log.error(…)`, `log.debug(…)`: lines that say when and who.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::complaint::Complaint;
use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::log_level::LogLevel;
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

pub(super) fn define(language: &mut Definitions<'_>) {
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

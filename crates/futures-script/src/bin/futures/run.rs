//! `futures run`: one script, and what becomes of it as an exit code.

use std::fs;
use std::io;
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use futures_core::ErrorKind;
use futures_core::host::{self, Spawn, Wake};
use futures_script::timeline::Recorder;
use futures_script::{Interpreter, Recording, ScriptError, ScriptErrorKind};

use crate::arguments::Run;
use crate::options::{Options, Timeline};
use crate::script::{self, Script};
use crate::signals;
use crate::{USAGE_ERROR, api, ask, report, timeline};

/// The script failed.
pub(crate) const FAILED: u8 = 1;

/// Everybody in the script waits for somebody else.
pub(crate) const DEADLOCK: u8 = 3;

/// The script took longer than it was given; that of `timeout`, the program.
pub(crate) const TIMED_OUT: u8 = 124;

/// How long a script that has timed out may take to stop. One that needs longer sits in a call that nobody can
/// interrupt, such as writing to a pipe that nobody reads; then the process ends without it.
const TIME_TO_STOP: Duration = Duration::from_secs(5);

pub(crate) fn run(mut what: Run) -> ExitCode {
    let script = match script::read(&what.script) {
        Ok(script) => script,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    if ask::allow_header(&mut what.options.allowed, &script).is_err() {
        return ExitCode::from(USAGE_ERROR);
    }
    let script = Arc::new(script);
    let told = script.clone();
    let builder = script
        .let_import(Interpreter::builder())
        .arguments(what.arguments)
        .complaints(move |complaint| report::complaint(complaint, &told));
    let recorder = Recorder::new();
    let mut builder = what.options.configure(builder, &recorder);
    let recording = Recording::new();
    if what.options.record_answers.is_some() {
        builder = builder.record_answers(&recording);
    }
    if script.is_from_input {
        // It was read to its end, and a terminal must not be asked again.
        builder = builder.input(io::empty());
    }
    let interpreter = Arc::new(builder.build());
    let stop = interpreter.stop_handle();
    let watched = signals::watch(move |why| stop.stop_because(why)).and_then(|caught| {
        end_at_last(&what.options, &interpreter)?;
        Ok(caught)
    });
    let caught = match watched {
        Ok(caught) => caught,
        Err(error) => {
            report::failure(&format!("cannot watch over the script: {error}"));
            return ExitCode::from(FAILED);
        }
    };
    let (name, text) = (&script.name, &script.text);
    let mut is_logged = true;
    let outcome = match &what.options.simulated {
        None => interpreter.execute(name, text),
        Some(simulated) => {
            let ran = interpreter.simulate_execution(name, text, &simulated.simulation());
            let logged = simulated.write_log(ran.outcome.trace());
            if let Err(why) = &logged {
                report::failure(why);
            }
            is_logged = logged.is_ok();
            let not_taken = simulated.not_taken(ran.outcome.trace());
            if let Some(what) = not_taken.filter(|_| !what.options.quiet) {
                report::warning(
                    &what,
                    "the schedule is of another script, of other arguments, or of this one before it was changed",
                );
            }
            ran.result.map(drop)
        }
    };
    if let Some(path) = &what.options.record_answers
        && let Err(error) = fs::write(path, recording.to_json())
    {
        report::failure(&format!(
            "cannot write the answers to '{}': {error}",
            path.display()
        ));
        is_logged = false;
    }
    let is_syntax = |error: &ScriptError| exit_code(error) == USAGE_ERROR;
    match what.options.timeline {
        // What is no script has not done anything.
        Some(Timeline::Text) if !outcome.as_ref().is_err_and(is_syntax) => {
            timeline::print(&recorder);
        }
        _ => {}
    }
    let Err(error) = outcome else {
        return ExitCode::from(if is_logged { 0 } else { FAILED });
    };
    let code = caught.exit_code();
    if let (None, Some(code)) = (code, error.exit_code()) {
        return ExitCode::from(code);
    }
    show_error(&error, &script, &what.options);
    ExitCode::from(code.unwrap_or_else(|| exit_code(&error)))
}

fn exit_code(error: &ScriptError) -> u8 {
    match error.kind() {
        // Whoever closed it has seen enough.
        ScriptErrorKind::BrokenPipe => 0,
        // Nothing has run.
        ScriptErrorKind::Syntax | ScriptErrorKind::Import => USAGE_ERROR,
        ScriptErrorKind::Task(ErrorKind::Deadlock) => DEADLOCK,
        ScriptErrorKind::TimedOut => TIMED_OUT,
        _ => FAILED,
    }
}

/// Reports what the script failed with, and what could be done about it.
pub(crate) fn show_error(error: &ScriptError, script: &Script, options: &Options) {
    let hint = match error.kind() {
        ScriptErrorKind::BrokenPipe => return,
        ScriptErrorKind::TimedOut => Some("--timeout SECONDS gives it more time"),
        ScriptErrorKind::Limit
            if options.simulated.is_some() && options.max_operations.is_some() =>
        {
            Some("--max-operations N and --max-steps N allow more of either")
        }
        ScriptErrorKind::Limit if options.simulated.is_some() => {
            Some("--max-steps N allows more; threads that wait busily for each other never end")
        }
        ScriptErrorKind::Limit if options.max_operations.is_some() => {
            Some("--max-operations N allows more")
        }
        _ => None,
    };
    let named = api::hint(error);
    report::script_error(error, script, hint.or(named.as_deref()));
}

/// Sees to it that a process with a time limit ends, even if its script cannot.
fn end_at_last(options: &Options, interpreter: &Arc<Interpreter>) -> io::Result<()> {
    let Some(time) = options.timeout else {
        return Ok(());
    };
    let spec = Spawn {
        name: "time limit".to_owned(),
        stack_size: None,
    };
    let interpreter = Arc::downgrade(interpreter);
    let end = move || {
        if host::sleep(time.saturating_add(TIME_TO_STOP)) == Wake::Deadline {
            if let Some(interpreter) = interpreter.upgrade() {
                interpreter.print_held();
            }
            let time = time.as_secs_f64();
            report::failure(&format!(
                "timed out after {time} s, and the script does not stop"
            ));
            process::exit(TIMED_OUT.into());
        }
    };
    // Nobody waits for it: if the script ends, so does the process.
    drop(host::spawn(spec, end)?);
    Ok(())
}

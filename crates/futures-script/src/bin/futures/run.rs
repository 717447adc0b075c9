//! `futures run`: one script from a file, and what becomes of it as an exit code.

use std::process::ExitCode;

use futures_core::ErrorKind;
use futures_script::{Interpreter, ScriptErrorKind};

use crate::arguments::Run;
use crate::{USAGE_ERROR, report};

/// The script failed.
const FAILED: u8 = 1;

/// Everybody in the script waits for somebody else.
const DEADLOCK: u8 = 3;

pub(crate) fn run(what: Run) -> ExitCode {
    let name = what.script.to_string_lossy();
    let text = match std::fs::read_to_string(&what.script) {
        Ok(text) => text,
        Err(error) => {
            report::failure(&format!("cannot read {name}: {error}"));
            return ExitCode::from(USAGE_ERROR);
        }
    };
    let mut builder = Interpreter::builder()
        .arguments(what.arguments)
        .log_level(what.log_level);
    if what.allow_unretrieved {
        builder = builder.allow_unretrieved();
    }
    if what.quick {
        builder = builder.quick();
    }
    let Err(error) = builder.build().execute(&name, &text) else {
        return ExitCode::SUCCESS;
    };
    if let Some(code) = error.exit_code() {
        return ExitCode::from(code);
    }
    report::script_error(&error, &name, &text);
    ExitCode::from(match error.kind() {
        ScriptErrorKind::Syntax => USAGE_ERROR,
        ScriptErrorKind::Task(ErrorKind::Deadlock) => DEADLOCK,
        _ => FAILED,
    })
}

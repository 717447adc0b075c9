//! What `futures check` is to do.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use futures_script::{Finding, Interpreter};

use crate::api::Paint;
use crate::arguments::{Check, Format, Scripts};
use crate::check::{explain, find, human, json, sarif};
use crate::run::FAILED;
use crate::script::{self, Script};
use crate::{USAGE_ERROR, colours, report};

/// Something was found.
const FOUND: u8 = FAILED;

/// What there is to tell of all scripts.
#[derive(Default)]
pub(crate) struct Report {
    /// The scripts that were looked at, in their order.
    pub(crate) checked: Vec<Checked>,
    /// Why others were not.
    pub(crate) unreadable: Vec<Unreadable>,
}

/// A script with what was found in it, in the order of the places.
pub(crate) struct Checked {
    pub(crate) script: Script,
    pub(crate) findings: Vec<Finding>,
}

/// A script that could not be looked at.
pub(crate) struct Unreadable {
    pub(crate) why: String,
}

impl Report {
    /// All findings, each with its script.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Script, &Finding)> {
        self.checked.iter().flat_map(|checked| {
            let findings = checked.findings.iter();
            findings.map(move |finding| (&checked.script, finding))
        })
    }
}

/// Looks at scripts, or says what a code means.
pub(crate) fn check(what: &Check) -> ExitCode {
    let is_coloured = colours::wanted_here(io::stdout().is_terminal());
    let paint = if is_coloured {
        Paint::Colours
    } else {
        Paint::Plain
    };
    match what {
        Check::Scripts(scripts) => look_at(scripts, is_coloured),
        Check::Explain(code) => print(&explain::one(*code, paint)),
        Check::Codes => print(&explain::all(paint)),
    }
}

fn look_at(what: &Scripts, is_coloured: bool) -> ExitCode {
    let paths = match find::scripts(&what.paths) {
        Ok(paths) => paths,
        Err(why) => {
            report::failure(&why);
            return ExitCode::from(USAGE_ERROR);
        }
    };
    let mut all = Report::default();
    for path in paths {
        match script::read(&path) {
            Ok(script) => {
                let mut findings = findings(&script);
                findings.retain(|finding| !what.allowed.contains(&finding.code()));
                all.checked.push(Checked { script, findings });
            }
            Err(why) => {
                report::failure(&why);
                all.unreadable.push(Unreadable { why });
            }
        }
    }
    print(&match what.format {
        Format::Human => human::report(&all, is_coloured),
        Format::Json => json::report(&all),
        Format::Sarif => sarif::report(&all),
    });
    if !all.unreadable.is_empty() {
        ExitCode::from(USAGE_ERROR)
    } else if all.findings().next().is_some() {
        ExitCode::from(FOUND)
    } else {
        ExitCode::SUCCESS
    }
}

/// What is said about a script in which this was found.
pub(crate) fn told(script: Script, findings: Vec<Finding>, is_coloured: bool) -> String {
    let checked = vec![Checked { script, findings }];
    let report = Report {
        checked,
        ..Report::default()
    };
    human::report(&report, is_coloured)
}

fn findings(script: &Script) -> Vec<Finding> {
    let interpreter = script.let_import(Interpreter::builder()).build();
    interpreter.check(&script.name, &script.text)
}

fn print(text: &str) -> ExitCode {
    // Whoever reads may have gone.
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

//! What the test of one script came to.

use std::time::Duration;

use crate::test::lines::Line;

/// A script that was tested, or was to be.
#[derive(Debug)]
pub(crate) struct Tested {
    /// Its path, with slashes.
    pub(crate) path: String,
    pub(crate) verdict: Verdict,
    pub(crate) time: Duration,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Why it was not run under simulated schedules, though that was asked for.
    pub(crate) not_simulated: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Verdict {
    Passed,
    /// It has a new snapshot.
    Accepted,
    Failed(Failure),
    /// The test was ended before its turn came, or in the midst of it.
    NotRun,
}

/// Why a script has failed its test.
#[derive(Debug)]
pub(crate) struct Failure {
    /// In some words, which go on after the path.
    pub(crate) what: String,
    /// What can be seen, and what can be done.
    pub(crate) lines: Vec<Line>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, lines: Vec<Line>) -> Self {
        Failure {
            what: what.into(),
            lines,
        }
    }
}

impl Tested {
    pub(crate) fn not_run(path: String) -> Self {
        Tested {
            path,
            verdict: Verdict::NotRun,
            time: Duration::ZERO,
            stdout: String::new(),
            stderr: String::new(),
            not_simulated: None,
        }
    }
}

//! A session whose inputs, output and complaints tests look at.

use std::sync::Arc;

use futures_core::host::{self, Lock, Thread, WaitReason, Wake};
use futures_script::rhai::Dynamic;
use futures_script::{Builder, Complaint, Interpreter, ScriptError, Session};

use crate::support::{Lines, builder};

/// A session, what it has printed, and what it has complained about.
pub(super) struct Shell {
    pub(super) session: Session,
    pub(super) printed: Lines,
    pub(super) complaints: Complaints,
    pub(super) interpreter: Interpreter,
}

/// The complaints of a session, which can be waited for.
#[derive(Clone, Default)]
pub(super) struct Complaints(Arc<Lock<Heard>>);

#[derive(Default)]
struct Heard {
    all: Vec<String>,
    waiting: Option<Thread>,
}

impl Complaints {
    fn add(&self, complaint: &Complaint) {
        let waiting = {
            let mut heard = self.0.lock();
            heard.all.push(complaint.to_string());
            heard.waiting.take()
        };
        if let Some(thread) = waiting {
            thread.unpark();
        }
    }

    pub(super) fn text(&self) -> String {
        self.0.lock().all.join("\n")
    }

    /// Waits until there are so many, and returns them all.
    pub(super) fn wait_for(&self, n_complaints: usize) -> String {
        loop {
            {
                let mut heard = self.0.lock();
                if heard.all.len() >= n_complaints {
                    return heard.all.join("\n");
                }
                heard.waiting = Some(host::current());
            }
            let deadline = host::deadline_in(std::time::Duration::from_secs(60));
            let wake = host::park(deadline, &WaitReason::Other("a complaint"));
            assert_ne!(wake, Wake::Deadline, "no complaint: {:?}", self.text());
        }
    }
}

impl Shell {
    pub(super) fn new() -> Self {
        Self::with(|builder| builder)
    }

    /// One of an interpreter that is configured further.
    pub(super) fn with(configure: impl FnOnce(Builder) -> Builder) -> Self {
        let (printed, complaints) = (Lines::default(), Complaints::default());
        let (print, complain) = (printed.clone(), complaints.clone());
        let builder = builder()
            .output(move |line| print.push(line))
            .complaints(move |complaint| complain.add(complaint));
        let interpreter = configure(builder).build();
        Shell {
            session: interpreter.session("shell").unwrap(),
            printed,
            complaints,
            interpreter,
        }
    }

    /// Runs an input that does not fail.
    #[track_caller]
    pub(super) fn run(&mut self, text: &str) {
        drop(self.value(text));
    }

    /// The value of an input that does not fail.
    #[track_caller]
    pub(super) fn value(&mut self, text: &str) -> Dynamic {
        match self.session.run(text) {
            Ok(value) => value,
            Err(error) => panic!("{text}\n{}", error.report()),
        }
    }

    /// Runs an input whose value is shown as this.
    #[track_caller]
    pub(super) fn check(&mut self, text: &str, expect: &str) {
        let value = self.value(text);
        assert_eq!(self.session.show(&value), expect, "{text}");
    }

    /// Runs an input that fails.
    #[track_caller]
    pub(super) fn fail(&mut self, text: &str) -> ScriptError {
        self.session.run(text).expect_err(text)
    }

    /// Runs an input that fails with this report.
    #[track_caller]
    pub(super) fn check_fails(&mut self, text: &str, expect: &str) {
        assert_eq!(self.fail(text).report(), expect, "{text}");
    }

    /// Ends the session, which has nothing to complain about.
    #[track_caller]
    pub(super) fn end(self) {
        if let Err(error) = self.session.end() {
            panic!("{}", error.report());
        }
        assert_eq!(self.complaints.text(), "");
    }
}

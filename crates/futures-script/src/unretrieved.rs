//! What tasks have failed with that nobody has asked for, nor ever will.

use std::sync::atomic::{AtomicBool, Ordering};

use futures_core::Error as TaskError;
use futures_core::host::Lock;

use crate::complaint::Unheard;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::run::Run;
use crate::settings::Unretrieved;

/// The failures of a run that nobody has asked for, until they are reported.
#[derive(Default)]
pub(crate) struct Failures {
    all: Lock<Vec<ScriptError>>,
    /// Is one told as soon as nobody can ask any more, as in a session, rather than at the end?
    are_told_at_once: AtomicBool,
}

impl Failures {
    /// From now on failures are told as soon as they are noted.
    pub(crate) fn tell_at_once(&self) {
        self.are_told_at_once.store(true, Ordering::SeqCst);
    }

    /// From now on failures are told at the end.
    pub(crate) fn tell_at_the_end(&self) {
        self.are_told_at_once.store(false, Ordering::SeqCst);
    }

    fn are_told_at_once(&self) -> bool {
        self.are_told_at_once.load(Ordering::SeqCst)
    }
}

impl Run {
    /// Notes what a task failed with that nobody has asked for, nor ever will.
    pub(crate) fn note_unretrieved(&self, error: &TaskError) {
        // A killed or stopped task failed because somebody wanted it to, and an item of a map belongs to that map.
        if let Some(error) = error.downcast_ref::<ScriptError>() {
            self.note_failure(error.clone());
        }
    }

    /// As [`note_unretrieved`](Self::note_unretrieved), for a map.
    pub(crate) fn note_failure(&self, error: ScriptError) {
        if error.kind() == ScriptErrorKind::Interrupted {
            return;
        }
        if self.unretrieved().are_told_at_once() {
            self.complain_of(Unheard::NeverRetrieved, error);
        } else {
            self.unretrieved().all.lock().push(error);
        }
    }

    /// The failures that nobody has asked for, which are somebody else's to report.
    pub(crate) fn take_unretrieved(&self) -> Vec<ScriptError> {
        std::mem::take(&mut *self.unretrieved().all.lock())
    }

    /// Takes over failures that nobody has asked for in another process.
    pub(crate) fn add_unretrieved(&self, errors: impl IntoIterator<Item = ScriptError>) {
        if self.unretrieved().are_told_at_once() {
            errors
                .into_iter()
                .for_each(|error| self.complain_of(Unheard::NeverRetrieved, error));
        } else {
            self.unretrieved().all.lock().extend(errors);
        }
    }

    /// Reports the failures that nobody has asked for; an error if the run fails because of them.
    pub(crate) fn report_unretrieved(&self) -> Result<(), ScriptError> {
        let mut errors = self.take_unretrieved();
        if errors.is_empty() {
            return Ok(());
        }
        errors.sort_by_key(|error| error.task().map(|task| task.number()));
        for error in &errors {
            self.complain_of(Unheard::NeverRetrieved, error.clone());
        }
        if self.settings().unretrieved == Unretrieved::IsReported {
            return Ok(());
        }
        let what = match errors.len() {
            1 => "a task has failed".to_owned(),
            several => format!("{several} tasks have failed"),
        };
        let text = format!("{what}, and nobody has asked for the result() or exception()");
        Err(ScriptError::new(ScriptErrorKind::Unretrieved, text))
    }
}

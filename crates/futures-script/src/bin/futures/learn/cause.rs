//! What of all that went wrong in a run came first, and what only followed from it.

use futures_core::ErrorKind;
use futures_script::{Code, Complaint, Finding, ScriptError, ScriptErrorKind};

use crate::learn::attempt::Attempt;
use crate::learn::trial::is_slip;

/// What a run has failed with, if it has.
pub(crate) struct Cause<'a> {
    /// The first error, from which the others follow.
    pub(crate) error: Option<&'a ScriptError>,
    /// What the script ended with, if that is only a consequence of it.
    follows: Option<&'a ScriptError>,
}

impl<'a> Cause<'a> {
    /// If a task has ended by a slip and nobody heard of it, others may wait for ever for what it was to do. And that
    /// nobody has asked for a failure is less than the failure itself.
    pub(crate) fn of(attempt: &'a Attempt) -> Self {
        let error = attempt.error.as_ref();
        let mut failures = attempt.complaints.iter().filter_map(Complaint::error);
        let first = match error {
            Some(error) if is_deadlock(error) => failures.find(|error| is_slip(error)),
            Some(error) if error.kind_name() == UNRETRIEVED => failures.next(),
            _ => None,
        };
        Cause {
            error: first.or(error),
            follows: error.filter(|_| first.is_some()),
        }
    }

    pub(crate) fn is_slip(&self) -> bool {
        self.error.is_some_and(is_slip)
    }

    /// Is the deadlock in which the script ended only a consequence?
    pub(crate) fn has_led_to_deadlock(&self) -> bool {
        self.follows.is_some_and(is_deadlock)
    }

    /// What followed, in a line.
    pub(crate) fn consequence(&self) -> Option<String> {
        let follows = self.follows?;
        if !is_deadlock(follows) {
            let message = follows.message().lines().next().unwrap_or_default();
            return Some(format!("So your script has failed: {message}."));
        }
        let place = follows.place();
        let place = place.map(|place| format!(", in line {}", place.line()));
        Some(format!(
            "After that nobody could go on{}: a deadlock.",
            place.unwrap_or_default()
        ))
    }

    /// Is a finding about the line where it failed?
    pub(crate) fn is_at(&self, finding: &Finding) -> bool {
        let error = self.error.filter(|error| !is_deadlock(error));
        let place = error.and_then(ScriptError::place);
        place.is_some_and(|place| place.line() == finding.span().first_line())
    }

    /// Does a finding say what the error says, with the place where the function or option is known better?
    pub(crate) fn is_told_by(&self, finding: &Finding) -> bool {
        let is_thorough = matches!(
            finding.code(),
            Code::WrongArgumentCount | Code::UnknownOption
        );
        is_thorough && self.is_at(finding)
    }

    /// What failed without being heard, each failure once and how often, but for what is told already.
    pub(crate) fn others(&self, attempt: &'a Attempt) -> Vec<(&'a Complaint, usize)> {
        let mut found: Vec<(&Complaint, usize)> = Vec::new();
        for complaint in &attempt.complaints {
            let Some(error) = complaint.error() else {
                continue;
            };
            if self.error.is_some_and(|told| is_same(told, error)) {
                continue;
            }
            let known = found.iter_mut().find(|(other, _)| {
                let other = other.error();
                other.is_some_and(|other| is_same(other, error) && other.place() == error.place())
            });
            match known {
                Some((_, n_times)) => *n_times += 1,
                None => found.push((complaint, 1)),
            }
        }
        found
    }
}

/// The kind of error of a script that ends well but for failures that nobody has asked for.
const UNRETRIEVED: &str = "Unretrieved";

fn is_same(one: &ScriptError, other: &ScriptError) -> bool {
    one.kind_name() == other.kind_name() && one.message() == other.message()
}

pub(crate) fn is_deadlock(error: &ScriptError) -> bool {
    matches!(error.kind(), ScriptErrorKind::Task(ErrorKind::Deadlock))
}

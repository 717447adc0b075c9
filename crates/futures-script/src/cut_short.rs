//! What a run was doing when it was stopped: the script itself, and its tasks, threads and callbacks meanwhile.

use futures_core::host::Lock;

use crate::error::{Frame, FrameKind, ScriptError, ScriptErrorKind};
use crate::waiting::{Stop, Stopper};

/// How many tasks and the like are told of beside the script. Whoever reads looks at the first few.
const MOST_OTHERS: usize = 10;

/// Where the tasks of a run were when it was stopped.
#[derive(Default)]
pub(crate) struct CutShort(Lock<Vec<ScriptError>>);

impl CutShort {
    /// Takes note of `error`, with which a task, thread or callback has ended, if it was stopped.
    pub(crate) fn note(&self, stopper: &Stopper, error: &ScriptError) {
        if error.kind() == ScriptErrorKind::Interrupted && stopper.is_stopped() {
            self.0.lock().push(error.clone());
        }
    }

    /// The error of a run that was stopped for this reason, when its script had come to `outcome`.
    pub(crate) fn error(&self, stop: &Stop, outcome: Result<(), ScriptError>) -> ScriptError {
        let error = match outcome {
            Err(error) if error.kind() == ScriptErrorKind::Interrupted => {
                error.with_kind(stop.kind)
            }
            _ => ScriptError::new(
                stop.kind,
                format!(
                    "{} while the script, at its end, waited for what it had started",
                    stop.why
                ),
            ),
        };
        let mut others = std::mem::take(&mut *self.0.lock());
        others.retain(|other| other.task().is_none() || other.task() != error.task());
        others.sort_by_key(|other| other.task().map(|task| (task.pool(), task.number())));
        let n_more = others.len().saturating_sub(MOST_OTHERS);
        let more = (n_more > 0).then(|| Frame {
            kind: FrameKind::Meanwhile(format!("{n_more} more were under way")),
            at: None,
        });
        let named = others.iter().take(MOST_OTHERS);
        let frames = named.map(|other| other.as_meanwhile(&stop.why)).chain(more);
        error.with_frames(frames)
    }
}

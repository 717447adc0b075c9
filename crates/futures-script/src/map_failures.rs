//! What items of a map have failed with, for the report of what nobody has asked for.
//!
//! A map ends with the first failure that it raises, so nobody is expected to ask for the others. But one that nobody has
//! walked through as far as that has said nothing at all.

use std::sync::Arc;

use futures_core::Error as TaskError;
use futures_core::host::Lock;
use rhai::Dynamic;

use crate::backend::{ItemResults, Results};
use crate::error::{ItemError, ScriptError};
use crate::run::Run;

/// The failures of one map, shared by its calls and its results; noted as never retrieved once all of them are gone.
pub(crate) struct MapFailures {
    run: Arc<Run>,
    state: Lock<State>,
}

#[derive(Default)]
struct State {
    /// Was one raised to the script?
    is_raised: bool,
    /// That of the task with the lowest number.
    first: Option<ScriptError>,
}

impl MapFailures {
    pub(crate) fn new(run: Arc<Run>) -> Self {
        MapFailures {
            run,
            state: Lock::default(),
        }
    }

    /// An item has failed.
    pub(crate) fn note(&self, error: &ScriptError) {
        let number = |error: &ScriptError| error.task().map(|task| task.number());
        let mut state = self.state.lock();
        let first = state.first.as_ref();
        if first.is_none_or(|first| number(error) < number(first)) {
            state.first = Some(error.clone());
        }
    }

    /// The script is given this.
    fn note_yielded(&self, next: &Result<Dynamic, TaskError>) {
        if next.as_ref().is_err_and(is_of_item) {
            self.state.lock().is_raised = true;
        }
    }
}

impl Drop for MapFailures {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if let (false, Some(error)) = (state.is_raised, state.first.take()) {
            self.run.note_failure(error);
        }
    }
}

/// The results of a map, which tell it what the script was given.
pub(crate) struct Heard {
    pub(crate) results: ItemResults,
    pub(crate) failures: Arc<MapFailures>,
}

impl Iterator for Heard {
    type Item = Result<Dynamic, TaskError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.results.next()?;
        self.failures.note_yielded(&next);
        Some(next)
    }
}

impl Results for Heard {
    fn is_ready(&self) -> bool {
        self.results.is_ready()
    }
}

/// Did an item fail with it, rather than the map?
pub(crate) fn is_of_item(error: &TaskError) -> bool {
    error.downcast_ref::<ItemError>().is_some()
}

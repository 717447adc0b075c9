//! Which tasks a session knows: those that have not ended, and those whose futures somebody holds.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_core::host::{self, Lock};
use futures_core::{SharedFuture, Status, TaskId};
use rhai::{Dynamic, ImmutableString};

use crate::call::Callee;
use crate::error::{Place, ScriptError};
use crate::run::Run;

/// A task that has been submitted; held by all handles of its future, and until its end by itself.
pub(crate) struct Trace {
    pub(crate) id: TaskId,
    pub(crate) label: Option<ImmutableString>,
    /// Where it was submitted.
    pub(crate) place: Option<Place>,
    /// When it was submitted.
    pub(crate) submitted: Duration,
    progress: Lock<Progress>,
}

/// How far a task has come.
#[derive(Clone)]
enum Progress {
    UnderWay(SharedFuture<Dynamic>),
    Over(Status, Option<ScriptError>),
}

/// Where a task comes from that is about to be submitted.
pub(crate) struct TraceOrigin {
    run: Arc<Run>,
    label: Option<ImmutableString>,
    place: Option<Place>,
}

impl TraceOrigin {
    /// That of a task which calls `callee`; `None` if nobody asks, since the run is that of no session.
    pub(crate) fn of(callee: &Callee) -> Option<Self> {
        callee.run().is_session().then(|| TraceOrigin {
            run: callee.run().clone(),
            label: callee.label().cloned(),
            place: callee.submitted_at(),
        })
    }
}

/// The tasks of a session, in the order of their submission.
#[derive(Default)]
pub(crate) struct Traces(Lock<Known>);

#[derive(Default)]
struct Known {
    all: Vec<Weak<Trace>>,
    /// How many there may be before it is worth looking for those that are gone.
    enough: usize,
}

impl Traces {
    /// Those that are there still.
    pub(crate) fn all(&self) -> Vec<Arc<Trace>> {
        let known = self.0.lock();
        known.all.iter().filter_map(Weak::upgrade).collect()
    }

    fn add(&self, trace: &Arc<Trace>) {
        let mut known = self.0.lock();
        if known.all.len() >= known.enough {
            known.all.retain(|trace| trace.strong_count() > 0);
            known.enough = 2 * known.all.len() + 16;
        }
        known.all.push(Arc::downgrade(trace));
    }
}

impl Trace {
    /// That of the task with this future; of a task of a session only.
    pub(crate) fn begin(origin: TraceOrigin, future: &SharedFuture<Dynamic>) -> Arc<Self> {
        let trace = Arc::new(Trace {
            id: future.id(),
            label: origin.label,
            place: origin.place,
            submitted: host::now(),
            progress: Lock::new(Progress::UnderWay(future.clone())),
        });
        origin.run.traces().add(&trace);
        let ended = trace.clone();
        future.add_done_callback(move |future| ended.end(future));
        trace
    }

    fn end(&self, future: &SharedFuture<Dynamic>) {
        let status = future.status().unwrap_or(Status::Cancelled);
        let error = future.peek_exception();
        let error = error.map(|error| ScriptError::from_task(&error));
        let former = {
            let mut progress = self.progress.lock();
            std::mem::replace(&mut *progress, Progress::Over(status, error))
        };
        // The future may go with it, and with that a value of the script, which must not happen under the lock.
        drop(former);
    }

    /// How far it has come, in one word, and what it has failed with.
    pub(crate) fn state(&self) -> (&'static str, Option<ScriptError>) {
        let progress = self.progress.lock().clone();
        match progress {
            Progress::UnderWay(future) if future.running() => ("running", None),
            Progress::UnderWay(_) => ("pending", None),
            Progress::Over(Status::Finished, _) => ("finished", None),
            Progress::Over(Status::Failed, error) => ("failed", error),
            Progress::Over(Status::Cancelled, _) => ("cancelled", None),
        }
    }
}

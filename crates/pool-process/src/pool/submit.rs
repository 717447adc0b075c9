//! From a call to a future: encode, accept or refuse, send or queue.

use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, Event, Future, PromiseBuilder, Rejected};

use crate::call::RemoteJob;
use crate::pool::control::CallControl;
use crate::pool::core::Core;
use crate::pool::function::Function;
use crate::pool::payload::Payload;
use crate::pool::record::{Promised, Record};

/// What goes with a call beside its function and argument.
#[derive(Clone, Debug, Default)]
#[must_use = "options do nothing before a call is submitted with them"]
pub struct SubmitOptions {
    label: Option<String>,
    task_timeout: Option<Duration>,
}

impl SubmitOptions {
    /// Nothing special.
    pub fn new() -> Self {
        Self::default()
    }

    /// A name for the call in reports, events and errors.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// How long the call may run, counted from its beginning; in place of the pool's own limit. One that runs for longer
    /// is ended, and fails with [`TaskTimeout`](futures_core::ErrorKind::TaskTimeout).
    pub fn task_timeout(mut self, time: Duration) -> Self {
        self.task_timeout = Some(time);
        self
    }
}

pub(crate) fn submit<J: RemoteJob>(
    core: &Arc<Core>,
    options: SubmitOptions,
    job: J,
) -> Result<Future<J::Output>, Rejected<J>> {
    let prepared = job
        .callee()
        .map(Function::of)
        .and_then(|function| core.config.program.check_knows(function))
        .and_then(|function| Ok((function, Payload::of(&job, &core.spares)?)));
    let (function, payload) = match prepared {
        Ok(prepared) => prepared,
        // As in Python, an argument that cannot be sent is the failure of that call, not of `submit`.
        Err(error) => return Ok(failed(core, options, error)),
    };
    let id = core.next_id();
    // Told first, so that nobody hears of the start of a call before its submission.
    core.config.tell(|| Event::Submitted {
        task: id,
        label: options.label.clone(),
    });
    let timeout = options.task_timeout.or(core.config.task_timeout);
    let retries = core.config.retries();
    let record = Arc::new(Record::new(id, function, payload, timeout, retries));
    let control = CallControl {
        record: record.clone(),
        core: Arc::downgrade(core),
    };
    let mut builder = PromiseBuilder::new().id(id).control(control);
    if let Some(label) = options.label {
        builder = builder.label(label);
    }
    let (promise, future) = builder.build();
    record.set_settle(Box::new(Promised {
        promise,
        decode: J::decode,
        items: job.items(),
    }));
    let accepted = core.desk.lock().accept(&core.config, &record);
    match accepted {
        Ok(after) => {
            core.act(after);
            Ok(future)
        }
        Err(error) => {
            core.config.tell(|| Event::Rejected { task: id });
            // The record has the promise, whose future has the record: the circle would keep the argument for ever. And
            // the error that a promise leaves behind counts as seen, since nobody was ever given the future.
            drop(record.take_settle());
            drop(future.result());
            Err(Rejected::new(error, job))
        }
    }
}

/// The future of a call that could not be sent.
fn failed<T: Send + 'static>(core: &Arc<Core>, options: SubmitOptions, error: Error) -> Future<T> {
    let id = core.next_id();
    core.config.tell(|| Event::Submitted {
        task: id,
        label: options.label.clone(),
    });
    let mut builder = PromiseBuilder::new().id(id);
    if let Some(label) = options.label {
        builder = builder.label(label);
    }
    let (promise, future) = builder.build();
    {
        let mut desk = core.desk.lock();
        desk.counters.submitted += 1;
        desk.counters.failed += 1;
    }
    let settled = promise.set_error(error);
    debug_assert!(settled.is_ok(), "nobody has seen its future");
    core.config.tell(|| Event::Ended {
        task: id,
        worker: Event::CALLER,
        status: futures_core::Status::Failed,
    });
    future
}

//! What comes back from a worker, as the script that gave the call away sees it.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use futures_core::{Error as TaskError, ErrorKind, Promise, SharedFuture, TaskId};
use pool_process::RemoteError;
use rhai::{Dynamic, ImmutableString};

use crate::call::Callee;
use crate::error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};
use crate::processes::pool::State;
use crate::remote::{self, Failure, Packed, Reply};
use crate::run::Run;
use crate::view::View;
use crate::waiting::{KILLED, Stop};

/// Where a function comes from: what is needed to understand what comes back.
pub(super) struct Origin {
    run: Weak<Run>,
    view: Arc<View>,
    /// Where it was given away.
    submitted: Option<Place>,
    label: Option<ImmutableString>,
    /// The number of the pool.
    pool: u32,
}

impl Origin {
    pub(super) fn of(callee: &Callee, pool: u32) -> Self {
        Origin {
            run: Arc::downgrade(callee.run()),
            view: callee.view().clone(),
            submitted: callee.submitted_at(),
            label: callee.label().cloned(),
            pool,
        }
    }

    /// Ends the future that the script has as the pool's own has ended.
    pub(super) fn settle(
        &self,
        remote: &SharedFuture<Vec<u8>>,
        promise: Promise<Dynamic>,
        state: &State,
    ) {
        if let Some(run) = self.run.upgrade() {
            run.end_group_of_call(remote.id(), self.label.as_deref());
        }
        state.settling.fetch_add(1, Ordering::SeqCst);
        state.unsettled.fetch_sub(1, Ordering::SeqCst);
        if remote.cancelled() {
            promise.cancel();
        } else {
            let outcome = match remote.result() {
                Ok(bytes) => self
                    .reply(bytes)
                    .and_then(|reply| Packed::hold(&reply, remote, bytes, &self.view)),
                Err(error) => Err(self.error(Some(remote.id()), &error)),
            };
            // Refused only if it has been cancelled.
            let _ = match outcome {
                Ok(value) => promise.set_result(value).map_err(drop),
                Err(error) => promise.set_error(TaskError::failed(error)).map_err(drop),
            };
        }
        state.settling.fetch_sub(1, Ordering::SeqCst);
    }

    /// Takes off what the worker has to say beside the result.
    fn reply(&self, bytes: &[u8]) -> Result<Reply, ScriptError> {
        let mut reply = Reply::of(bytes, &self.view)?;
        if let Some(run) = self.run.upgrade() {
            run.add_unretrieved(std::mem::take(&mut reply.unretrieved));
        }
        Ok(reply)
    }

    /// The value that a worker has sent.
    ///
    /// # Errors
    /// If it has sent none.
    pub(super) fn value(&self, bytes: &[u8]) -> Result<Dynamic, ScriptError> {
        if let Some(run) = self.run.upgrade() {
            run.show_ended_groups();
        }
        let reply = self.reply(bytes)?;
        reply.value(bytes, &self.view)
    }

    /// What a script sees of the failure of a call.
    pub(super) fn error(&self, id: Option<TaskId>, error: &TaskError) -> ScriptError {
        // A simulated worker has no need to put it into other words.
        if error.downcast_ref::<RemoteError>().is_some()
            || error.downcast_ref::<Failure>().is_some()
        {
            let error = Failure::read(&error.to_string(), self.view.libraries())
                .unwrap_or_else(|damaged| damaged);
            let run = self.run.upgrade();
            let error = error.of_program(run.as_ref().and_then(|run| run.linked()));
            return self.with_limit(self.as_own(error));
        }
        let stop = self.run.upgrade().and_then(|run| run.stopper().reason());
        let own = match (error.kind(), stop) {
            // Its process was ended with the run.
            (_, Some(stop)) => ScriptError::new(ScriptErrorKind::Interrupted, stop.why),
            (ErrorKind::Interrupted, None) => {
                ScriptError::new(ScriptErrorKind::Interrupted, KILLED)
            }
            (kind, None) => {
                let text = error.to_string();
                let text = match text.strip_prefix("call ") {
                    Some(rest) => format!("task {rest}"),
                    None => text,
                };
                ScriptError::new(ScriptErrorKind::Task(kind), text)
            }
        };
        own.in_task(id, self.task_frame(id))
    }

    /// An error of a worker, with the task's name as it is in this process.
    fn as_own(&self, error: ScriptError) -> ScriptError {
        let is_ours = |task: &TaskId| task.pool() == remote::PARENT_POOL;
        let Some(task) = error.task().filter(is_ours) else {
            return error;
        };
        let task = TaskId::new(self.pool, task.number());
        error.of_task(task, self.task_frame(Some(task)))
    }

    fn task_frame(&self, id: Option<TaskId>) -> Frame {
        let name = id.map_or_else(
            || "task".to_owned(),
            |id| match self.run.upgrade() {
                Some(run) => run.task_name(id, self.label.as_deref()),
                None => format!("task {id}"),
            },
        );
        Frame {
            kind: FrameKind::Task(name),
            at: self.submitted.clone(),
        }
    }

    /// A worker that has done as much as a run may do ends the run, as a thread does.
    fn with_limit(&self, error: ScriptError) -> ScriptError {
        let Some(run) = self.run.upgrade() else {
            return error;
        };
        if error.kind() != ScriptErrorKind::Limit || !run.budget().counts_operations() {
            return error;
        }
        run.stopper().stop(Stop {
            kind: ScriptErrorKind::Limit,
            why: error.message().to_owned(),
        });
        error.with_kind(ScriptErrorKind::Interrupted)
    }
}

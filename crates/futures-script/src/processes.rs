//! The process pool behind `process_pool(…)`.
//!
//! The pool's own futures are of bytes. A script holds a future of its own beside each, which the end of the first one
//! settles; what the script does to it (cancel, kill) is done to the first.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_core::{
    Control, Error as TaskError, ErrorKind, Executor, MapOptions, Promise, PromiseBuilder,
    Rejected, SharedFuture, Shutdown, TaskId, map_jobs, map_jobs_unordered,
};
use pool_process::{
    BuildError, Call as RemoteCall, Calls, OnCrash, Output, PoolHandle, ProcessPool, RemoteError,
    RemoteJob, SubmitOptions,
};
use rhai::{Dynamic, INT, ImmutableString, Map};

use crate::backend::{Backend, CallOptions, ItemResults, Items, Order, Results};
use crate::call::{Call, Callee};
use crate::complaint::Complaint;
use crate::error::{Frame, FrameKind, ItemError, Place, ScriptError, ScriptErrorKind};
use crate::limits;
use crate::remote::{self, Failure, Header, Packed, Program, Reply};
use crate::run::{Load, Run, Started};
use crate::values::ScriptFuture;
use crate::view::View;
use crate::waiting::{KILLED, Stop};

/// What a worker needs of address space for itself, beside its stack: the program, its libraries, the memory that it
/// shares with its parent, and what the allocator sets aside for its threads. None of that is used until it is touched.
const OWN_ADDRESS_SPACE: u64 = 192 << 20;

/// A pool of processes that know the script of a run.
pub(crate) struct Processes {
    pool: ProcessPool,
    /// The run keeps its pools.
    run: Weak<Run>,
    state: Arc<State>,
}

/// What is under way in this process.
#[derive(Default)]
struct State {
    /// How many submitted calls have not ended as scripts see it.
    unsettled: AtomicUsize,
    /// How many have, while the callbacks of the script run.
    settling: AtomicUsize,
}

/// How a pool is to be; Python's defaults for what is `None`.
#[derive(Default)]
pub(crate) struct ProcessOptions {
    pub(crate) max_workers: Option<usize>,
    pub(crate) spare_workers: usize,
    pub(crate) max_tasks_per_child: Option<u64>,
    pub(crate) task_timeout: Option<Duration>,
    pub(crate) kill_grace: Option<Duration>,
    /// Bytes for what the script does.
    pub(crate) memory_limit: Option<u64>,
    pub(crate) on_crash: OnCrash,
}

impl Processes {
    /// A pool whose workers know the script of `run`.
    ///
    /// # Errors
    /// If an option is out of range, or the system has nothing left for a pool.
    pub(crate) fn new(run: &Arc<Run>, options: &ProcessOptions) -> Result<Self, BuildError> {
        let (prints, complains) = (Arc::downgrade(run), Arc::downgrade(run));
        let mut builder = ProcessPool::builder()
            .initializer(remote::set_up, Program::of(run).to_bytes())
            .stack_size(limits::STACK_SIZE)
            .callback_stack_size(limits::STACK_SIZE)
            .stdout(Output::Lines(Arc::new(move |_, line| {
                if let Some(run) = prints.upgrade() {
                    remote::say_again(&run, line);
                }
            })))
            .stderr(Output::Lines(Arc::new(move |_, line| {
                if let Some(run) = complains.upgrade() {
                    run.complain(&Complaint::Worker {
                        line: line.to_owned(),
                    });
                }
            })))
            .spare_workers(options.spare_workers)
            .on_crash(options.on_crash);
        if let Some(max_workers) = options.max_workers {
            builder = builder.max_workers(max_workers);
        }
        if let Some(calls) = options.max_tasks_per_child {
            builder = builder.max_tasks_per_child(calls);
        }
        if let Some(time) = options.task_timeout {
            builder = builder.task_timeout(time);
        }
        if let Some(time) = options.kill_grace {
            builder = builder.kill_grace(time);
        }
        if let Some(bytes) = options.memory_limit {
            let own = limits::STACK_SIZE as u64 + OWN_ADDRESS_SPACE;
            builder = builder.memory_limit(bytes.saturating_add(own));
        }
        Ok(Processes {
            pool: builder.build()?,
            run: Arc::downgrade(run),
            state: Arc::default(),
        })
    }

    /// Ends the pool and its processes by SIGTERM.
    pub(crate) fn terminate_workers(&self) {
        self.pool.terminate_workers();
    }

    /// Ends the pool and its processes by SIGKILL.
    pub(crate) fn kill_workers(&self) {
        self.pool.kill_workers();
    }

    fn submit_options(options: &CallOptions) -> SubmitOptions {
        let mut remote = SubmitOptions::new();
        if let Some(label) = &options.label {
            remote = remote.label(label.as_str());
        }
        if let Some(time) = options.task_timeout {
            remote = remote.task_timeout(time);
        }
        remote
    }
}

impl Started for Processes {
    fn is_alive(&self) -> bool {
        self.pool.stats().workers > 0
    }

    fn title(&self) -> String {
        self.pool.name().to_owned()
    }

    fn pool(&self) -> Option<u32> {
        Some(self.pool.number())
    }

    fn n_running(&self) -> usize {
        self.pool.stats().active
    }

    /// A call in another process needs nothing of this one: as long as one is under way, something can still come.
    fn load(&self) -> Load {
        let settling = self.state.settling.load(Ordering::SeqCst);
        let unsettled = self.state.unsettled.load(Ordering::SeqCst);
        let stats = self.pool.stats();
        let ended = stats.finished + stats.failed + stats.cancelled;
        let in_pool = usize::try_from(stats.submitted.saturating_sub(ended)).unwrap_or(usize::MAX);
        let pending = unsettled.max(in_pool);
        Load {
            busy: settling,
            busy_threads: settling,
            pending,
            can_begin: pending > 0,
            given: stats.submitted,
        }
    }

    fn end(&self, mode: Shutdown) -> Result<(), TaskError> {
        if self
            .run
            .upgrade()
            .is_none_or(|run| run.stopper().is_stopped())
        {
            // A thread would notice; a process need not.
            self.pool.kill_workers();
        }
        if !mode.waits() {
            PoolHandle::shutdown(&self.pool, mode);
            return Ok(());
        }
        // Only the form with a time limit tells whether the wait was cut short.
        self.pool
            .shutdown_timeout(mode, Duration::MAX)
            .map_err(|left| TaskError::new(ErrorKind::Interrupted, left.to_string()))
    }
}

impl Backend for Processes {
    fn name(&self) -> &str {
        self.pool.name()
    }

    fn number(&self) -> u32 {
        self.pool.number()
    }

    fn max_workers(&self) -> usize {
        self.pool.max_workers()
    }

    fn submit(&self, call: Call, options: &CallOptions) -> Result<ScriptFuture, TaskError> {
        let arguments = call.given_arguments();
        let callee = call.callee();
        let request = Header::new(callee)
            .and_then(|header| header.request(callee, arguments.as_slice()))
            .map_err(TaskError::failed)?;
        // Counted before the pool has it, so that at no moment nobody seems to have it.
        self.state.unsettled.fetch_add(1, Ordering::SeqCst);
        let call = RemoteCall::fallible(remote::call, request);
        let submitted = self
            .pool
            .submit_with(Self::submit_options(options), call)
            .inspect_err(|_| {
                self.state.unsettled.fetch_sub(1, Ordering::SeqCst);
            })?;
        let remote = submitted.shared();
        let mut builder = PromiseBuilder::new().id(remote.id()).control(OfRemote {
            remote: remote.clone(),
            run: self.run.clone(),
        });
        if let Some(label) = &options.label {
            builder = builder.label(label.as_str());
        }
        let (promise, future) = builder.build();
        let future = future.shared();
        let (origin, state) = (Origin::of(callee, self.number()), self.state.clone());
        remote.add_done_callback(move |remote| origin.settle(remote, promise, &state));
        Ok(ScriptFuture::new(future, arguments))
    }

    fn map(
        &self,
        order: Order,
        options: MapOptions,
        calls: &CallOptions,
        callee: Callee,
        items: Items,
    ) -> Result<ItemResults, TaskError> {
        let header = Header::new(&callee).map_err(TaskError::failed)?;
        let origin = Origin::of(&callee, self.number());
        let executor = WithOptions {
            pool: self.pool.handle(),
            options: Self::submit_options(calls),
        };
        // What waits for an item of another process waits for nothing of this one, so its ticket ends here.
        let requests = items.map(move |item| {
            item.ticket.begin();
            item.arguments
                .and_then(|arguments| header.request(&callee, &arguments))
                .unwrap_or_else(|error| remote::failing(&error.at(callee.submitted_at())))
        });
        let calls = Calls::fallible(remote::call);
        Ok(match order {
            Order::Input => Box::new(Decoded {
                results: map_jobs(options, executor, calls, requests),
                origin,
            }),
            Order::Completion => Box::new(Decoded {
                results: map_jobs_unordered(options, executor, calls, requests),
                origin,
            }),
        })
    }

    fn stats(&self) -> Map {
        let stats = self.pool.stats();
        let counts = [
            ("submitted", stats.submitted),
            ("finished", stats.finished),
            ("failed", stats.failed),
            ("cancelled", stats.cancelled),
            ("pending", stats.pending as u64),
            ("active", stats.active as u64),
            ("idle", stats.idle as u64),
            ("starting", stats.starting as u64),
            ("workers", stats.workers as u64),
            ("largest_workers", stats.largest_workers as u64),
            ("started_workers", stats.started_workers),
            ("died_workers", stats.died_workers),
        ];
        counts
            .into_iter()
            .map(|(name, count)| (name.into(), Dynamic::from(count as INT)))
            .collect()
    }
}

/// What a script does to its future is done to the one that the pool knows.
struct OfRemote {
    remote: SharedFuture<Vec<u8>>,
    run: Weak<Run>,
}

impl Control for OfRemote {
    fn try_cancel(&self) -> bool {
        self.remote.cancel()
    }

    fn is_running(&self) -> bool {
        // Between the end of the one and that of the other it is not pending again.
        self.remote.running() || self.remote.done() && !self.remote.cancelled()
    }

    fn kill(&self) -> bool {
        self.remote.kill()
    }

    fn unretrieved(&self, _: TaskId, _: Option<&str>, error: &TaskError) {
        if let Some(run) = self.run.upgrade() {
            run.note_unretrieved(error);
        }
    }
}

/// Where a function comes from: what is needed to understand what comes back.
struct Origin {
    run: Weak<Run>,
    view: Arc<View>,
    /// Where it was given away.
    submitted: Option<Place>,
    label: Option<ImmutableString>,
    /// The number of the pool.
    pool: u32,
}

impl Origin {
    fn of(callee: &Callee, pool: u32) -> Self {
        Origin {
            run: Arc::downgrade(callee.run()),
            view: callee.view().clone(),
            submitted: callee.submitted_at(),
            label: callee.label().cloned(),
            pool,
        }
    }

    /// Ends the future that the script has as the pool's own has ended.
    fn settle(&self, remote: &SharedFuture<Vec<u8>>, promise: Promise<Dynamic>, state: &State) {
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

    /// What a script sees of the failure of a call.
    fn error(&self, id: Option<TaskId>, error: &TaskError) -> ScriptError {
        if error.downcast_ref::<RemoteError>().is_some() {
            let error = Failure::read(&error.to_string(), self.view.libraries())
                .unwrap_or_else(|damaged| damaged);
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

/// A pool for the calls of one map.
struct WithOptions {
    pool: PoolHandle,
    options: SubmitOptions,
}

impl<J: RemoteJob> Executor<J> for WithOptions {
    fn submit(&self, job: J) -> Result<futures_core::Future<J::Output>, Rejected<J>> {
        self.pool.submit_with(self.options.clone(), job)
    }

    fn shutdown(&self, mode: Shutdown) {
        self.pool.shutdown(mode);
    }
}

/// The results of a map as values.
struct Decoded<I> {
    results: I,
    origin: Origin,
}

impl<I: Iterator<Item = Result<Vec<u8>, TaskError>>> Iterator for Decoded<I> {
    type Item = Result<Dynamic, TaskError>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = match self.results.next()? {
            Ok(bytes) => bytes,
            // These are of the wait, not of the item.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::TimedOut | ErrorKind::Interrupted | ErrorKind::Deadlock
                ) =>
            {
                return Some(Err(error));
            }
            Err(error) => {
                let error = self.origin.error(None, &error);
                return Some(Err(TaskError::failed(ItemError(error))));
            }
        };
        let value = self
            .origin
            .reply(&bytes)
            .and_then(|reply| reply.value(&bytes, &self.origin.view));
        Some(value.map_err(|error| TaskError::failed(ItemError(error))))
    }
}

impl Results for Decoded<futures_core::Map<'_, Vec<u8>>> {
    fn is_ready(&self) -> bool {
        self.results.is_ready()
    }
}

impl Results for Decoded<futures_core::MapUnordered<'_, Vec<u8>>> {
    fn is_ready(&self) -> bool {
        self.results.is_ready()
    }
}

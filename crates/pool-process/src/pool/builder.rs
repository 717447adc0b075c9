//! How a pool is to be.

use std::error::Error as StdError;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, Observer, TaskId, host};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::{Call, Travels};
use crate::init;
use crate::pool::build_error::BuildError;
use crate::pool::config::{Config, OnCrash, Output, Program, Unretrieved};
use crate::pool::core::Core;
use crate::pool::function::Function;
use crate::pool::payload::Payload;
use crate::pool::process_pool::ProcessPool;
use crate::sys::faults::SpawnFaults;
use crate::sys::parcel::Spares;

/// The most workers that a pool may have.
///
/// Each has a few files open and half a megabyte mapped in the parent, and the parent looks at each of them in turn.
pub const MAX_WORKERS: usize = 1_000;

/// The stack of the thread that runs the calls of a worker: what a program's main thread usually has.
const STACK_SIZE: usize = 8 << 20;

/// How long a worker may take to become ready, its initializer included, unless told otherwise.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Makes a [`ProcessPool`].
#[must_use = "a builder makes nothing before `build`"]
#[derive(Default)]
pub struct Builder {
    max_workers: Option<usize>,
    spare_workers: usize,
    name: Option<String>,
    program: Option<Program>,
    initializer: Option<Result<(Function, Arc<Payload>), Error>>,
    max_tasks_per_child: Option<u64>,
    task_timeout: Option<Duration>,
    kill_grace: Duration,
    start_timeout: Option<Duration>,
    memory_limit: Option<u64>,
    cpu_limit: Option<u64>,
    stack_size: Option<usize>,
    callback_stack_size: Option<usize>,
    on_crash: OnCrash,
    stdout: Output,
    stderr: Output,
    observer: Option<Arc<dyn Observer>>,
    on_unretrieved: Option<Unretrieved>,
    faults: SpawnFaults,
}

impl Builder {
    /// How many calls may run at once, each in a process of its own, from 1 to [`MAX_WORKERS`]; by default, as in Python,
    /// the number of processors.
    pub fn max_workers(mut self, workers: usize) -> Self {
        self.max_workers = Some(workers);
        self
    }

    /// How many processes are kept ready beyond those, to take the place of one that dies or retires; by default none.
    ///
    /// With one the next call need not wait for a process to start after a crash, a timeout or a kill.
    pub fn spare_workers(mut self, workers: usize) -> Self {
        self.spare_workers = workers;
        self
    }

    /// What the pool is called in errors and reports; by default `ProcessPool-0`, `ProcessPool-1` and so on, counted over
    /// the pools of the run.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Makes another program the workers: one that gives its functions to [`init_with`](crate::init_with), and is called
    /// by their names. By default the running program is started again.
    pub fn program<A: Into<OsString>>(
        mut self,
        path: impl Into<PathBuf>,
        args: impl IntoIterator<Item = A>,
    ) -> Self {
        self.program = Some(Program::Other {
            path: path.into(),
            args: args.into_iter().map(Into::into).collect(),
        });
        self
    }

    /// Called in each worker before its first call. If it fails or panics the pool is broken: what is pending fails with
    /// that reason, and further submits are refused with it.
    pub fn initializer<A, E>(mut self, initializer: fn(A) -> Result<(), E>, argument: A) -> Self
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let call = Call::fallible(initializer, argument);
        let prepared = call
            .callee()
            .map(Function::of)
            .and_then(|function| Ok((function, Arc::new(Payload::of(&call, &Spares::default())?))));
        self.initializer = Some(prepared);
        self
    }

    /// After so many calls, at least 1, a worker is replaced by a fresh one; by default never.
    ///
    /// A worker that is asked to end, for this reason or at a shutdown, has two seconds for its exit handlers.
    pub fn max_tasks_per_child(mut self, calls: u64) -> Self {
        self.max_tasks_per_child = Some(calls);
        self
    }

    /// How long a call may run, counted from its beginning; by default for ever. One that runs for longer is ended, and
    /// fails with [`TaskTimeout`](futures_core::ErrorKind::TaskTimeout); its worker is replaced.
    pub fn task_timeout(mut self, time: Duration) -> Self {
        self.task_timeout = Some(time);
        self
    }

    /// The time between SIGTERM and SIGKILL when a call is ended by force; by default none, and no SIGTERM.
    pub fn kill_grace(mut self, time: Duration) -> Self {
        self.kill_grace = time;
        self
    }

    /// How long a worker may take to become ready, its initializer included; by default a minute. Three in a row that
    /// are not ready by then, or die before, break the pool.
    pub fn start_timeout(mut self, time: Duration) -> Self {
        self.start_timeout = Some(time);
        self
    }

    /// The most address space that a worker may have, in bytes (`RLIMIT_AS`). An allocation beyond it fails, which ends
    /// most programs: the call then fails with [`WorkerDied`](futures_core::ErrorKind::WorkerDied).
    ///
    /// Counted is what is reserved, not what is used: the program itself, its libraries, stacks, and all that is mapped.
    pub fn memory_limit(mut self, bytes: u64) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// The most processor time that a worker may use in its life, in whole seconds (`RLIMIT_CPU`); it is ended by
    /// SIGXCPU then.
    pub fn cpu_limit(mut self, seconds: u64) -> Self {
        self.cpu_limit = Some(seconds);
        self
    }

    /// The stack of the thread that runs the calls, in bytes; by default 8 MiB. At least 64 KiB.
    pub fn stack_size(mut self, bytes: usize) -> Self {
        self.stack_size = Some(bytes);
        self
    }

    /// The stack of the pool's own threads in this process, in bytes, for callbacks that need much; by default what
    /// threads usually have.
    pub fn callback_stack_size(mut self, bytes: usize) -> Self {
        self.callback_stack_size = Some(bytes);
        self
    }

    /// What becomes of a call whose worker has died.
    pub fn on_crash(mut self, policy: OnCrash) -> Self {
        self.on_crash = policy;
        self
    }

    /// Where what the workers print goes; by default to where the parent's output goes.
    pub fn stdout(mut self, output: Output) -> Self {
        self.stdout = output;
        self
    }

    /// Where what the workers write to their standard error goes; by default to where the parent's goes. Unless it goes
    /// nowhere, the end of it is in the error of a call whose worker has died.
    pub fn stderr(mut self, output: Output) -> Self {
        self.stderr = output;
        self
    }

    /// Somebody to be told what happens. The beginning of a call is told together with its end, at the time when it was:
    /// the parent hears of it no earlier. A call that dies with its worker has an end only.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Called with the id, the label and the error of each failed call whose last handle goes without anybody having
    /// seen the error.
    pub fn on_unretrieved_error(
        mut self,
        callback: impl Fn(TaskId, Option<&str>, &Error) + Send + Sync + 'static,
    ) -> Self {
        self.on_unretrieved = Some(Arc::new(callback));
        self
    }

    /// Lets attempts to start a process fail: `fault` is asked before each, with the number of those before it. For tests
    /// of what follows from that.
    #[doc(hidden)]
    pub fn spawn_fault(
        mut self,
        fault: impl Fn(u64) -> Option<io::Error> + Send + Sync + 'static,
    ) -> Self {
        self.faults = SpawnFaults::new(fault);
        self
    }

    /// Makes the pool. No process is started before there is work, except for spare ones.
    ///
    /// # Errors
    /// An option is out of its range, [`init`](crate::init) was not called, the initializer cannot be sent, the world is
    /// a simulated one, or the system has no threads or files left.
    pub fn build(self) -> Result<ProcessPool, BuildError> {
        if !host::may_block() {
            return Err(BuildError::unreal());
        }
        let program = self.program.unwrap_or(Program::Same);
        if matches!(program, Program::Same) && !init::is_initialised() {
            return Err(BuildError::not_initialised());
        }
        let max_workers = self.max_workers.unwrap_or_else(host::cpus);
        BuildError::check("max_workers", max_workers, 1, MAX_WORKERS)?;
        BuildError::check("spare_workers", self.spare_workers, 0, MAX_WORKERS)?;
        let stack_size = self.stack_size.unwrap_or(STACK_SIZE);
        BuildError::check("stack_size", stack_size, 64 << 10, usize::MAX >> 1)?;
        BuildError::check_name("name", self.name.as_deref().unwrap_or_default())?;
        if self.max_tasks_per_child == Some(0) {
            BuildError::check("max_tasks_per_child", 0, 1, usize::MAX)?;
        }
        let known = |(function, argument)| Ok((program.check_knows(function)?, argument));
        let times = [
            ("task_timeout", self.task_timeout),
            ("start_timeout", self.start_timeout),
        ];
        for (option, time) in times {
            if time.is_some_and(|time| time.is_zero()) {
                return Err(BuildError::no_time(option));
            }
        }
        let initializer = self
            .initializer
            .map(|prepared| prepared.and_then(known))
            .transpose()
            .map_err(BuildError::initializer)?;
        let number = host::with_locals(|locals| locals.next_pool());
        let config = Config {
            number,
            name: self
                .name
                .unwrap_or_else(|| format!("ProcessPool-{}", number - 1)),
            max_workers,
            spare_workers: self.spare_workers,
            program,
            initializer,
            max_tasks_per_child: self.max_tasks_per_child,
            task_timeout: self.task_timeout,
            kill_grace: self.kill_grace,
            start_timeout: self.start_timeout.unwrap_or(START_TIMEOUT),
            memory_limit: self.memory_limit,
            cpu_limit: self.cpu_limit,
            stack_size,
            callback_stack_size: self.callback_stack_size,
            on_crash: self.on_crash,
            stdout: self.stdout,
            stderr: self.stderr,
            observer: self.observer,
            on_unretrieved: self.on_unretrieved,
        };
        let core = Core::start(config, self.faults).map_err(BuildError::system)?;
        Ok(ProcessPool::with(core))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("max_workers", &self.max_workers)
            .field("spare_workers", &self.spare_workers)
            .field("name", &self.name)
            .field("max_tasks_per_child", &self.max_tasks_per_child)
            .field("task_timeout", &self.task_timeout)
            .field("on_crash", &self.on_crash)
            .finish_non_exhaustive()
    }
}

//! How a pool is to be, and what can be wrong with that.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{Error, Observer, TaskId, host};

use crate::ThreadPool;
use crate::config::{Config, Initializer, Unretrieved};

/// The most workers that a pool may have.
pub const MAX_WORKERS: usize = 100_000;

/// What `submit` does when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum WhenFull {
    /// Waits for room. On a worker of the same pool, where that could never end, it runs the task instead.
    #[default]
    Block,
    /// Refuses the job and hands it back.
    Reject,
    /// Runs the task inside `submit`, on the submitting thread, which thereby submits more slowly.
    RunInCaller,
}

/// Makes a [`ThreadPool`].
///
/// ```
/// use pool_thread::ThreadPool;
///
/// let pool = ThreadPool::builder().max_workers(2).thread_name_prefix("resize").build().unwrap();
/// assert_eq!(pool.submit(|| 6 * 7).unwrap().result().unwrap(), 42);
/// ```
#[must_use = "a builder makes nothing before `build`"]
#[derive(Default)]
pub struct Builder {
    max_workers: Option<usize>,
    thread_name_prefix: Option<String>,
    stack_size: Option<usize>,
    nesting_reserve: Option<usize>,
    initializer: Option<Initializer>,
    queue_limit: Option<(usize, WhenFull)>,
    keep_alive: Option<Duration>,
    observer: Option<Arc<dyn Observer>>,
    on_unretrieved: Option<Unretrieved>,
}

impl Builder {
    /// How many tasks may run at once, from 1 to [`MAX_WORKERS`]; by default as in Python `min(32, cpus + 4)`.
    ///
    /// Threads are started when they are needed. Tasks that are blocked in a wait for other tasks do not count, so for
    /// as long as there are such there may be more threads than this.
    pub fn max_workers(mut self, workers: usize) -> Self {
        self.max_workers = Some(workers);
        self
    }

    /// What the threads' names begin with; an underscore and the worker's number follow. By default `ThreadPool-0`,
    /// `ThreadPool-1` and so on, counted over the pools of the run.
    pub fn thread_name_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.thread_name_prefix = Some(prefix.into());
        self
    }

    /// The stack of each worker in bytes; by default 2 MiB. At least 64 KiB.
    pub fn stack_size(mut self, bytes: usize) -> Self {
        self.stack_size = Some(bytes);
        self
    }

    /// How many bytes of stack must be left for a worker to run an awaited task on top of the one that waits; with less
    /// another worker runs it. By default an eighth of the stack. Raise it if your tasks recurse deeply.
    pub fn nesting_reserve(mut self, bytes: usize) -> Self {
        self.nesting_reserve = Some(bytes);
        self
    }

    /// Called on each worker before its first task. If it fails or panics the pool is broken: what is pending fails
    /// with that reason, and further submits are refused with it.
    pub fn initializer<E>(
        mut self,
        initializer: impl Fn() -> Result<(), E> + Send + Sync + 'static,
    ) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.initializer = Some(Box::new(move || initializer().map_err(Into::into)));
        self
    }

    /// How many tasks may be pending, at least 1, and what `submit` does when that many are. By default there is no limit.
    ///
    /// The place of a cancelled task is free at once.
    pub fn queue_limit(mut self, tasks: usize, when_full: WhenFull) -> Self {
        self.queue_limit = Some((tasks, when_full));
        self
    }

    /// How long a worker without work stays; by default for ever, as in Python.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = Some(time);
        self
    }

    /// Somebody to be told what happens.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Called with the id, the label and the error of each failed task whose last handle goes without anybody having
    /// seen the error.
    pub fn on_unretrieved_error(
        mut self,
        callback: impl Fn(TaskId, Option<&str>, &Error) + Send + Sync + 'static,
    ) -> Self {
        self.on_unretrieved = Some(Arc::new(callback));
        self
    }

    /// Makes the pool. No thread is started before there is work.
    ///
    /// # Errors
    /// An option is out of its range; the message names it, its range and the value.
    pub fn build(self) -> Result<ThreadPool, BuildError> {
        let max_workers = self
            .max_workers
            .unwrap_or_else(|| (host::cpus() + 4).min(32));
        BuildError::check("max_workers", max_workers, 1, MAX_WORKERS)?;
        let stack_size = self.stack_size.unwrap_or(2 << 20);
        BuildError::check("stack_size", stack_size, 64 << 10, usize::MAX >> 1)?;
        BuildError::check_name(
            "thread_name_prefix",
            self.thread_name_prefix.as_deref().unwrap_or_default(),
        )?;
        if let Some((tasks, _)) = self.queue_limit {
            BuildError::check("queue_limit", tasks, 1, usize::MAX)?;
        }
        let number = host::with_locals(|locals| locals.next_pool());
        Ok(ThreadPool::with(Config {
            number,
            name: self
                .thread_name_prefix
                .unwrap_or_else(|| format!("ThreadPool-{}", number - 1)),
            max_workers,
            stack_size,
            nesting_reserve: self.nesting_reserve.unwrap_or(stack_size / 8),
            initializer: self.initializer,
            queue_limit: self.queue_limit,
            keep_alive: self.keep_alive,
            observer: self.observer,
            on_unretrieved: self.on_unretrieved,
        }))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("max_workers", &self.max_workers)
            .field("thread_name_prefix", &self.thread_name_prefix)
            .field("stack_size", &self.stack_size)
            .field("queue_limit", &self.queue_limit)
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}

/// An option of a pool that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    option: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    OutOfRange {
        value: usize,
        least: usize,
        most: usize,
    },
    Nul,
}

impl BuildError {
    fn check(option: &'static str, value: usize, least: usize, most: usize) -> Result<(), Self> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(BuildError {
            option,
            problem: Problem::OutOfRange { value, least, most },
        })
    }

    fn check_name(option: &'static str, name: &str) -> Result<(), Self> {
        if name.contains('\0') {
            Err(BuildError {
                option,
                problem: Problem::Nul,
            })
        } else {
            Ok(())
        }
    }

    /// The name of the option.
    pub fn option(&self) -> &'static str {
        self.option
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let option = self.option;
        match &self.problem {
            Problem::OutOfRange { value, least, most } if *most == MAX_WORKERS => {
                write!(
                    f,
                    "{option} must be between {least} and {most}, got {value}"
                )
            }
            Problem::OutOfRange { value, least, .. } => {
                write!(f, "{option} must be at least {least}, got {value}")
            }
            Problem::Nul => write!(f, "{option} must not contain a NUL character"),
        }
    }
}

impl StdError for BuildError {}

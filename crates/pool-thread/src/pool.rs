//! The pool as its owner holds it, and the handles that others have.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{
    Executor, Fallible, Future, Job, Map, MapOptions, MapUnordered, Rejected, Shutdown, host,
};

use crate::config::Config;
use crate::core::Core;
use crate::{BuildError, Builder, Scope, Stats, SubmitOptions, scope, submit};

/// A pool of threads that run closures: Python's `ThreadPoolExecutor`.
///
/// Threads are started when there is work for them, up to `max_workers`. Tasks start in the order of submission. A task
/// that is submitted while a worker is free is running when `submit` returns; otherwise it is pending, and can be
/// cancelled.
///
/// Dropping the pool runs everything that was submitted and waits for it, as leaving Python's `with` block does; dropped
/// while its thread panics it cancels what is pending first.
///
/// ```
/// use pool_thread::ThreadPool;
///
/// let pool = ThreadPool::new(3).unwrap();
/// let futures: Vec<_> = [3_u64, 2, 1].map(|n| pool.submit(move || n * n).unwrap()).into();
/// let squares: Vec<u64> = futures.into_iter().map(|future| future.result().unwrap()).collect();
/// assert_eq!(squares, [9, 4, 1]);
/// ```
pub struct ThreadPool {
    handle: PoolHandle,
}

/// A handle to a [`ThreadPool`] that can be cloned and sent anywhere.
///
/// It does not keep the pool open: once the owner has shut it down or dropped it, submits are refused.
/// [`ThreadPool`] has all of its methods, by dereferencing to one; `pool.clone()` therefore makes a handle, not a pool.
#[derive(Clone)]
pub struct PoolHandle {
    core: Arc<Core>,
}

impl ThreadPool {
    /// A pool of up to `max_workers` threads.
    ///
    /// # Errors
    /// The number is 0 or more than 100,000.
    pub fn new(max_workers: usize) -> Result<Self, BuildError> {
        Self::builder().max_workers(max_workers).build()
    }

    /// A pool with options.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn with(config: Config) -> Self {
        ThreadPool {
            handle: PoolHandle {
                core: Core::new(config),
            },
        }
    }

    /// A handle for others.
    pub fn handle(&self) -> PoolHandle {
        self.handle.clone()
    }
}

impl std::ops::Deref for ThreadPool {
    type Target = PoolHandle;

    fn deref(&self) -> &PoolHandle {
        &self.handle
    }
}

impl PoolHandle {
    /// Schedules `job` and returns its future. Whatever a closure returns is success; a panic is failure.
    ///
    /// # Errors
    /// The pool is shut down, broken or full; the job is handed back inside.
    #[track_caller]
    pub fn submit<J: Job>(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        submit::submit(&self.core, SubmitOptions::default(), job)
    }

    /// Schedules a closure whose `Err` counts as the failure of the task.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    ///
    /// ```
    /// let pool = pool_thread::ThreadPool::new(1).unwrap();
    /// let future = pool.submit_fallible(|| "ten".parse::<i32>()).unwrap();
    /// assert!(future.result().unwrap_err().is_failed());
    /// ```
    #[track_caller]
    pub fn submit_fallible<F, T, E>(&self, f: F) -> Result<Future<T>, Rejected<Fallible<F>>>
    where
        F: FnOnce() -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.submit(Fallible(f))
    }

    /// Schedules `job` under a name.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    #[track_caller]
    pub fn submit_with<J: Job>(
        &self,
        options: SubmitOptions,
        job: J,
    ) -> Result<Future<J::Output>, Rejected<J>> {
        submit::submit(&self.core, options, job)
    }

    /// Applies `f` to every item; the results come in the order of the items. See [`futures_core::map`].
    pub fn map<'a, F, I, R>(&'a self, f: F, items: I) -> Map<'a, R>
    where
        F: Fn(I::Item) -> R + Send + Sync + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
        R: Send + 'static,
    {
        futures_core::map(self, f, items)
    }

    /// As [`map`](Self::map), with chunks, a bound on what is on its way, or a time limit.
    pub fn map_with<'a, F, I, R>(&'a self, options: MapOptions, f: F, items: I) -> Map<'a, R>
    where
        F: Fn(I::Item) -> R + Send + Sync + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
        R: Send + 'static,
    {
        futures_core::map_with(options, self, f, items)
    }

    /// As [`map`](Self::map); the results come as they are ready.
    pub fn map_unordered<'a, F, I, R>(&'a self, f: F, items: I) -> MapUnordered<'a, R>
    where
        F: Fn(I::Item) -> R + Send + Sync + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
        R: Send + 'static,
    {
        futures_core::map_unordered(self, f, items)
    }

    /// As [`map_unordered`](Self::map_unordered), with options.
    pub fn map_unordered_with<'a, F, I, R>(
        &'a self,
        options: MapOptions,
        f: F,
        items: I,
    ) -> MapUnordered<'a, R>
    where
        F: Fn(I::Item) -> R + Send + Sync + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item: Send + 'static>,
        R: Send + 'static,
    {
        futures_core::map_unordered_with(options, self, f, items)
    }

    /// Runs `f`, which can submit tasks that borrow from outside of it; returns when they have all ended.
    ///
    /// ```
    /// let pool = pool_thread::ThreadPool::new(2).unwrap();
    /// let words = vec![String::from("borrowed"), String::from("not"), String::from("moved")];
    /// let lengths = pool.scope(|scope| {
    ///     let futures: Vec<_> = words.iter().map(|word| scope.submit(|| word.len()).unwrap()).collect();
    ///     futures.into_iter().map(|future| future.result().unwrap()).sum::<usize>()
    /// });
    /// assert_eq!((lengths, words.len()), (16, 3));
    /// ```
    ///
    /// # Panics
    /// If `f` does, once its tasks have ended.
    pub fn scope<'env, R>(
        &self,
        f: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> R,
    ) -> R {
        scope::scope(self, f)
    }

    /// Takes no more tasks. What happens to pending ones, and whether the call waits, is `mode`'s to say.
    ///
    /// Called on one of the pool's own workers it does not wait, since the worker cannot wait for itself. A second call
    /// that waits really waits, and a request to cancel is never taken back.
    pub fn shutdown(&self, mode: Shutdown) {
        self.core.close(mode);
        if mode.waits() {
            // Without a deadline only an interruption ends the wait early, and then the caller has more urgent things
            // to do; a pool that is dropped waits again.
            let _ = self.core.join(None);
        }
    }

    /// As [`shutdown`](Self::shutdown), but waits no longer than `timeout`, whatever `mode` says. On one of the
    /// pool's own workers it returns at once, as `shutdown` does.
    ///
    /// # Errors
    /// What is left. The workers go on with it.
    pub fn shutdown_timeout(&self, mode: Shutdown, timeout: Duration) -> Result<(), Unfinished> {
        self.core.close(mode);
        self.core.join(host::deadline_in(timeout))
    }

    /// How the pool stands and what it has done.
    pub fn stats(&self) -> Stats {
        self.core.stats()
    }

    /// How many tasks may run at once.
    pub fn max_workers(&self) -> usize {
        self.core.config.max_workers
    }

    /// What the names of the pool's threads begin with.
    pub fn name(&self) -> &str {
        &self.core.config.name
    }

    /// The number in the ids of its tasks.
    pub fn number(&self) -> u32 {
        self.core.config.number
    }
}

impl<J: Job> Executor<J> for PoolHandle {
    #[track_caller]
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        PoolHandle::submit(self, job)
    }

    fn shutdown(&self, mode: Shutdown) {
        PoolHandle::shutdown(self, mode);
    }
}

impl<J: Job> Executor<J> for ThreadPool {
    #[track_caller]
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        PoolHandle::submit(self, job)
    }

    fn shutdown(&self, mode: Shutdown) {
        PoolHandle::shutdown(self, mode);
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        let mode = if std::thread::panicking() {
            Shutdown::CancelPending
        } else {
            Shutdown::Drain
        };
        self.core.close(mode);
        while self.core.join(None).is_err() {
            // Interrupted: the tasks that run have been told as well and end soon; a pool never leaves a thread behind.
            host::current().clear_interrupt();
        }
    }
}

impl fmt::Debug for PoolHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadPool")
            .field("name", &self.name())
            .field("max_workers", &self.max_workers())
            .field("stats", &self.stats())
            .finish()
    }
}

impl fmt::Debug for ThreadPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.fmt(f)
    }
}

/// A shutdown that did not end in time: what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// Tasks that run.
    pub running: usize,
    /// Tasks that are yet to run.
    pub pending: usize,
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the shutdown is not complete: {} running, {} pending",
            self.running, self.pending
        )
    }
}

impl std::error::Error for Unfinished {}

//! The pool as its owner holds it, and the handles that others have.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::{
    Executor, Future, Map, MapOptions, MapUnordered, Rejected, Shutdown, host, map_jobs,
    map_jobs_unordered,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::{Call, RemoteJob};
use crate::map::Calls;
use crate::pool::build_error::BuildError;
use crate::pool::builder::Builder;
use crate::pool::core::{Core, Unfinished};
use crate::pool::losses::Force;
use crate::pool::stats::Stats;
use crate::pool::submit::{self, SubmitOptions};

/// A pool of processes that run calls: Python's `ProcessPoolExecutor`.
///
/// Processes are started when there is work for them, up to `max_workers`. Calls start in the order of submission, except
/// that those whose worker has died start again before others. A call that is submitted while a worker is free is running
/// when `submit` returns; otherwise it is pending, and can be cancelled.
///
/// A worker that dies takes with it the one call that it was running. Dropping the pool runs everything that was
/// submitted and waits for it, as leaving Python's `with` block does; dropped while its thread panics it cancels what is
/// pending first.
///
/// ```no_run
/// use pool_process::ProcessPool;
///
/// fn square(n: u64) -> u64 {
///     n * n
/// }
///
/// fn main() {
///     pool_process::init();
///     let pool = ProcessPool::new(2).unwrap();
///     assert_eq!(pool.submit(square, 7).unwrap().result().unwrap(), 49);
/// }
/// ```
pub struct ProcessPool {
    handle: PoolHandle,
}

/// A handle to a [`ProcessPool`] that can be cloned and sent anywhere.
///
/// It does not keep the pool open: once the owner has shut it down or dropped it, submits are refused.
/// [`ProcessPool`] has all of its methods, by dereferencing to one; `pool.clone()` therefore makes a handle, not a pool.
#[derive(Clone)]
pub struct PoolHandle {
    core: Arc<Core>,
}

impl ProcessPool {
    /// A pool of up to `max_workers` processes.
    ///
    /// # Errors
    /// The number is out of range, [`init`](crate::init) was not called, or the system has no threads or files left.
    pub fn new(max_workers: usize) -> Result<Self, BuildError> {
        Self::builder().max_workers(max_workers).build()
    }

    /// A pool with options.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn with(core: Arc<Core>) -> Self {
        ProcessPool {
            handle: PoolHandle { core },
        }
    }

    /// A handle for others.
    pub fn handle(&self) -> PoolHandle {
        self.handle.clone()
    }
}

impl std::ops::Deref for ProcessPool {
    type Target = PoolHandle;

    fn deref(&self) -> &PoolHandle {
        &self.handle
    }
}

impl PoolHandle {
    /// Calls `function` with `argument` in another process. Whatever it returns is success; a panic is failure.
    ///
    /// An argument that cannot be encoded is the failure of the future, not of `submit`.
    ///
    /// ```compile_fail,E0308
    /// let pool = pool_process::ProcessPool::new(1).unwrap();
    /// let offset = 3;
    /// // A closure with captures is no function: what it has captured would not travel.
    /// let future = pool.submit(|n: u64| n + offset, 4);
    /// ```
    ///
    /// # Errors
    /// The pool is shut down or broken; the call is handed back inside.
    pub fn submit<A, R>(
        &self,
        function: fn(A) -> R,
        argument: A,
    ) -> Result<Future<R>, Rejected<Call<A, R>>>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
    {
        self.submit_call(Call::new(function, argument))
    }

    /// Calls a function whose `Err` counts as the failure of the call. The error arrives as a
    /// [`RemoteError`](crate::RemoteError): its text, and that of its sources.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_fallible<A, R, E>(
        &self,
        function: fn(A) -> Result<R, E>,
        argument: A,
    ) -> Result<Future<R>, Rejected<Call<A, R>>>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        self.submit_call(Call::fallible(function, argument))
    }

    /// Makes a call that was prepared, for instance one by name.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_call<J: RemoteJob>(&self, call: J) -> Result<Future<J::Output>, Rejected<J>> {
        submit::submit(&self.core, SubmitOptions::default(), call)
    }

    /// Makes a call under a name, or with a time limit of its own.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_with<J: RemoteJob>(
        &self,
        options: SubmitOptions,
        call: J,
    ) -> Result<Future<J::Output>, Rejected<J>> {
        submit::submit(&self.core, options, call)
    }

    /// Applies `function` to every item; the results come in the order of the items. See [`futures_core::map`].
    pub fn map<'a, A, R, I>(&'a self, function: fn(A) -> R, items: I) -> Map<'a, R>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item = A>,
    {
        self.map_with(MapOptions::new(), function, items)
    }

    /// As [`map`](Self::map), with chunks, a bound on what is on its way, or a time limit. A chunk travels as one call,
    /// which is what makes small items cheap.
    pub fn map_with<'a, A, R, I>(
        &'a self,
        options: MapOptions,
        function: fn(A) -> R,
        items: I,
    ) -> Map<'a, R>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item = A>,
    {
        map_jobs(options, self, Calls::new(function), items)
    }

    /// As [`map_with`](Self::map_with), for a function whose `Err` is the failure of its item.
    pub fn map_fallible<'a, A, R, E, I>(
        &'a self,
        options: MapOptions,
        function: fn(A) -> Result<R, E>,
        items: I,
    ) -> Map<'a, R>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item = A>,
    {
        map_jobs(options, self, Calls::fallible(function), items)
    }

    /// As [`map`](Self::map); the results come as they are ready.
    pub fn map_unordered<'a, A, R, I>(
        &'a self,
        function: fn(A) -> R,
        items: I,
    ) -> MapUnordered<'a, R>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item = A>,
    {
        self.map_unordered_with(MapOptions::new(), function, items)
    }

    /// As [`map_unordered`](Self::map_unordered), with options.
    pub fn map_unordered_with<'a, A, R, I>(
        &'a self,
        options: MapOptions,
        function: fn(A) -> R,
        items: I,
    ) -> MapUnordered<'a, R>
    where
        A: Serialize + DeserializeOwned + Send + 'static,
        R: Serialize + DeserializeOwned + Send + 'static,
        I: IntoIterator<IntoIter: Send + 'a, Item = A>,
    {
        map_jobs_unordered(options, self, Calls::new(function), items)
    }

    /// Takes no more calls. What happens to pending ones, and whether the call waits, is `mode`'s to say.
    ///
    /// Called in a callback, on a thread of the pool itself, it does not wait. A second call that waits really waits, and
    /// a request to cancel is never taken back.
    pub fn shutdown(&self, mode: Shutdown) {
        self.core.close(mode);
        if mode.waits() {
            // Without a deadline only an interruption ends the wait early, and then the caller has more urgent things
            // to do; a pool that is dropped waits again.
            let _ = self.core.join(None);
        }
    }

    /// As [`shutdown`](Self::shutdown), but waits no longer than `timeout`, whatever `mode` says.
    ///
    /// # Errors
    /// What is left. The workers go on with it.
    pub fn shutdown_timeout(&self, mode: Shutdown, timeout: Duration) -> Result<(), Unfinished> {
        self.core.close(mode);
        self.core.join(host::deadline_in(timeout))
    }

    /// Ends the pool at once: pending calls are cancelled, running ones fail, every process is asked to end by SIGTERM
    /// (and ended by SIGKILL after `kill_grace`, if that is not zero). Does not wait. Python 3.14: `terminate_workers`.
    pub fn terminate_workers(&self) {
        self.core.force(Force::Terminate);
    }

    /// As [`terminate_workers`](Self::terminate_workers), with SIGKILL, which nobody can refuse. Python 3.14:
    /// `kill_workers`.
    pub fn kill_workers(&self) {
        self.core.force(Force::Kill);
    }

    /// How the pool stands and what it has done.
    pub fn stats(&self) -> Stats {
        self.core.desk.lock().stats()
    }

    /// How many calls may run at once.
    pub fn max_workers(&self) -> usize {
        self.core.config.max_workers
    }

    /// What the pool is called in errors and reports.
    pub fn name(&self) -> &str {
        &self.core.config.name
    }

    /// The number in the ids of its calls.
    pub fn number(&self) -> u32 {
        self.core.config.number
    }
}

impl<J: RemoteJob> Executor<J> for PoolHandle {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        self.submit_call(job)
    }

    fn shutdown(&self, mode: Shutdown) {
        PoolHandle::shutdown(self, mode);
    }
}

impl<J: RemoteJob> Executor<J> for ProcessPool {
    fn submit(&self, job: J) -> Result<Future<J::Output>, Rejected<J>> {
        self.submit_call(job)
    }

    fn shutdown(&self, mode: Shutdown) {
        PoolHandle::shutdown(self, mode);
    }
}

impl Drop for ProcessPool {
    fn drop(&mut self) {
        let mode = if std::thread::panicking() {
            Shutdown::CancelPending
        } else {
            Shutdown::Drain
        };
        self.core.close(mode);
        while self.core.join(None).is_err() {
            // Interrupted: a pool never leaves a process behind.
            host::current().clear_interrupt();
        }
    }
}

impl fmt::Debug for PoolHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessPool")
            .field("name", &self.name())
            .field("max_workers", &self.max_workers())
            .field("stats", &self.stats())
            .finish()
    }
}

impl fmt::Debug for ProcessPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.handle.fmt(f)
    }
}

//! The pool that is simply there.

use futures_core::host;

use crate::{PoolHandle, ThreadPool};

/// The run's default pool, made when it is first asked for, with Python's default number of workers.
///
/// It belongs to the run (the process, or a simulation) and is never shut down: what it runs does not outlive the
/// process.
///
/// ```
/// let future = pool_thread::default_pool().submit(|| 6 * 7).unwrap();
/// assert_eq!(future.result().unwrap(), 42);
/// ```
pub fn default_pool() -> PoolHandle {
    struct Default(ThreadPool);
    if let Some(pool) = host::with_locals(|locals| locals.get::<Default>()) {
        return pool.0.handle();
    }
    let pool = ThreadPool::builder().thread_name_prefix("default").build();
    // Two threads may both make one; the second is dropped, and has no threads yet.
    let made = Default(pool.expect("the default number of workers is within its limits"));
    host::with_locals(|locals| locals.get_or_put(made))
        .0
        .handle()
}

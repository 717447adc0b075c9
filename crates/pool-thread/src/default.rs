//! The pool that is simply there.

use crate::{BuildError, PoolHandle, ThreadPool};

/// The run's default pool, made when it is first asked for, with Python's default number of workers.
///
/// It belongs to the run (the process, or a simulation) and is never shut down: what it runs does not outlive the
/// process.
///
/// # Errors
/// None at present; the number of processors would have to be absurd.
pub fn default_pool() -> Result<PoolHandle, BuildError> {
    struct Default(ThreadPool);
    if let Some(pool) = futures_core::host::with_locals(|locals| locals.get::<Default>()) {
        return Ok(pool.0.handle());
    }
    let made = Default(
        ThreadPool::builder()
            .thread_name_prefix("default")
            .build()?,
    );
    Ok(
        futures_core::host::with_locals(|locals| locals.get_or_put(made))
            .0
            .handle(),
    )
}

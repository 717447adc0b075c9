//! The scope itself: submits tasks that borrow, and outlives them.

use std::marker::PhantomData;
use std::panic::resume_unwind;

use futures_core::host::Lock;
use futures_core::{
    Error, ErrorKind, Future, Job, Promise, PromiseBuilder, Rejected, SharedFuture, panics,
    wait_unfailing,
};

use super::{ScopedFuture, erase, future};
use crate::PoolHandle;

/// What [`PoolHandle::scope`] hands to its closure: submits tasks that may borrow for `'env`.
pub struct Scope<'scope, 'env: 'scope> {
    pool: &'scope PoolHandle,
    /// The tasks that were accepted, by which deadlocks are found and which a waiting worker can run itself.
    tasks: Lock<Vec<SharedFuture<()>>>,
    /// For each task, entered before it is submitted: its closure is gone. For a cancelled task that is later than its
    /// end.
    ends: Lock<Vec<Future<()>>>,
    /// Both lifetimes are invariant, so neither can be stretched or shrunk to let a borrow out.
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// Runs the erased closure, drops it, and only then keeps the promise that the scope waits for. Dropped unrun (the task
/// was cancelled or refused) it keeps the same order.
struct Wrapper {
    body: Option<erase::Body>,
    /// Declared after `body`, thus dropped after it.
    ended: Option<Promise<()>>,
}

impl Job for Wrapper {
    type Output = ();

    fn run(mut self) -> Result<(), Error> {
        let failure = self.body.take().and_then(|body| body());
        self.end();
        failure.map_or(Ok(()), Err)
    }
}

impl Wrapper {
    fn end(&mut self) {
        if let Some(promise) = self.ended.take() {
            // Nobody but the scope has the future, and it does not cancel it.
            let _ = promise.set_result(());
        }
    }
}

impl Drop for Wrapper {
    fn drop(&mut self) {
        if let Some(body) = self.body.take() {
            panics::drop_quietly(body);
        }
        self.end();
    }
}

impl<'scope, 'env> Scope<'scope, 'env> {
    /// Schedules `f`, which may borrow what outlives the scope.
    ///
    /// # Errors
    /// The pool is shut down, broken or full. Unlike outside of a scope the closure is not handed back.
    pub fn submit<F, T>(&'scope self, f: F) -> Result<ScopedFuture<'scope, T>, Error>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let (result, slot) = future::result_slot();
        let body = erase::erase(Box::new(move || match panics::catch(f) {
            Ok(value) => {
                slot.put(Ok(value));
                None
            }
            Err(panic) => {
                let error = Error::new(ErrorKind::Panicked, format!("the task panicked: {panic}"));
                slot.put(Err(error.clone()));
                Some(error)
            }
        }));
        let (promise, ended) = PromiseBuilder::new().build::<()>();
        let wrapper = Wrapper {
            body: Some(body),
            ended: Some(promise),
        };
        self.ends.lock().push(ended);
        let submitted = self.pool.submit(wrapper);
        let future = submitted
            .map_err(|rejected: Rejected<Wrapper>| rejected.into_parts().0)?
            .shared();
        self.tasks.lock().push(future.clone());
        Ok(ScopedFuture::new(future, result))
    }
}

impl std::fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scope")
            .field("pool", &self.pool.name())
            .finish_non_exhaustive()
    }
}

pub(crate) fn scope<'env, R>(
    pool: &PoolHandle,
    f: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> R,
) -> R {
    let scope = Scope {
        pool,
        tasks: Lock::default(),
        ends: Lock::default(),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = panics::hold(|| f(&scope));
    let outlive = AbortOnUnwind;
    let mut interrupted = false;
    loop {
        // Tasks may submit more to the scope while it waits.
        let tasks = std::mem::take(&mut *scope.tasks.lock());
        interrupted |= wait_unfailing(tasks);
        let ends = std::mem::take(&mut *scope.ends.lock());
        if ends.is_empty() {
            break;
        }
        interrupted |= wait_unfailing(ends);
    }
    std::mem::forget(outlive);
    if interrupted {
        futures_core::host::current().interrupt();
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Ends the process if the wait for the tasks unwinds (a host that panics, a lock of a user's held across it): what they
/// borrow would be gone while they run.
struct AbortOnUnwind;

impl Drop for AbortOnUnwind {
    fn drop(&mut self) {
        std::process::abort();
    }
}

//! The `rusty_pool` crate.

use std::time::Duration;

use rusty_pool::{JoinHandle, ThreadPool};

use super::by_unordered;
use crate::pool::{Handle, Pool};

pub(crate) struct Rusty(ThreadPool);

impl Pool for Rusty {
    fn start(n_workers: usize) -> Self {
        let pool = ThreadPool::new(n_workers, n_workers, Duration::from_secs(60));
        pool.start_core_threads();
        Rusty(pool)
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.0.evaluate(task)
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        by_unordered::sum((0..n_tasks).map(|number| {
            let receiver = self.0.evaluate(move || number).receiver;
            async { receiver.await.expect("the task sends its result") }
        }))
    }
}

impl<T: Send> Handle<T> for JoinHandle<T> {
    fn wait(self) -> T {
        self.await_complete()
    }
}

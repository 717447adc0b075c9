//! The `threadpool` crate, which runs closures and keeps no results, with a oneshot channel for each.

use super::by_channel::{self, Execute};
use crate::pool::{Handle, Pool};

pub(crate) struct Threadpool(::threadpool::ThreadPool);

impl Pool for Threadpool {
    fn start(n_workers: usize) -> Self {
        Threadpool(::threadpool::ThreadPool::new(n_workers))
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        self.0.execute(move || drop(sender.send(task())));
        receiver
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        by_channel::sum(self, n_tasks)
    }
}

impl Execute for Threadpool {
    fn execute(&self, task: impl FnOnce() + Send + 'static) {
        self.0.execute(task);
    }
}

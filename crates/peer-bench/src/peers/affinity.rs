//! The `affinitypool` crate, a sharded pool for blocking work in async programs.

use affinitypool::Threadpool;

use super::by_unordered::{self, Awaited};
use crate::pool::{Handle, Pool};

pub(crate) struct Affinity(Threadpool);

impl Pool for Affinity {
    fn start(n_workers: usize) -> Self {
        Affinity(Threadpool::new(n_workers))
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        Awaited(self.0.spawn(task))
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        by_unordered::sum((0..n_tasks).map(|number| self.0.spawn(move || number)))
    }
}

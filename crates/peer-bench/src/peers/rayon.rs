//! Rayon twice: as a pool of single tasks, and with its parallel iterator, which is what it was made for.

use std::sync::Arc;

use ::rayon::ThreadPoolBuilder;
use ::rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::by_channel::{self, Execute};
use crate::pool::{CHUNK_SIZE, Handle, Pool, double_plus_one};

pub(crate) struct Rayon(::rayon::ThreadPool);

impl Pool for Rayon {
    fn start(n_workers: usize) -> Self {
        Rayon(start(n_workers))
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        self.0.spawn(move || drop(sender.send(task())));
        receiver
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        by_channel::sum(self, n_tasks)
    }
}

impl Execute for Rayon {
    fn execute(&self, task: impl FnOnce() + Send + 'static) {
        self.0.spawn(task);
    }
}

/// Takes part in the map row only, so it is no [`Pool`].
pub(crate) struct RayonIterator(::rayon::ThreadPool);

impl RayonIterator {
    pub(crate) fn start(n_workers: usize) -> Self {
        RayonIterator(start(n_workers))
    }

    pub(crate) fn map(&self, items: &Arc<[u64]>) -> Vec<u64> {
        self.0.install(|| {
            items
                .par_iter()
                .with_min_len(CHUNK_SIZE)
                .map(double_plus_one)
                .collect()
        })
    }
}

fn start(n_workers: usize) -> ::rayon::ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(n_workers)
        .build()
        .expect("threads can be started")
}

//! Our own thread pool.

use std::sync::Arc;

use futures_core::{MapOptions, as_completed};
use pool_thread::ThreadPool;

use crate::pool::{CHUNK_SIZE, Handle, Pool, double_plus_one};

pub(crate) struct Ours(ThreadPool);

impl Pool for Ours {
    fn start(n_workers: usize) -> Self {
        Ours(ThreadPool::new(n_workers).expect("threads can be started"))
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        self.0.submit(task).expect("the pool is open")
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        let futures: Vec<_> = (0..n_tasks)
            .map(|number| self.0.submit(move || number).expect("the pool is open"))
            .collect();
        as_completed(futures, None)
            .map(|future| {
                future
                    .expect("no time limit")
                    .result()
                    .expect("no task fails")
            })
            .sum()
    }

    fn map_in_chunks(&self, items: &Arc<[u64]>) -> Vec<u64> {
        let options = MapOptions::new().chunk_size(CHUNK_SIZE);
        let items = items.iter().copied();
        self.0
            .map_with(options, |item| double_plus_one(&item), items)
            .values()
            .expect("no item fails")
    }
}

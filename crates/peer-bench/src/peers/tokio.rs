//! Tokio's pool for blocking work.

use std::sync::OnceLock;

use ::tokio::runtime::{Builder, Runtime};
use ::tokio::task::{JoinHandle, JoinSet};

use crate::pool::{Handle, Pool};

/// A handle does not know the runtime that should wait for it, so there is one for the process.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

fn runtime() -> &'static Runtime {
    RUNTIME.get().expect("the pool was started")
}

pub(crate) struct Tokio;

impl Pool for Tokio {
    fn start(n_workers: usize) -> Self {
        // The one async worker has nothing to do: all tasks go to the blocking threads.
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(n_workers)
            .build();
        RUNTIME
            .set(runtime.expect("threads can be started"))
            .expect("the pool is started once");
        Tokio
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        Joined(runtime().spawn_blocking(task))
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        let mut pending = JoinSet::new();
        for number in 0..n_tasks {
            pending.spawn_blocking_on(move || number, runtime().handle());
        }
        runtime().block_on(async {
            let mut sum = 0;
            while let Some(number) = pending.join_next().await {
                sum += number.expect("no task panics");
            }
            sum
        })
    }
}

struct Joined<T>(JoinHandle<T>);

impl<T: Send + 'static> Handle<T> for Joined<T> {
    fn wait(self) -> T {
        runtime().block_on(self.0).expect("no task panics")
    }

    fn wait_all(handles: Vec<Self>, mut take: impl FnMut(T)) {
        runtime().block_on(async {
            for handle in handles {
                take(handle.0.await.expect("no task panics"));
            }
        });
    }
}

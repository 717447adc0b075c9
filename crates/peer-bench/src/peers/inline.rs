//! `futures_core::Inline`: our futures with no thread at all.

use futures_core::{Executor, Future, Inline, as_completed};

use crate::pool::{Handle, Pool};

pub(crate) struct InlineCore;

impl Pool for InlineCore {
    fn start(_: usize) -> Self {
        InlineCore
    }

    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        submit(task)
    }

    fn sum_as_completed(&self, n_tasks: u64) -> u64 {
        let futures = (0..n_tasks).map(|number| submit(move || number));
        as_completed(futures, None)
            .map(|future| {
                future
                    .expect("no time limit")
                    .result()
                    .expect("no task fails")
            })
            .sum()
    }
}

fn submit<T: Send + 'static, F: FnOnce() -> T + Send + 'static>(task: F) -> Future<T> {
    Inline.submit(task).expect("nothing is refused")
}

impl<T: Send + 'static> Handle<T> for Future<T> {
    fn wait(self) -> T {
        self.result().expect("no task fails")
    }
}

//! Completion order for pools whose handles are futures, and how a thread waits for such a handle.

use std::future::Future;

use futures_util::stream::{FuturesUnordered, StreamExt};

use crate::pool::Handle;

pub(super) fn sum(handles: impl Iterator<Item = impl Future<Output = u64>>) -> u64 {
    let mut pending: FuturesUnordered<_> = handles.collect();
    pollster::block_on(async {
        let mut sum = 0;
        while let Some(number) = pending.next().await {
            sum += number;
        }
        sum
    })
}

/// A handle that can only be awaited.
pub(super) struct Awaited<F>(pub(super) F);

impl<T, F: Future<Output = T>> Handle<T> for Awaited<F> {
    fn wait(self) -> T {
        pollster::block_on(self.0)
    }

    fn wait_all(handles: Vec<Self>, mut take: impl FnMut(T)) {
        pollster::block_on(async {
            for handle in handles {
                take(handle.0.await);
            }
        });
    }
}

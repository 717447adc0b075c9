//! What every measured pool must offer: one adapter per peer implements this and nothing else.

use std::sync::Arc;

/// Items of one chunk in the chunked map.
pub(crate) const CHUNK_SIZE: usize = 1000;

/// A pool as the rows see it. Its threads end with the process.
pub(crate) trait Pool: Sync + Sized + 'static {
    fn start(n_workers: usize) -> Self;

    /// Submits the task the way the pool's users would when they want its value.
    fn submit<T, F>(&self, task: F) -> impl Handle<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static;

    /// Submits the tasks `0..n_tasks`, each of which yields its number, and adds the results up as they arrive.
    fn sum_as_completed(&self, n_tasks: u64) -> u64;

    /// Maps in tasks of [`CHUNK_SIZE`] items; for pools without a `map` of their own, in the obvious way.
    fn map_in_chunks(&self, items: &Arc<[u64]>) -> Vec<u64> {
        let mut handles = Vec::with_capacity(items.len().div_ceil(CHUNK_SIZE));
        for start in (0..items.len()).step_by(CHUNK_SIZE) {
            let end = (start + CHUNK_SIZE).min(items.len());
            let items = Arc::clone(items);
            handles.push(self.submit(move || {
                items[start..end]
                    .iter()
                    .map(double_plus_one)
                    .collect::<Vec<u64>>()
            }));
        }
        let mut mapped = Vec::with_capacity(items.len());
        Handle::wait_all(handles, |chunk| mapped.extend(chunk));
        mapped
    }
}

/// What `submit` gives back: the peer's own handle, or a small wrapper around it.
pub(crate) trait Handle<T>: Sized {
    fn wait(self) -> T;

    /// Waits for all in the order of submission. Peers whose wait sets something up do that once.
    fn wait_all(handles: Vec<Self>, mut take: impl FnMut(T)) {
        for handle in handles {
            take(handle.wait());
        }
    }
}

/// The mapped function: little enough that only the pool's own price is seen.
pub(crate) fn double_plus_one(item: &u64) -> u64 {
    item * 2 + 1
}

impl<T> Handle<T> for oneshot::Receiver<T> {
    fn wait(self) -> T {
        self.recv().expect("the task sends its result")
    }
}

//! What every measured pool of processes must offer.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What can be sent.
pub(super) trait Sent: Serialize + DeserializeOwned + Send + 'static {}

impl<T: Serialize + DeserializeOwned + Send + 'static> Sent for T {}

/// A pool of processes as the rows see it.
pub(super) trait Processes: Sized {
    /// Bytes as the pool's users would send large ones.
    type Bytes: Sent + From<Vec<u8>> + AsRef<[u8]>;

    /// So many calls may be under way at once.
    const WINDOW: usize;

    fn start(n_workers: usize) -> Self;

    fn call<A: Sent, R: Sent>(&self, function: fn(A) -> R, argument: A) -> impl Call<R>;

    /// Maps in calls of so many items, and adds the results up.
    fn sum_in_chunks(&self, function: fn(u64) -> u64, n_items: u64) -> u64;
}

/// A call under way.
pub(super) trait Call<R> {
    /// Waits for its result. `None`: it failed.
    fn wait(self) -> Option<R>;
}

/// The functions that are called.
pub(super) fn increment(number: u64) -> u64 {
    number + 1
}

pub(super) fn hang((): ()) {
    std::thread::sleep(Duration::from_secs(1_000));
}

pub(super) fn process_number((): ()) -> u32 {
    std::process::id()
}

//! Our own pool.

use std::hint::black_box;
use std::time::{Duration, Instant};

use futures_core::{Future, MapOptions};
use pool_process::{Call as OurCall, ProcessPool, SharedBytes, SubmitOptions};

use super::pool::{Call, Processes, Sent, hang, increment};

impl Processes for ProcessPool {
    type Bytes = Bytes;
    const WINDOW: usize = usize::MAX;

    fn start(n_workers: usize) -> Self {
        ProcessPool::new(n_workers).expect("processes can be started")
    }

    fn call<A: Sent, R: Sent>(&self, function: fn(A) -> R, argument: A) -> impl Call<R> {
        self.submit(function, argument).expect("the pool is open")
    }

    fn sum_in_chunks(&self, function: fn(u64) -> u64, n_items: u64) -> u64 {
        let options = MapOptions::new().chunk_size(1_000);
        self.map_with(options, function, 0..n_items)
            .map(|result| result.expect("no item fails"))
            .sum()
    }
}

impl<R: Send + 'static> Call<R> for Future<R> {
    fn wait(self) -> Option<R> {
        self.result().ok()
    }
}

/// A plain vector: nothing special is needed.
pub(super) type Bytes = Vec<u8>;

/// The time of one trip of bytes that both ends read and nobody copies.
pub(super) fn pass_through(pool: &ProcessPool, bytes: &SharedBytes) -> Duration {
    let begin = Instant::now();
    let back = pool
        .submit(
            |bytes: SharedBytes| {
                read(&bytes);
                bytes
            },
            bytes.clone(),
        )
        .expect("the pool is open")
        .result()
        .expect("the call returns");
    read(&back);
    begin.elapsed()
}

/// The time of one trip of bytes that each end makes of its own.
pub(super) fn make_anew(pool: &ProcessPool, bytes: &[u8]) -> Duration {
    let begin = Instant::now();
    let back = pool
        .submit(
            |bytes: SharedBytes| SharedBytes::from(&bytes[..]),
            SharedBytes::from(bytes),
        )
        .expect("the pool is open")
        .result()
        .expect("the call returns");
    read(&back);
    begin.elapsed()
}

/// Looks at every byte.
fn read(bytes: &[u8]) {
    let (words, _) = bytes.as_chunks::<8>();
    let sum = words
        .iter()
        .fold(0_u64, |sum, word| sum ^ u64::from_ne_bytes(*word));
    black_box(sum);
}

/// By how much the error of a call that may run for `limit` comes after that.
pub(super) fn lateness(pool: &ProcessPool, limit: Duration) -> Duration {
    // A worker that is there, so that its start is no part of it.
    pool.submit(increment, 1)
        .expect("the pool is open")
        .result()
        .expect("the call returns");
    let options = SubmitOptions::new().task_timeout(limit);
    let begin = Instant::now();
    let future = pool
        .submit_with(options, OurCall::new(hang, ()))
        .expect("the pool is open");
    let error = future.result().expect_err("it runs for too long");
    let late = begin.elapsed().saturating_sub(limit);
    assert!(error.is_task_timeout(), "{error}");
    late
}

//! The operations of the thread pool.

use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use futures_core::{Future, ReturnWhen, as_completed, wait};
use pool_thread::ThreadPool;

use super::sampling::microseconds;
use crate::gate::Gate;
use crate::rows::sum_below;

/// So many tasks are submitted in one go where one alone is too fast for the clock.
const BATCH: usize = 100;

/// C1.
pub(super) fn make(n: usize) -> f64 {
    microseconds(|| {
        let begin = Instant::now();
        let pool = ThreadPool::new(n).expect("a pool");
        let elapsed = begin.elapsed();
        drop(pool);
        elapsed
    })
}

/// C2: each worker has a task that ends when all have one.
pub(super) fn make_use_and_end(n: usize) -> f64 {
    microseconds(|| {
        let begin = Instant::now();
        let pool = ThreadPool::new(n).expect("a pool");
        let all = Arc::new(Barrier::new(n));
        let futures: Vec<_> = (0..n).map(|_| submitted(&pool, meet(&all))).collect();
        for future in futures {
            future.result().expect("no task fails");
        }
        drop(pool);
        begin.elapsed()
    })
}

fn meet(all: &Arc<Barrier>) -> impl FnOnce() + Send + 'static {
    let all = Arc::clone(all);
    move || {
        all.wait();
    }
}

/// C5: the time of one, with so many in the queue.
pub(super) fn submit_one_more(n_workers: usize, n: usize) -> f64 {
    let (pool, gate) = blocked(n_workers);
    let waiting: Vec<_> = (0..n)
        .map(|number| submitted(&pool, move || number))
        .collect();
    let mut more = Vec::new();
    let times = (0..7).map(|_| {
        more.reserve(BATCH);
        let begin = Instant::now();
        for number in 0..BATCH {
            more.push(submitted(&pool, move || number));
        }
        begin.elapsed() / BATCH as u32
    });
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    gate.open();
    sum_of(waiting.into_iter().chain(more));
    times[times.len() / 2].as_secs_f64() * 1e6
}

/// C6: the submitting alone, with workers that do nothing yet.
pub(super) fn submit(n_workers: usize, n: usize) -> f64 {
    microseconds(|| {
        let (pool, gate) = blocked(n_workers);
        let begin = Instant::now();
        let futures = numbered(&pool, n);
        let elapsed = begin.elapsed();
        gate.open();
        assert_eq!(sum_of(futures), sum_below(n as u64), "a result was lost");
        elapsed
    })
}

/// C8.
pub(super) fn map(n_workers: usize, n: usize) -> f64 {
    let pool = ThreadPool::new(n_workers).expect("a pool");
    microseconds(|| {
        let begin = Instant::now();
        let mapped: Vec<u64> = pool
            .map(|item: u64| item * 2 + 1, 0..n as u64)
            .map(|value| value.expect("no item fails"))
            .collect();
        let elapsed = begin.elapsed();
        assert_eq!(black_box(mapped).len(), n);
        elapsed
    })
}

/// C9: the task has ended.
pub(super) fn result(n_workers: usize, n: usize) -> f64 {
    let pool = ThreadPool::new(n_workers).expect("a pool");
    microseconds(|| {
        let future = submitted(&pool, move || vec![1_u8; n]);
        while !future.done() {
            std::thread::yield_now();
        }
        let begin = Instant::now();
        let bytes = future.result().expect("no task fails");
        let elapsed = begin.elapsed();
        assert_eq!(black_box(bytes).len(), n);
        elapsed
    })
}

/// C11.
pub(super) fn as_completed_of(n_workers: usize, n: usize) -> f64 {
    from_the_start(n_workers, n, |futures| {
        as_completed(futures, None)
            .map(|future| future.expect("no time limit"))
            .map(|future| future.result().expect("no task fails"))
            .sum()
    })
}

/// C12.
pub(super) fn wait_for_all(n_workers: usize, n: usize) -> f64 {
    from_the_start(n_workers, n, |futures| {
        let ended = wait(futures, None, ReturnWhen::AllCompleted).expect("a wait");
        assert_eq!(ended.not_done.len(), 0);
        sum_of(ended.done)
    })
}

/// C13: gets in line at each future, and leaves again.
pub(super) fn look_for_the_first(n_workers: usize, n: usize) -> f64 {
    let (pool, gate) = blocked(n_workers);
    let mut futures = numbered(&pool, n);
    let time = microseconds(|| {
        let given = std::mem::take(&mut futures);
        let begin = Instant::now();
        let found = wait(given, Some(Duration::ZERO), ReturnWhen::FirstCompleted).expect("a wait");
        let elapsed = begin.elapsed();
        assert_eq!(found.done.len(), 0, "a task has ended behind a shut gate");
        futures = found.not_done;
        elapsed
    });
    gate.open();
    sum_of(futures);
    time
}

/// The time from the moment in which `n` tasks may begin until `take` has the sum of what they yield.
fn from_the_start(n_workers: usize, n: usize, take: impl Fn(Vec<Future<u64>>) -> u64) -> f64 {
    microseconds(|| {
        let (pool, gate) = blocked(n_workers);
        let futures = numbered(&pool, n);
        let begin = Instant::now();
        gate.open();
        let sum = take(futures);
        let elapsed = begin.elapsed();
        assert_eq!(sum, sum_below(n as u64), "a result was lost");
        elapsed
    })
}

/// A pool whose workers all wait for the gate.
fn blocked(n_workers: usize) -> (ThreadPool, Arc<Gate>) {
    let pool = ThreadPool::new(n_workers).expect("a pool");
    let gate = Arc::new(Gate::default());
    for _ in 0..n_workers {
        let gate = Arc::clone(&gate);
        drop(submitted(&pool, move || gate.enter_and_wait()));
    }
    gate.wait_until_entered(n_workers);
    (pool, gate)
}

/// Tasks that yield their numbers.
fn numbered(pool: &ThreadPool, n: usize) -> Vec<Future<u64>> {
    (0..n as u64)
        .map(|number| submitted(pool, move || number))
        .collect()
}

fn submitted<T, F>(pool: &ThreadPool, task: F) -> Future<T>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    pool.submit(task).expect("the pool is open")
}

fn sum_of<T: std::iter::Sum<T> + Send + 'static>(
    futures: impl IntoIterator<Item = Future<T>>,
) -> T {
    futures
        .into_iter()
        .map(|future| future.result().expect("no task fails"))
        .sum()
}

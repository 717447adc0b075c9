//! The operations of the process pool.

use std::time::Instant;

use futures_core::Future;
use pool_process::ProcessPool;

use super::sampling::microseconds;
use crate::rows::sum_below;

/// C3.
pub(super) fn make(n: usize) -> f64 {
    microseconds(|| {
        let begin = Instant::now();
        let pool = ProcessPool::new(n).expect("a pool");
        let elapsed = begin.elapsed();
        drop(pool);
        elapsed
    })
}

/// C4.
pub(super) fn make_use_and_end(n: usize) -> f64 {
    microseconds(|| {
        let begin = Instant::now();
        let pool = ProcessPool::new(n).expect("a pool");
        assert_eq!(called(&pool, 1).result().expect("no call fails"), 1);
        drop(pool);
        begin.elapsed()
    })
}

/// C7: the submitting alone, while the workers work.
pub(super) fn submit(n_workers: usize, n: usize) -> f64 {
    let pool = ProcessPool::new(n_workers).expect("a pool");
    called(&pool, 1).result().expect("no call fails");
    microseconds(|| {
        let begin = Instant::now();
        let futures: Vec<_> = (0..n as u64).map(|number| called(&pool, number)).collect();
        let elapsed = begin.elapsed();
        let results = futures.into_iter().map(|future| future.result());
        let sum: u64 = results.map(|number| number.expect("no call fails")).sum();
        assert_eq!(sum, sum_below(n as u64), "a result was lost");
        elapsed
    })
}

/// C10.
pub(super) fn result(n_workers: usize, n: usize) -> f64 {
    let pool = ProcessPool::new(n_workers).expect("a pool");
    called(&pool, 1).result().expect("no call fails");
    microseconds(|| {
        let begin = Instant::now();
        let future = pool.submit(ones, n).expect("the pool is open");
        let bytes = future.result().expect("no call fails");
        let elapsed = begin.elapsed();
        assert_eq!(bytes.len(), n);
        elapsed
    })
}

fn called(pool: &ProcessPool, number: u64) -> Future<u64> {
    pool.submit(same, number).expect("the pool is open")
}

fn same(number: u64) -> u64 {
    number
}

fn ones(n: usize) -> Vec<u8> {
    vec![1; n]
}

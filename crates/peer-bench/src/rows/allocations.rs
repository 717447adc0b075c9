//! How many allocations a submitted and collected task costs once the pool has seen as many before.

use std::hint::black_box;
use std::sync::Arc;

use super::repeat::sum_below;
use crate::counting::{self, Count};
use crate::options::Size;
use crate::pool::{Handle, Pool};

pub(crate) fn allocations<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    let n_tasks = size.tasks(100_000) as u64;
    let submitted = second_time(|| count_tasks(pool, n_tasks));

    let n_items = size.tasks(1_000_000);
    let items: Arc<[u64]> = (0..n_items as u64).collect();
    let mapped = second_time(|| counting::count(|| drop(black_box(pool.map_in_chunks(&items)))));

    vec![
        submitted.n_allocations as f64 / n_tasks as f64,
        submitted.n_bytes as f64 / n_tasks as f64,
        mapped.n_allocations as f64 / n_items as f64,
    ]
}

/// The caller's vector of handles is its own affair and made beforehand.
fn count_tasks<P: Pool>(pool: &P, n_tasks: u64) -> Count {
    let mut handles = Vec::with_capacity(n_tasks as usize);
    counting::count(|| {
        for number in 0..n_tasks {
            handles.push(pool.submit(move || black_box(number)));
        }
        let mut sum = 0;
        Handle::wait_all(handles, |number| sum += number);
        assert_eq!(sum, sum_below(n_tasks), "a result was lost");
    })
}

/// The first time, queues grow and threads set themselves up.
fn second_time(mut run: impl FnMut() -> Count) -> Count {
    run();
    run()
}

//! T1: one thread submits many empty tasks and then collects their values in order.

use std::hint::black_box;
use std::time::Instant;

use super::repeat::{median_per_unit, sum_below};
use crate::options::Size;
use crate::pool::{Handle, Pool};

pub(crate) fn throughput<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    let n_tasks = size.tasks(1_000_000) as u64;
    median_per_unit(n_tasks, || {
        let begin = Instant::now();
        let mut handles = Vec::with_capacity(n_tasks as usize);
        for number in 0..n_tasks {
            handles.push(pool.submit(move || black_box(number)));
        }
        let submitted = begin.elapsed();
        let mut sum = 0;
        Handle::wait_all(handles, |number| sum += number);
        let total = begin.elapsed();
        assert_eq!(sum, sum_below(n_tasks), "a result was lost");
        [total, submitted]
    })
    .to_vec()
}

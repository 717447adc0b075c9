//! T5: four threads submit to the same pool at once, and each collects its own values in order.

use std::hint::black_box;

use super::repeat::{sum_below, time_per_unit};
use crate::options::Size;
use crate::pool::{Handle, Pool};

const N_PRODUCERS: u64 = 4;

pub(crate) fn producers<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    let n_each = size.tasks(1_000_000) as u64 / N_PRODUCERS;
    let time = time_per_unit(n_each * N_PRODUCERS, || {
        std::thread::scope(|scope| {
            for _ in 0..N_PRODUCERS {
                scope.spawn(|| produce(pool, n_each));
            }
        });
    });
    vec![time]
}

fn produce<P: Pool>(pool: &P, n_tasks: u64) {
    let mut handles = Vec::with_capacity(n_tasks as usize);
    for number in 0..n_tasks {
        handles.push(pool.submit(move || black_box(number)));
    }
    let mut sum = 0;
    Handle::wait_all(handles, |number| sum += number);
    assert_eq!(sum, sum_below(n_tasks), "a result was lost");
}

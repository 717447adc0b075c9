//! How a child repeats a timed piece of work: once to warm up, then a few times, of which the median counts.

use std::time::{Duration, Instant};

use crate::stats;

const N_REPETITIONS: usize = 3;

/// Nanoseconds per unit of work when `run` does `n_units` of them.
pub(crate) fn time_per_unit(n_units: u64, mut run: impl FnMut()) -> f64 {
    median_per_unit(n_units, || {
        let begin = Instant::now();
        run();
        [begin.elapsed()]
    })[0]
}

/// The same for work that times several parts of itself.
pub(crate) fn median_per_unit<const N: usize>(
    n_units: u64,
    mut run: impl FnMut() -> [Duration; N],
) -> [f64; N] {
    run();
    let times: Vec<[Duration; N]> = (0..N_REPETITIONS).map(|_| run()).collect();
    std::array::from_fn(|part| {
        let nanoseconds = times
            .iter()
            .map(|time| time[part].as_nanos() as f64 / n_units as f64);
        stats::spread(nanoseconds)
            .expect("there are repetitions")
            .median
    })
}

/// What the tasks `0..n` add up to when each yields its number.
pub(crate) fn sum_below(n: u64) -> u64 {
    n * (n - 1) / 2
}

//! T2: one task at a time, submitted and waited for, over and over, so that nobody has been idle for long.

use std::hint::black_box;
use std::time::Instant;

use crate::options::Size;
use crate::pool::{Handle, Pool};
use crate::stats;

pub(crate) fn round_trip<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    round_trip_by(size, || {
        assert_eq!(pool.submit(|| black_box(1_u64)).wait(), 1)
    })
}

/// The median and the 99th percentile of single trips, in nanoseconds.
pub(crate) fn round_trip_by(size: Size, mut trip: impl FnMut()) -> Vec<f64> {
    let n_trips = size.tasks(40_000);
    for _ in 0..n_trips / 10 {
        trip();
    }
    let mut times: Vec<f64> = (0..n_trips)
        .map(|_| {
            let begin = Instant::now();
            trip();
            begin.elapsed().as_nanos() as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    vec![stats::quantile(&times, 0.5), stats::quantile(&times, 0.99)]
}

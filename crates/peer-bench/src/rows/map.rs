//! Chunked map: a cheap function over a million numbers, the results in order in one vector.

use std::hint::black_box;
use std::sync::Arc;

use super::repeat::time_per_unit;
use crate::options::Size;
use crate::pool::Pool;

/// A repetition of only a few milliseconds would be at the mercy of a single time slice.
const N_MAPS: u64 = 10;

pub(crate) fn map<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    map_by(size, |items| pool.map_in_chunks(items))
}

pub(crate) fn map_by(size: Size, run: impl Fn(&Arc<[u64]>) -> Vec<u64>) -> Vec<f64> {
    let n_items = size.tasks(1_000_000) as u64;
    let items: Arc<[u64]> = (0..n_items).collect();
    let time = time_per_unit(n_items * N_MAPS, || {
        for _ in 0..N_MAPS {
            let mapped = run(black_box(&items));
            assert_eq!(mapped.len(), items.len(), "an item was lost");
            assert_eq!(
                mapped.last(),
                Some(&(n_items * 2 - 1)),
                "the order was lost"
            );
            black_box(mapped);
        }
    });
    vec![time]
}

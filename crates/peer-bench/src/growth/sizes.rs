//! Which operation a row is about, measured at each of its sizes.

use super::{processes, threads};
use crate::options::{Order, Size};

/// With `--quick` sizes beyond this are left out.
const LARGEST_FOR_A_LOOK: usize = 10_000;

/// Microseconds at each size of the row.
pub(crate) fn measure(order: &Order) -> Vec<f64> {
    let sizes = order.row.metrics.iter();
    sizes
        .map(|size| size.key.parse().expect("sizes are numbers"))
        .map(|n| match order.size {
            Size::Quick if n > LARGEST_FOR_A_LOOK => f64::NAN,
            _ => at(order, n),
        })
        .collect()
}

fn at(order: &Order, n: usize) -> f64 {
    let n_workers = order.n_workers;
    match order.row.id {
        "C1" => threads::make(n),
        "C2" => threads::make_use_and_end(n),
        "C3" => processes::make(n),
        "C4" => processes::make_use_and_end(n),
        "C5" => threads::submit_one_more(n_workers, n),
        "C6" => threads::submit(n_workers, n),
        "C7" => processes::submit(n_workers, n),
        "C8" => threads::map(n_workers, n),
        "C9" => threads::result(n_workers, n),
        "C10" => processes::result(n_workers, n),
        "C11" => threads::as_completed_of(n_workers, n),
        "C12" => threads::wait_for_all(n_workers, n),
        "C13" => threads::look_for_the_first(n_workers, n),
        id => panic!("the row {id} is not about growth"),
    }
}

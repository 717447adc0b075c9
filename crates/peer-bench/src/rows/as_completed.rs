//! T6: the values are consumed in the order in which the tasks complete.

use super::repeat::{sum_below, time_per_unit};
use crate::options::Size;
use crate::pool::Pool;

pub(crate) fn as_completed<P: Pool>(pool: &P, size: Size) -> Vec<f64> {
    let n_tasks = size.tasks(200_000) as u64;
    let time = time_per_unit(n_tasks, || {
        assert_eq!(
            pool.sum_as_completed(n_tasks),
            sum_below(n_tasks),
            "a result was lost"
        );
    });
    vec![time]
}

//! T7: how much the resident memory grows per task that waits in the queue, its handle included.

use std::hint::black_box;
use std::sync::Arc;

use super::repeat::sum_below;
use crate::gate::Gate;
use crate::machine;
use crate::options::Size;
use crate::pool::{Handle, Pool};

pub(crate) fn pending<P: Pool>(pool: &P, n_workers: usize, size: Size) -> Vec<f64> {
    let n_tasks = size.tasks(1_000_000) as u64;
    let gate = Arc::new(Gate::default());
    let mut blocked = Vec::new();
    for _ in 0..n_workers {
        let gate = Arc::clone(&gate);
        blocked.push(pool.submit(move || gate.enter_and_wait()));
    }
    gate.wait_until_entered(n_workers);

    let before = machine::resident_bytes();
    let mut handles = Vec::with_capacity(n_tasks as usize);
    for number in 0..n_tasks {
        handles.push(pool.submit(move || black_box(number)));
    }
    let grown = machine::resident_bytes() - before;

    gate.open();
    Handle::wait_all(blocked, |()| ());
    let mut sum = 0;
    Handle::wait_all(handles, |number| sum += number);
    assert_eq!(sum, sum_below(n_tasks), "a result was lost");
    vec![grown / n_tasks as f64]
}

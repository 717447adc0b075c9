//! Which tasks are running and which pending right after `submit`: a matter of numbers, never of luck.

use conformance::Gate;
use futures_core::host::Lock;
use pool_thread::{Future, Shutdown, ThreadPool};

/// Python's lesson on cancelling: of four tasks for two workers the first two cannot be cancelled, the others can.
#[test]
fn of_four_tasks_for_two_workers_the_last_two_can_be_cancelled() {
    for _ in 0..1000 {
        let pool = ThreadPool::new(2).unwrap();
        let gate = Gate::new();
        let mut answers = Vec::new();
        let mut futures: Vec<Future<()>> = Vec::new();
        for _ in 0..4 {
            let gate = gate.clone();
            let future = pool.submit(move || gate.pass()).unwrap();
            answers.push(future.cancel());
            futures.push(future);
        }
        gate.open();
        assert_eq!(answers, [false, false, true, true]);
        pool.shutdown(Shutdown::Drain);
        assert_eq!(pool.stats().workers, 0);
        assert_eq!((pool.stats().finished, pool.stats().cancelled), (2, 2));
    }
}

#[test]
fn tasks_start_in_the_order_of_submission() {
    let pool = ThreadPool::new(1).unwrap();
    let order = std::sync::Arc::new(Lock::new(Vec::new()));
    for i in 0..100 {
        let order = order.clone();
        let _unneeded = pool.submit(move || order.lock().push(i)).unwrap();
    }
    pool.shutdown(Shutdown::Drain);
    assert_eq!(*order.lock(), (0..100).collect::<Vec<_>>());
}

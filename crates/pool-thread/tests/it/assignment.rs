//! Which tasks are running and which pending right after `submit`: a matter of numbers, never of luck.

use conformance::Gate;
use futures_core::host::Lock;
use pool_thread::{Future, Shutdown, State, ThreadPool};

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

/// The worker does its books before it shows the result, so who has seen one finds it free and the task counted.
#[test]
fn who_has_seen_a_result_finds_the_worker_free() {
    let pool = ThreadPool::new(1).unwrap();
    for n in 1..=20_000 {
        let future = pool.submit(move || n).unwrap();
        assert_ne!(future.state(), State::Pending);
        assert_eq!(future.result().unwrap(), n);
        assert_eq!((pool.stats().finished, pool.stats().active), (n, 0));
    }
    let three = ThreadPool::new(3).unwrap();
    for n in 0..20_000 {
        assert_eq!(three.submit(move || n).unwrap().result().unwrap(), n);
    }
    assert_eq!(three.stats().largest_workers, 1);
}

/// A worker is not free while it calls callbacks, and a task that is submitted meanwhile does not wait behind them.
#[test]
fn a_task_is_not_handed_to_a_worker_that_is_busy_with_callbacks() {
    let pool = ThreadPool::new(2).unwrap();
    for _ in 0..200 {
        let (gate, start) = (Gate::new(), Gate::new());
        let (held, started) = (gate.clone(), start.clone());
        let future = pool.submit(move || started.pass()).unwrap();
        future.on_done(move |_, _| held.pass());
        start.open();
        future.result().unwrap();
        gate.wait_arrived(1);
        assert_eq!(pool.submit(|| 7).unwrap().result().unwrap(), 7);
        gate.open();
    }
}

/// Callbacks that come while the end is being told: they may wait for tasks, also for one that the worker was to do next.
#[test]
fn a_callback_that_comes_in_the_last_moment_may_wait_for_the_next_task() {
    let pool = ThreadPool::new(1).unwrap();
    for _ in 0..2_000 {
        let first = pool.submit(|| ()).unwrap();
        let second = pool.submit(|| 2).unwrap().shared();
        let handle = pool.handle();
        let (done, waited) = pool_thread::promise::<bool>();
        let awaited = second.clone();
        first.on_done(move |_, _| {
            let nested = handle.submit(|| 3).unwrap();
            let timeout = std::time::Duration::from_secs(60);
            let both = awaited.result_timeout(timeout).is_ok() && nested.result().is_ok();
            done.set_result(both).unwrap();
        });
        assert!(waited.result().unwrap());
        assert_eq!(*second.result().unwrap(), 2);
    }
}

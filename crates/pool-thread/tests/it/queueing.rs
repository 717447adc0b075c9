//! Bounded queues: the three policies, and places that become free.

use conformance::Gate;
use futures_core::host;
use pool_thread::{ErrorKind, Future, ThreadPool, WhenFull};

/// A pool of one worker that is held at a gate, with room for two pending tasks.
fn held_pool(when_full: WhenFull) -> (ThreadPool, Gate, Future<()>) {
    let pool = ThreadPool::builder()
        .max_workers(1)
        .queue_limit(2, when_full)
        .build()
        .unwrap();
    let gate = Gate::new();
    let held = gate.clone();
    let first = pool.submit(move || held.pass()).unwrap();
    gate.wait_arrived(1);
    (pool, gate, first)
}

#[test]
fn a_full_queue_rejects_and_hands_the_job_back() {
    let (pool, gate, _first) = held_pool(WhenFull::Reject);
    let second = pool.submit(|| 2).unwrap();
    let _third = pool.submit(|| 3).unwrap();
    let rejected = pool.submit(|| 4).unwrap_err();
    assert_eq!(rejected.error().kind(), ErrorKind::QueueFull);
    assert_eq!(
        rejected.to_string(),
        "the queue of ThreadPool-0 is full (2 tasks)".replace("ThreadPool-0", pool.name())
    );
    assert_eq!(rejected.into_job()(), 4);
    // The place of a cancelled task is free at once, though its shell still stands in the queue.
    assert!(second.cancel());
    let fifth = pool.submit(|| 5).unwrap();
    gate.open();
    assert_eq!(fifth.result().unwrap(), 5);
}

#[test]
fn a_full_queue_lets_the_caller_run_the_task() {
    let (pool, gate, _first) = held_pool(WhenFull::RunInCaller);
    let _queued = [pool.submit(|| 2).unwrap(), pool.submit(|| 3).unwrap()];
    let here = host::current();
    let ran = pool.submit(host::current).unwrap();
    assert!(ran.done());
    assert_eq!(ran.result().unwrap(), here);
    gate.open();
}

#[test]
fn a_full_queue_makes_the_caller_wait_for_room() {
    let (pool, gate, _first) = held_pool(WhenFull::Block);
    let submitters = ThreadPool::new(3).unwrap();
    let _queued = [pool.submit(|| 2).unwrap(), pool.submit(|| 3).unwrap()];
    let blocked: Vec<_> = (0..3)
        .map(|n| {
            let handle = pool.handle();
            submitters
                .submit(move || handle.submit(move || n).unwrap().result().unwrap())
                .unwrap()
        })
        .collect();
    gate.open();
    let results: Vec<i32> = blocked
        .into_iter()
        .map(|future| future.result().unwrap())
        .collect();
    assert_eq!(results, [0, 1, 2]);
}

#[test]
fn a_blocking_submit_from_the_pools_own_worker_runs_the_task_itself() {
    let pool = ThreadPool::builder()
        .max_workers(1)
        .queue_limit(1, WhenFull::Block)
        .build()
        .unwrap();
    let handle = pool.handle();
    let outer = pool.submit(move || {
        let futures: Vec<_> = (0..10).map(|n| handle.submit(move || n).unwrap()).collect();
        futures
            .into_iter()
            .map(|future| future.result().unwrap())
            .sum::<i32>()
    });
    assert_eq!(outer.unwrap().result().unwrap(), 45);
}

#[test]
fn a_submit_that_waits_for_room_is_refused_when_the_pool_is_shut_down() {
    let (pool, gate, _first) = held_pool(WhenFull::Block);
    let submitter = ThreadPool::new(1).unwrap();
    let _queued = [pool.submit(|| 2).unwrap(), pool.submit(|| 3).unwrap()];
    let handle = pool.handle();
    let refused = submitter
        .submit(move || {
            handle
                .submit(|| 4)
                .is_err_and(|it| it.error().is_shut_down())
        })
        .unwrap();
    pool.shutdown(pool_thread::Shutdown::CancelPendingNoWait);
    assert!(refused.result().unwrap());
    gate.open();
}

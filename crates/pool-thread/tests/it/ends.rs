//! How a pool ends, and what must not disturb it: panicking destructors, callbacks that submit, itself as the caller.

use std::sync::Arc;
use std::time::Duration;

use conformance::{Counter, Gate};
use futures_core::host::Lock;
use pool_thread::{ErrorKind, Future, Shutdown, ThreadPool, Unfinished};

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("a bomb was dropped");
        }
    }
}

#[test]
fn a_result_whose_destructor_panics_harms_neither_worker_nor_pool() {
    let pool = ThreadPool::new(1).unwrap();
    let gate = Gate::new();
    for _ in 0..10 {
        let held = gate.clone();
        let made = pool
            .submit(move || {
                held.pass();
                Bomb
            })
            .unwrap();
        // Nobody takes the result, so the worker drops it.
        drop(made);
    }
    gate.open();
    assert_eq!(pool.submit(|| 7).unwrap().result().unwrap(), 7);
    assert_eq!(pool.stats().workers, 1);
}

#[test]
fn a_closure_whose_destructor_panics_harms_neither_canceller_nor_pool() {
    let pool = ThreadPool::new(1).unwrap();
    let gate = Gate::new();
    let held = gate.clone();
    let first = pool.submit(move || held.pass()).unwrap();
    let bomb = Bomb;
    let second = pool.submit(move || std::mem::forget(bomb)).unwrap();
    assert!(second.cancel());
    gate.open();
    first.result().unwrap();
    assert!(second.result().unwrap_err().is_cancelled());
    assert_eq!(pool.submit(|| 7).unwrap().result().unwrap(), 7);
}

#[test]
fn a_callback_that_submits_during_shutdown_is_refused_and_does_not_hang() {
    for mode in [Shutdown::Drain, Shutdown::CancelPending] {
        let pool = ThreadPool::new(1).unwrap();
        let gate = Gate::new();
        let refused = Counter::new();
        let futures: Vec<_> = (0..5)
            .map(|_| {
                let held = gate.clone();
                let future = pool.submit(move || held.pass()).unwrap();
                let (handle, refused) = (pool.handle(), refused.clone());
                future.on_done(move |_, _| {
                    let rejected = handle.submit(|| ()).unwrap_err();
                    assert_eq!(rejected.error().kind(), ErrorKind::ShutDown);
                    handle.shutdown(Shutdown::CancelPendingNoWait);
                    refused.add();
                });
                future
            })
            .collect();
        gate.wait_arrived(1);
        let no_wait = if mode.cancels() {
            Shutdown::CancelPendingNoWait
        } else {
            Shutdown::DrainNoWait
        };
        pool.shutdown(no_wait);
        gate.open();
        pool.shutdown(mode);
        assert_eq!(refused.get(), 5);
        assert!(futures.iter().all(|future| future.done()));
    }
}

#[test]
fn a_pool_that_is_dropped_inside_its_own_worker_ends() {
    for _ in 0..50 {
        let pool = Arc::new(Lock::new(Some(ThreadPool::new(2).unwrap())));
        let handle = pool.lock().as_ref().unwrap().handle();
        let owner = pool.clone();
        let future = handle
            .submit(move || {
                let pool = owner.lock().take().unwrap();
                drop(pool);
                7
            })
            .unwrap();
        assert_eq!(future.result().unwrap(), 7);
        assert!(handle.submit(|| ()).is_err());
        handle.shutdown(Shutdown::Drain);
        assert_eq!(handle.stats().workers, 0);
    }
}

#[test]
fn a_shutdown_with_a_limit_reports_what_is_left() {
    let pool = ThreadPool::new(1).unwrap();
    let gate = Gate::new();
    let futures: Vec<_> = (0..3)
        .map(|_| {
            let held = gate.clone();
            pool.submit(move || held.pass()).unwrap()
        })
        .collect();
    gate.wait_arrived(1);
    let left = pool
        .shutdown_timeout(Shutdown::Drain, Duration::ZERO)
        .unwrap_err();
    assert_eq!(
        left,
        Unfinished {
            running: 1,
            pending: 2
        }
    );
    assert_eq!(
        left.to_string(),
        "the shutdown is not complete: 1 running, 2 pending"
    );
    gate.open();
    pool.shutdown_timeout(Shutdown::Drain, Duration::from_secs(3600))
        .unwrap();
    assert!(futures.iter().all(|future| future.done()));
}

#[test]
fn a_pool_that_is_dropped_while_its_thread_panics_cancels_what_is_pending() {
    let gate = Gate::new();
    let pending = Arc::new(Lock::new(Vec::new()));
    let (held, kept) = (gate.clone(), pending.clone());
    let panic = futures_core::panics::catch(move || {
        let pool = ThreadPool::new(1).unwrap();
        let first = held.clone();
        let _running = pool.submit(move || first.pass()).unwrap();
        let future = pool.submit(|| ()).unwrap();
        future.on_done(move |_, _| held.open());
        kept.lock().push(future);
        panic!("on purpose");
    });
    assert_eq!(panic.unwrap_err().message(), "on purpose");
    let futures = std::mem::take(&mut *pending.lock());
    assert!(futures[0].cancelled());
}

#[test]
fn workers_without_work_leave_after_their_keep_alive() {
    let pool = ThreadPool::builder()
        .max_workers(2)
        .keep_alive(Duration::from_millis(1))
        .build()
        .unwrap();
    let gone = Counter::new();
    assert_eq!(pool.submit(|| 1).unwrap().result().unwrap(), 1);
    while pool.stats().workers > 0 {
        // Only the passing of real time ends the patience of a worker; a parked wait lets it pass.
        gone.wait_for_timeout(1, Duration::from_millis(1));
    }
    assert_eq!(pool.submit(|| 2).unwrap().result().unwrap(), 2);
}

/// The first worker's initializer fails while the others, whose tasks are on their way, succeed.
#[test]
fn a_pool_whose_first_initializer_fails_ends() {
    for _ in 0..1_000 {
        let calls = Counter::new();
        let initializer = move || {
            if calls.add() == 1 {
                Err("the first one fails")
            } else {
                Ok(())
            }
        };
        let pool = ThreadPool::builder()
            .max_workers(4)
            .initializer(initializer)
            .build()
            .unwrap();
        let futures: Vec<_> = (0..4).filter_map(|n| pool.submit(move || n).ok()).collect();
        pool.shutdown(Shutdown::Drain);
        assert!(futures.iter().all(Future::done));
        let stats = pool.stats();
        assert_eq!(
            (stats.workers, stats.finished + stats.failed),
            (0, futures.len() as u64),
            "{stats:?}"
        );
    }
}

/// Says nothing, loudly.
#[derive(Debug)]
struct Unspeakable;

impl std::fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("it cannot be said");
    }
}

impl std::error::Error for Unspeakable {}

#[test]
fn an_initializer_whose_error_cannot_be_shown_breaks_the_pool_all_the_same() {
    let initializer = || Err::<(), _>(Unspeakable);
    let pool = ThreadPool::builder()
        .max_workers(1)
        .initializer(initializer)
        .build()
        .unwrap();
    let future = pool.submit(|| ()).unwrap();
    assert!(future.result().unwrap_err().is_broken_pool());
}

#[test]
fn what_was_cancelled_before_the_shutdown_stays_counted() {
    let pool = ThreadPool::new(1).unwrap();
    let gate = Gate::new();
    let held = gate.clone();
    let _running = pool.submit(move || held.pass()).unwrap();
    let futures = [pool.submit(|| 1).unwrap(), pool.submit(|| 2).unwrap()];
    assert!(futures[0].cancel());
    assert_eq!(pool.stats().cancelled, 1);
    pool.shutdown(Shutdown::CancelPendingNoWait);
    assert_eq!(pool.stats().cancelled, 2);
    gate.open();
}

#[test]
fn a_name_that_no_thread_can_have_is_refused() {
    let error = ThreadPool::builder()
        .thread_name_prefix("a\0b")
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "thread_name_prefix must not contain a NUL character"
    );
}

//! Tasks that wait for each other: one of them is told, nobody hangs.

use std::sync::Arc;

use conformance::{Counter, Gate};
use futures_core::host::Lock;
use pool_thread::{Error, PoolHandle, ReturnWhen, SharedFuture, ThreadPool, promise, wait};

type Slot = Arc<Lock<Option<SharedFuture<bool>>>>;

/// A task that waits for whatever future is put into its slot, once both sides are ready. Says whether it was told of a
/// deadlock.
fn waiter(pool: &PoolHandle, slot: &Slot, ready: &Counter, expected: u64) -> SharedFuture<bool> {
    let (slot, ready) = (slot.clone(), ready.clone());
    pool.submit(move || {
        ready.add();
        ready.wait_for(expected);
        let other = slot.lock().take().unwrap();
        match other.result() {
            Ok(_) => false,
            Err(error) => error.is_deadlock(),
        }
    })
    .unwrap()
    .shared()
}

/// Task `i` of `pools.len()` waits for task `i + 1`, the last for the first. How many were told?
fn ring(pools: &[PoolHandle]) -> usize {
    let ready = Counter::new();
    let n = pools.len() as u64;
    let slots: Vec<Slot> = pools.iter().map(|_| Slot::default()).collect();
    let futures: Vec<_> = pools
        .iter()
        .zip(&slots)
        .map(|(pool, slot)| waiter(pool, slot, &ready, n + 1))
        .collect();
    for (i, slot) in slots.iter().enumerate() {
        *slot.lock() = Some(futures[(i + 1) % futures.len()].clone());
    }
    ready.add();
    futures
        .iter()
        .filter(|future| *future.result().unwrap())
        .count()
}

#[test]
fn two_workers_that_close_a_cycle_at_the_same_moment_get_exactly_one_error() {
    let pool = ThreadPool::new(2).unwrap();
    for _ in 0..300 {
        assert_eq!(ring(&[pool.handle(), pool.handle()]), 1);
    }
}

#[test]
fn a_cycle_through_several_pools_is_found() {
    let pools: Vec<_> = (0..3).map(|_| ThreadPool::new(1).unwrap()).collect();
    let handles: Vec<_> = pools.iter().map(ThreadPool::handle).collect();
    for _ in 0..100 {
        assert_eq!(ring(&handles[..2]), 1);
        assert_eq!(ring(&handles), 1);
    }
}

#[test]
fn the_error_names_who_waits_for_whom() {
    let pool = ThreadPool::builder()
        .max_workers(1)
        .thread_name_prefix("solo")
        .build()
        .unwrap();
    let slot = Slot::default();
    let gate = Gate::new();
    let (held, own) = (gate.clone(), slot.clone());
    let future = pool
        .submit(move || {
            held.pass();
            let myself = own.lock().take().unwrap();
            let error: Error = myself.result().map(|_| ()).unwrap_err();
            assert_eq!(
                error.to_string(),
                "deadlock: task 1 on solo_0 waits for task 1"
            );
            error.is_deadlock()
        })
        .unwrap()
        .shared();
    *slot.lock() = Some(future.clone());
    gate.open();
    assert!(future.result().unwrap());
}

/// A waits for the first of two tasks, one of which waits for A; the other is free, so there is no deadlock.
#[test]
fn a_wait_for_the_first_of_several_is_stuck_only_if_all_are() {
    let pool = ThreadPool::new(3).unwrap();
    for _ in 0..100 {
        let slot = Slot::default();
        let gate = Gate::new();
        let (go, both) = promise::<Vec<SharedFuture<bool>>>();
        let a = pool
            .submit(move || {
                let both = both.result().unwrap();
                let sorted = wait(&both, None, ReturnWhen::FirstCompleted).unwrap();
                sorted.done.len() == 1
            })
            .unwrap()
            .shared();
        *slot.lock() = Some(a.clone());
        let waits_for_a = {
            let slot = slot.clone();
            let body = move || {
                let a = slot.lock().clone().unwrap();
                *a.result().unwrap()
            };
            pool.submit(body).unwrap().shared()
        };
        let free = {
            let gate = gate.clone();
            let body = move || {
                gate.pass();
                true
            };
            pool.submit(body).unwrap().shared()
        };
        go.set_result(vec![waits_for_a.clone(), free]).unwrap();
        gate.open();
        assert!(a.result().unwrap());
        assert!(waits_for_a.result().unwrap());
    }
}

/// The wait for the first exception becomes hopeless when the member that could still have failed ends well, which wakes
/// nobody but must be noticed.
#[test]
fn a_wait_for_the_first_exception_that_becomes_hopeless_is_found() {
    let pool = ThreadPool::new(3).unwrap();
    for _ in 0..100 {
        let slot = Slot::default();
        let gate = Gate::new();
        let (go, both) = promise::<Vec<SharedFuture<bool>>>();
        let a = pool
            .submit(move || {
                let both = both.result().unwrap();
                wait(&both, None, ReturnWhen::FirstException)
                    .is_err_and(|error| error.is_deadlock())
            })
            .unwrap()
            .shared();
        *slot.lock() = Some(a.clone());
        let cycle = {
            let slot = slot.clone();
            let body = move || {
                let a = slot.lock().clone().unwrap();
                a.result().is_err_and(|error| error.is_deadlock())
            };
            pool.submit(body).unwrap().shared()
        };
        let free = {
            let gate = gate.clone();
            let body = move || {
                gate.pass();
                true
            };
            pool.submit(body).unwrap().shared()
        };
        go.set_result(vec![cycle.clone(), free.clone()]).unwrap();
        gate.open();
        assert!(free.result().unwrap());
        let told = [a.result().unwrap(), cycle.result().unwrap()]
            .into_iter()
            .filter(|told| **told)
            .count();
        assert_eq!(told, 1);
    }
}

/// A scope must not return while its tasks borrow, so the error goes to the task that waits for the scope's owner.
#[test]
fn a_scope_in_a_cycle_passes_the_error_on() {
    let pool = ThreadPool::new(2).unwrap();
    for _ in 0..100 {
        let slot = Slot::default();
        let own = slot.clone();
        let handle = pool.handle();
        let gate = Gate::new();
        let held = gate.clone();
        let owner = pool
            .submit(move || {
                held.pass();
                handle.scope(|scope| {
                    let own = &own;
                    let task = scope.submit(move || {
                        let owner = own.lock().clone().unwrap();
                        owner.result().is_err_and(|error| error.is_deadlock())
                    });
                    drop(task);
                });
                true
            })
            .unwrap()
            .shared();
        *slot.lock() = Some(owner.clone());
        gate.open();
        assert!(owner.result().unwrap());
    }
}

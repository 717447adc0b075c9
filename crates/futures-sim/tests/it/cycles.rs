//! Tasks that wait for each other: in every schedule exactly one of them is told, and the others go on.

use std::sync::Arc;

use conformance::Counter;
use futures_core::host::Lock;
use futures_core::{SharedFuture, promise};
use futures_sim::Exploration;
use pool_thread::{PoolHandle, ThreadPool};

use crate::support::holds;

type Futures = Arc<Lock<Vec<SharedFuture<bool>>>>;

/// Each task waits for the next one, on the pool of its turn, and the last for the first. How many are told that this
/// would take for ever?
fn told_in_a_ring(pools: &[PoolHandle]) -> usize {
    let futures = Futures::default();
    let known = Counter::new();
    for (me, pool) in pools.iter().enumerate() {
        let next = (me + 1) % pools.len();
        let waits = {
            let (futures, known) = (futures.clone(), known.clone());
            move || {
                known.wait_for(1);
                let next = futures.lock()[next].clone();
                next.wait().is_err_and(|error| error.is_deadlock())
            }
        };
        let future = pool.submit(waits).unwrap().shared();
        futures.lock().push(future);
    }
    known.add();
    let all = futures.lock().clone();
    let told = all
        .iter()
        .filter(|future| *future.result().unwrap())
        .count();
    futures.lock().clear();
    told
}

#[test]
fn two_workers_close_a_cycle_and_one_is_told() {
    holds(500, || {
        let pool = ThreadPool::new(2).unwrap();
        assert_eq!(told_in_a_ring(&[pool.handle(), pool.handle()]), 1);
    });
}

#[test]
fn a_cycle_goes_through_two_pools() {
    holds(500, || {
        let pools = [1, 1].map(|workers| ThreadPool::new(workers).unwrap());
        assert_eq!(told_in_a_ring(&pools.each_ref().map(ThreadPool::handle)), 1);
    });
}

#[test]
fn a_cycle_goes_through_three_pools_and_twice_through_one() {
    holds(500, || {
        let [first, second, third] = [2, 1, 1].map(|workers| ThreadPool::new(workers).unwrap());
        let ring = [&first, &second, &first, &third].map(|pool| pool.handle());
        assert_eq!(told_in_a_ring(&ring), 1);
    });
}

/// Two cycles in one pool at a time: each is told of once.
#[test]
fn two_cycles_at_once_are_told_apart() {
    holds(200, || {
        let pool = ThreadPool::new(4).unwrap();
        let other = {
            let pool = pool.handle();
            crate::support::spawn("other", move || {
                assert_eq!(told_in_a_ring(&[pool.clone(), pool]), 1);
            })
        };
        assert_eq!(told_in_a_ring(&[pool.handle(), pool.handle()]), 1);
        other.join().unwrap();
    });
}

/// What looks like a cycle, but for a promise that somebody outside keeps.
#[test]
fn who_waits_for_somebody_outside_is_told_nothing() {
    holds(200, || {
        let pool = ThreadPool::new(2).unwrap();
        let (keep, kept) = promise::<u32>();
        let kept = kept.shared();
        let tasks = [(); 3].map(|()| {
            let kept = kept.clone();
            pool.submit(move || kept.wait().is_ok()).unwrap()
        });
        keep.set_result(5).unwrap();
        assert!(tasks.into_iter().all(|task| task.result().unwrap()));
    });
}

/// The cycle is not found before it is closed: schedules differ in who closes it.
#[test]
fn either_of_the_two_is_told() {
    let who = Arc::new(std::sync::Mutex::new(std::collections::BTreeSet::new()));
    let seen = who.clone();
    let explored = Exploration::new(100).run(move || {
        let pool = ThreadPool::new(2).unwrap();
        let futures = Futures::default();
        let known = Counter::new();
        let tasks = [0, 1].map(|me| {
            let (futures, known) = (futures.clone(), known.clone());
            let waits = move || {
                known.wait_for(1);
                let other = futures.lock()[1 - me].clone();
                other.wait().is_err()
            };
            pool.submit(waits).unwrap().shared()
        });
        futures.lock().extend(tasks.clone());
        known.add();
        let told = tasks.each_ref().map(|task| *task.result().unwrap());
        futures.lock().clear();
        seen.lock().unwrap().insert(told);
    });
    assert!(explored.found.is_none(), "{}", explored.found.unwrap());
    let who: Vec<[bool; 2]> = who.lock().unwrap().iter().copied().collect();
    assert_eq!(who, [[false, true], [true, false]]);
}

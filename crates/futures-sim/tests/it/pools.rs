//! Whole pools.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_core::{ReturnWhen, as_completed, host, wait};
use futures_sim::{Exploration, Scheduler, Simulation};
use pool_thread::{PoolHandle, ThreadPool, WhenFull};

use crate::support::{holds, spawn};

#[test]
fn results_come_in_the_order_of_virtual_time() {
    let outcome = Simulation::new().run(|| {
        let pool = ThreadPool::new(3).unwrap();
        let futures: Vec<_> = [3, 1, 2]
            .map(|seconds| {
                pool.submit(move || {
                    let _ = host::sleep(Duration::from_secs(seconds));
                    seconds
                })
                .unwrap()
            })
            .into();
        let done = as_completed(futures, None);
        done.map(|future| future.unwrap().result().unwrap())
            .collect::<Vec<_>>()
    });
    assert!(outcome.failure().is_none(), "{:?}", outcome.failure());
    assert_eq!(outcome.trace().elapsed(), Duration::from_secs(3));
    assert_eq!(outcome.into_result(), Some(vec![1, 2, 3]));
}

#[test]
fn a_pool_holds_in_a_thousand_schedules() {
    let explored = Exploration::new(1000).run(|| {
        let pool = ThreadPool::new(2).unwrap();
        let futures: Vec<_> = (0..4_u32)
            .map(|n| pool.submit(move || n * n).unwrap())
            .collect();
        let first = wait(futures, None, ReturnWhen::FirstCompleted).unwrap();
        assert!(!first.done.is_empty());
        let rest = wait(first.not_done, None, ReturnWhen::AllCompleted).unwrap();
        let mut all: Vec<u32> = first
            .done
            .into_iter()
            .chain(rest.done)
            .map(|future| future.result().unwrap())
            .collect();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 4, 9]);
        drop(pool);
    });
    assert!(explored.found.is_none(), "{}", explored.found.unwrap());
    assert!(explored.distinct > 300, "{}", explored.distinct);
}

/// A task that waits for one that waits for one, on fewer workers than that.
#[test]
fn nested_waits() {
    fn sum(pool: &PoolHandle, to: u32) -> u32 {
        if to == 0 {
            return 0;
        }
        let inner = pool.clone();
        let rest = pool.submit(move || sum(&inner, to - 1)).unwrap();
        to + rest.result().unwrap()
    }
    holds(300, || {
        let pool = ThreadPool::new(2).unwrap();
        let both = [4, 5].map(|to| {
            let handle = pool.handle();
            pool.submit(move || sum(&handle, to)).unwrap()
        });
        assert_eq!(both.map(|future| future.result().unwrap()), [10, 15]);
        drop(pool);
    });
}

/// Three threads submit to a queue of two places, whatever becomes of those that find it full.
#[test]
fn a_bounded_queue() {
    holds(500, || {
        let policies = [WhenFull::Block, WhenFull::RunInCaller, WhenFull::Reject];
        let policy = policies[host::choose(policies.len())];
        let pool = ThreadPool::builder()
            .max_workers(2)
            .queue_limit(2, policy)
            .build()
            .unwrap();
        let threads = [(); 3].map(|()| {
            let pool = pool.handle();
            spawn("submits", move || {
                let all = [1, 2, 3].map(|number| pool.submit(move || number));
                for (number, future) in (1..).zip(all) {
                    match future {
                        Ok(future) => assert_eq!(future.result().unwrap(), number),
                        Err(error) => assert!(policy == WhenFull::Reject, "{error}"),
                    }
                }
            })
        });
        for thread in threads {
            thread.join().unwrap();
        }
        let stats = pool.stats();
        assert_eq!((stats.pending, stats.finished), (0, stats.submitted));
    });
}

/// Tasks that borrow, of which some wait for others.
#[test]
fn scopes() {
    holds(300, || {
        let pool = ThreadPool::new(2).unwrap();
        let mut numbers = [1, 2, 3, 4];
        let sum = pool.scope(|scope| {
            let (low, high) = numbers.split_at_mut(2);
            let lower = scope.submit(|| {
                low.iter_mut()
                    .map(|n| {
                        *n *= 10;
                        *n
                    })
                    .sum::<i32>()
            });
            let higher = scope.submit(|| {
                let lower = lower.unwrap().result().unwrap();
                lower + high.iter().sum::<i32>()
            });
            higher.unwrap().result().unwrap()
        });
        assert_eq!((sum, numbers), (37, [10, 20, 3, 4]));
    });
}

/// The name of the worker that takes a task when all three are idle, the last one since the last moment.
fn who_is_taken(scheduler: Scheduler) -> String {
    let outcome = Simulation::new().scheduler(scheduler).run(|| {
        let pool = ThreadPool::new(3).unwrap();
        for seconds in 1..=3 {
            let nap = move || host::sleep(Duration::from_secs(seconds));
            let _ = pool.submit(nap).unwrap();
        }
        let _ = host::sleep(Duration::from_secs(5));
        let name = pool.submit(|| host::current().name().to_owned());
        name.unwrap().result().unwrap()
    });
    outcome.into_result().unwrap()
}

#[test]
fn the_scheduler_chooses_among_idle_workers() {
    assert_eq!(who_is_taken(Scheduler::Fifo), "ThreadPool-0_2");
    let seeds = || (0..50).map(|seed| who_is_taken(Scheduler::Random { seed }));
    assert!(seeds().eq(seeds()));
    assert_eq!(seeds().collect::<BTreeSet<_>>().len(), 3);
}

//! Whole pools.

use std::time::Duration;

use futures_core::{ReturnWhen, as_completed, host, wait};
use futures_sim::{Exploration, Simulation};
use pool_thread::ThreadPool;

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

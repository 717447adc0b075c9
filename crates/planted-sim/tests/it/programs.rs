//! Short programs, each of which leads into a part of the pool where mistakes are easily made.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn, Wake};
use futures_core::{SharedFuture, Shutdown, as_completed, promise};
use pool_thread::{ThreadPool, WhenFull};

use crate::gate::Counter;

/// A few tasks on one worker and on two, read one after the other.
pub(crate) fn one_after_the_other() {
    for workers in [1, 2] {
        let pool = ThreadPool::new(workers).unwrap();
        let first = pool.submit(|| 1).unwrap();
        let second = pool.submit(|| 2).unwrap();
        assert_eq!(first.result().unwrap(), 1);
        assert_eq!(second.result().unwrap(), 2);
        assert_eq!(pool.submit(|| 3).unwrap().result().unwrap(), 3);
    }
}

/// Three tasks that all have to run at once, on new workers and then on idle ones.
pub(crate) fn three_meet() {
    let pool = ThreadPool::new(3).unwrap();
    for _ in 0..2 {
        let met = Counter::new();
        let tasks = [(); 3].map(|()| {
            let met = met.clone();
            pool.submit(move || {
                met.add();
                met.wait_for(3);
            })
        });
        for task in tasks {
            task.unwrap().result().unwrap();
        }
    }
}

/// A task is cancelled while the worker comes to it.
pub(crate) fn cancel_or_run() {
    let pool = ThreadPool::new(1).unwrap();
    let has_run = Counter::new();
    let first = pool.submit(|| ()).unwrap();
    let second = {
        let has_run = has_run.clone();
        pool.submit(move || has_run.add()).unwrap()
    };
    let is_cancelled = second.cancel();
    first.result().unwrap();
    assert_eq!(second.result().is_err(), is_cancelled);
    drop(pool);
    assert_eq!(has_run.get(), u64::from(!is_cancelled));
}

/// Two threads submit to a pool whose queue has one place.
pub(crate) fn two_share_a_queue() {
    let pool = ThreadPool::builder()
        .max_workers(1)
        .queue_limit(1, WhenFull::Block)
        .build()
        .unwrap();
    let submit = {
        let pool = pool.handle();
        move || {
            let tasks = [1, 2, 3].map(|number| pool.submit(move || number).unwrap());
            let numbers = tasks.map(|task| task.result().unwrap());
            assert_eq!(numbers, [1, 2, 3]);
        }
    };
    let other = host::spawn(Spawn::default(), submit.clone()).unwrap();
    submit();
    other.join().unwrap();
    assert_eq!(pool.stats().finished, 6);
}

/// Futures end at the very moment at which the iterator over them gives up.
pub(crate) fn a_deadline_among_ends() {
    let pool = ThreadPool::new(2).unwrap();
    let second = Duration::from_secs(1);
    let futures = [(); 2].map(|()| pool.submit(move || host::sleep(second)).unwrap());
    let mut yielded = 0;
    for future in as_completed(futures, Some(second)) {
        match future {
            Ok(future) => {
                assert_eq!(future.result().unwrap(), Wake::Deadline);
                yielded += 1;
            }
            Err(error) => {
                let left = 2 - yielded;
                assert_eq!(
                    error.to_string(),
                    format!("{left} (of 2) futures unfinished")
                );
                return;
            }
        }
    }
    assert_eq!(yielded, 2);
}

/// Futures as they end, of a worker that does one after the other.
pub(crate) fn in_the_order_of_ends() {
    let pool = ThreadPool::new(1).unwrap();
    let mut futures = as_completed([], None);
    for number in 1..=3 {
        futures.add(pool.submit(move || number).unwrap());
    }
    let numbers: Vec<i32> = futures
        .map(|future| future.unwrap().result().unwrap())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
}

/// Two tasks that wait for each other: one of them, and only one, is told that it would for ever.
pub(crate) fn two_wait_for_each_other() {
    let pool = ThreadPool::new(2).unwrap();
    let both: Arc<Lock<Vec<SharedFuture<bool>>>> = Arc::default();
    let known = Counter::new();
    let tasks = [0, 1].map(|me| {
        let (both, known) = (both.clone(), known.clone());
        let waits = move || {
            known.wait_for(1);
            let other = both.lock()[1 - me].clone();
            other.wait().is_err_and(|error| error.is_deadlock())
        };
        pool.submit(waits).unwrap().shared()
    });
    both.lock().extend(tasks.clone());
    known.add();
    let told = tasks.iter().filter(|task| *task.result().unwrap());
    assert_eq!(told.count(), 1);
    both.lock().clear();
}

/// A worker goes because it had nothing to do for so long, and then there is something to do.
pub(crate) fn a_worker_that_goes() {
    let second = Duration::from_secs(1);
    let pool = ThreadPool::builder()
        .max_workers(1)
        .keep_alive(second)
        .build()
        .unwrap();
    for number in 0..3 {
        assert_eq!(
            pool.submit(move || number).unwrap().result().unwrap(),
            number
        );
        let _ = host::sleep(second);
    }
}

/// A task is submitted while the pool is shut down: it is refused, or has ended when the shutdown has.
pub(crate) fn submit_or_shut_down() {
    let pool = ThreadPool::new(1).unwrap();
    let begun = pool.submit(|| ()).unwrap();
    let handle = pool.handle();
    let other = host::spawn(Spawn::default(), move || {
        if let Ok(task) = handle.submit(|| ()) {
            task.result().unwrap();
        }
    });
    pool.shutdown(Shutdown::Drain);
    let at_the_end = pool.stats();
    assert_eq!((at_the_end.workers, at_the_end.pending), (0, 0));
    begun.result().unwrap();
    other.unwrap().join().unwrap();
    assert_eq!(pool.stats().submitted, at_the_end.submitted);
}

/// Tasks of one pool wait for those of another, so that all places are lent and taken back.
pub(crate) fn waits_across_two_pools() {
    let inner = ThreadPool::new(2).unwrap();
    let outer = ThreadPool::new(2).unwrap();
    let tasks = [1, 2, 3].map(|number| {
        let inner = inner.handle();
        let waits = move || inner.submit(move || number).unwrap().result().unwrap();
        outer.submit(waits).unwrap()
    });
    assert_eq!(tasks.map(|task| task.result().unwrap()), [1, 2, 3]);
    for pool in [outer, inner] {
        pool.shutdown(Shutdown::Drain);
        let stats = pool.stats();
        assert_eq!((stats.active, stats.blocked), (0, 0));
    }
}

/// A task has come back from a wait, during which its place was lent: nothing more begins before it has ended.
pub(crate) fn back_from_a_wait() {
    let pool = ThreadPool::new(1).unwrap();
    let (keep, kept) = promise::<()>();
    let (is_back, has_ended) = (Counter::new(), Counter::new());
    let waits = {
        let (is_back, has_ended) = (is_back.clone(), has_ended.clone());
        pool.submit(move || {
            kept.result().unwrap();
            is_back.add();
            let _ = host::sleep(Duration::from_secs(1));
            has_ended.add();
        })
    };
    let lets_it_go_on = pool.submit(move || {
        keep.set_result(()).unwrap();
        is_back.wait_for(1);
    });
    let comes_later = pool.submit(move || has_ended.get());
    assert_eq!(comes_later.unwrap().result().unwrap(), 1);
    lets_it_go_on.unwrap().result().unwrap();
    waits.unwrap().result().unwrap();
}

//! The ends of pools, in many schedules: whatever is going on, every accepted task ends once, and no worker is left.

use std::time::Duration;

use conformance::Counter;
use futures_core::{Shutdown, host};
use pool_thread::{PoolHandle, ThreadPool};

use crate::support::{holds, spawn};

const MODES: [Shutdown; 4] = [
    Shutdown::Drain,
    Shutdown::DrainNoWait,
    Shutdown::CancelPending,
    Shutdown::CancelPendingNoWait,
];

/// Submits until it is refused, four times at most; each accepted task must end, and says in `ran` whether it was run.
fn submit_some(pool: &PoolHandle, ran: &Counter) {
    let mut accepted = Vec::new();
    for number in 0..4_u64 {
        let ran = ran.clone();
        let task = move || {
            if number % 2 == 0 {
                let _ = host::sleep(Duration::from_millis(number));
            }
            ran.add();
        };
        match pool.submit(task) {
            Ok(future) => accepted.push(future),
            Err(rejected) => assert!(rejected.error().is_shut_down(), "{rejected}"),
        }
    }
    for future in accepted {
        if let Err(error) = future.result() {
            assert!(error.is_cancelled(), "{error}");
        }
    }
}

/// One thread submits while others shut down, each in a mode that the seed chooses.
fn shut_down_at_any_moment() {
    let workers = 1 + host::choose(3);
    let pool = ThreadPool::new(workers).unwrap();
    let ran = Counter::new();
    let submits = {
        let (pool, ran) = (pool.handle(), ran.clone());
        spawn("submits", move || submit_some(&pool, &ran))
    };
    let ends = [(); 2].map(|()| {
        let pool = pool.handle();
        let mode = MODES[host::choose(MODES.len())];
        spawn("ends", move || {
            pool.shutdown(mode);
            if mode.waits() {
                assert_eq!(pool.stats().workers, 0);
            }
        })
    });
    for thread in ends.into_iter().chain([submits]) {
        thread.join().unwrap();
    }
    let handle = pool.handle();
    drop(pool);
    let stats = handle.stats();
    assert_eq!(
        (stats.workers, stats.pending, stats.active, stats.blocked),
        (0, 0, 0, 0)
    );
    assert_eq!(stats.finished, ran.get());
    assert_eq!(stats.submitted, stats.finished + stats.cancelled);
}

#[test]
fn in_every_mode_and_at_any_moment() {
    holds(1000, shut_down_at_any_moment);
}

/// A task shuts its own pool down while others wait for it.
#[test]
fn from_within() {
    holds(300, || {
        let pool = ThreadPool::new(2).unwrap();
        let mode = MODES[host::choose(MODES.len())];
        let handle = pool.handle();
        let first = pool.submit(move || handle.shutdown(mode)).unwrap();
        let second = pool.submit(|| 2);
        first.result().unwrap();
        if let Ok(second) = second {
            match second.result() {
                Ok(number) => assert_eq!(number, 2),
                Err(error) => assert!(error.is_cancelled() && mode.cancels(), "{error}"),
            }
        }
        assert!(pool.submit(|| ()).is_err());
    });
}

/// Workers that wait for tasks of their own pool while it drains.
#[test]
fn while_workers_wait() {
    holds(300, || {
        let pool = ThreadPool::new(2).unwrap();
        let outer = [1, 2].map(|number| {
            let handle = pool.handle();
            pool.submit(move || {
                let inner = handle.submit(move || number);
                inner.map(|inner| inner.result().unwrap())
            })
            .unwrap()
        });
        pool.shutdown(Shutdown::Drain);
        assert_eq!(pool.stats().workers, 0);
        for (number, future) in (1..).zip(outer) {
            assert!(future.done());
            // Refused if the pool was closed before the task came to it.
            if let Ok(inner) = future.result().unwrap() {
                assert_eq!(inner, number);
            }
        }
    });
}

/// A limit that passes just when the last task ends.
#[test]
fn with_a_limit() {
    holds(300, || {
        let pool = ThreadPool::new(1).unwrap();
        let second = Duration::from_secs(1);
        let task = pool.submit(move || host::sleep(second)).unwrap();
        match pool.shutdown_timeout(Shutdown::Drain, second) {
            Ok(()) => assert_eq!(pool.stats().workers, 0),
            Err(unfinished) => assert!(unfinished.pending == 0 && unfinished.running <= 1),
        }
        assert_eq!(task.result().unwrap(), host::Wake::Deadline);
    });
}

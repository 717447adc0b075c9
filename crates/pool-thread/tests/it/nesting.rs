//! Waits inside of tasks: at any pool size they end, keep their deadlines and starve nobody.

use std::sync::Arc;
use std::time::Duration;

use conformance::{Counter, Gate};
use futures_core::host::{self, Lock};
use pool_thread::{
    Event, Observer, PoolHandle, ReturnWhen, SharedFuture, Shutdown, ThreadPool, as_completed,
    promise, wait,
};

fn one_worker() -> ThreadPool {
    ThreadPool::new(1).unwrap()
}

fn depth(pool: &PoolHandle, levels: u32) -> u32 {
    match levels {
        0 => 0,
        _ => {
            let inner = pool.clone();
            let future = pool.submit(move || depth(&inner, levels - 1)).unwrap();
            1 + future.result().unwrap()
        }
    }
}

/// Peak resident memory of this process in KiB, as Linux tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The stated maximum: one stack of 2 MiB holds some hundred levels of an unoptimised build, so 10,000 levels need some
/// dozens of threads; 64 of them with full stacks are 128 MiB.
#[test]
fn ten_thousand_nested_waits_complete_on_one_worker() {
    let before = peak_memory();
    let pool = one_worker();
    let handle = pool.handle();
    let future = pool.submit(move || depth(&handle, 10_000)).unwrap();
    assert_eq!(future.result().unwrap(), 10_000);
    pool.shutdown(Shutdown::Drain);
    let stats = pool.stats();
    assert!(stats.largest_workers <= 64, "{stats:?}");
    assert_eq!(stats.finished, 10_001, "{stats:?}");
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        let grown = (after - before) / 1024;
        assert!(grown <= 128, "{grown} MiB for {stats:?}");
    }
}

#[test]
fn the_first_of_two_completes_on_one_worker_though_the_other_waits_for_the_waiter() {
    for _ in 0..50 {
        let pool = one_worker();
        let handle = pool.handle();
        let (event, happened) = promise::<()>();
        let a = pool.submit(move || {
            let b = handle.submit(move || happened.result().is_ok()).unwrap();
            let c = handle.submit(|| true).unwrap();
            let sorted = wait([&b, &c], None, ReturnWhen::FirstCompleted).unwrap();
            assert_eq!(sorted.not_done.len(), 1);
            event.set_result(()).unwrap();
            b.result().unwrap() && c.result().unwrap()
        });
        assert!(a.unwrap().result().unwrap());
    }
}

#[test]
fn a_timed_nested_wait_keeps_its_deadline() {
    let pool = one_worker();
    let handle = pool.handle();
    let gate = Gate::new();
    let held = gate.clone();
    let outer = pool.submit(move || {
        let inner = handle.submit(move || held.pass()).unwrap();
        // Run in place it would hold the waiter behind the gate, past any deadline.
        let error = inner.wait_timeout(Duration::from_millis(5)).unwrap_err();
        (error.is_timed_out(), inner)
    });
    let (timed_out, inner) = outer.unwrap().result().unwrap();
    assert!(timed_out);
    gate.open();
    inner.result().unwrap();
}

#[test]
fn as_completed_inside_the_only_worker_completes() {
    let pool = one_worker();
    let handle = pool.handle();
    let outer = pool.submit(move || {
        let futures: Vec<_> = (0..100)
            .map(|n| handle.submit(move || n).unwrap())
            .collect();
        as_completed(futures, None)
            .map(|future| future.unwrap().result().unwrap())
            .sum::<i32>()
    });
    assert_eq!(outer.unwrap().result().unwrap(), 4950);
}

#[test]
fn a_map_inside_the_only_worker_completes() {
    let pool = one_worker();
    let handle = pool.handle();
    let outer = pool.submit(move || {
        handle
            .map(|n: u32| n * 2, 0..100)
            .map(Result::unwrap)
            .sum::<u32>()
    });
    assert_eq!(outer.unwrap().result().unwrap(), 9900);
}

/// Only the awaited task may run on top of the waiting one: any other could want what the waiter holds.
#[test]
fn a_waiter_runs_the_awaited_task_and_no_other() {
    let pool = one_worker();
    let handle = pool.handle();
    let bystanders = Counter::new();
    let seen = bystanders.clone();
    let outer = pool.submit(move || {
        for _ in 0..10 {
            let counter = seen.clone();
            let _unneeded = handle.submit(move || counter.add()).unwrap();
        }
        let waiter = host::current();
        let awaited = handle.submit(host::current).unwrap().result().unwrap();
        (awaited == waiter, seen.get())
    });
    assert_eq!(outer.unwrap().result().unwrap(), (true, 0));
    bystanders.wait_for(10);
}

/// Stale idle accounting would leave one of them queued behind tasks that wait for it.
#[test]
fn as_many_tasks_as_workers_can_meet_amid_tiny_ones() {
    const WORKERS: u64 = 4;
    let pool = ThreadPool::new(WORKERS as usize).unwrap();
    for _ in 0..200 {
        for _ in 0..20 {
            let _unneeded = pool.submit(|| ()).unwrap();
        }
        let met = Counter::new();
        let futures: Vec<_> = (0..WORKERS)
            .map(|_| {
                let met = met.clone();
                pool.submit(move || {
                    met.add();
                    met.wait_for(WORKERS);
                })
                .unwrap()
            })
            .collect();
        let sorted = wait(futures, None, ReturnWhen::AllCompleted).unwrap();
        assert_eq!(sorted.done.len(), WORKERS as usize);
    }
}

/// The pool's own promise: `max_workers` unblocked ones, and no more than that once they have returned.
#[test]
fn a_blocked_worker_lends_its_place_and_takes_it_back() {
    let pool = one_worker();
    let handle = pool.handle();
    let (event, happened) = promise::<()>();
    let blocked = pool.submit(move || happened.result().is_ok()).unwrap();
    // Runs in the lent place, for else it would have to wait for the event.
    assert_eq!(handle.submit(|| 7).unwrap().result().unwrap(), 7);
    assert_eq!(pool.stats().blocked, 1);
    event.set_result(()).unwrap();
    assert!(blocked.result().unwrap());
    let gate = Gate::new();
    let futures: Vec<_> = (0..3)
        .map(|_| {
            let gate = gate.clone();
            pool.submit(move || gate.pass()).unwrap()
        })
        .collect();
    gate.wait_arrived(1);
    assert_eq!((pool.stats().active, pool.stats().pending), (1, 2));
    gate.open();
    drop(futures);
    pool.shutdown(Shutdown::Drain);
    assert_eq!(pool.stats().workers, 0);
}

/// Does something of its own at an event of a certain kind.
struct At<F>(fn(&Event) -> bool, F);

impl<F: Fn() + Send + Sync> Observer for At<F> {
    fn observe(&self, _: Duration, event: &Event) {
        if (self.0)(event) {
            (self.1)();
        }
    }
}

/// The one wake-up of the wait comes while the place is being lent, to somebody who waits for something else.
#[test]
fn a_wake_up_that_comes_while_the_place_is_lent_is_not_lost() {
    for _ in 0..50 {
        let (lending, go_on) = (Counter::new(), Gate::new());
        let (is_lending, held) = (lending.clone(), go_on.clone());
        let observer = At(
            |event| matches!(event, Event::Blocked { .. }),
            move || {
                is_lending.add();
                held.pass();
            },
        );
        let pool = ThreadPool::builder()
            .max_workers(1)
            .observer(Arc::new(observer))
            .build()
            .unwrap();
        let (event, happened) = promise::<i32>();
        let waiting = pool.submit(move || happened.result().unwrap()).unwrap();
        lending.wait_for(1);
        event.set_result(7).unwrap();
        go_on.open();
        assert_eq!(waiting.result().unwrap(), 7);
    }
}

/// A callback that comes after the worker has become idle, and parks, must not cost the worker its next task.
#[test]
fn a_callback_in_the_last_moment_does_not_swallow_the_next_task() {
    for _ in 0..50 {
        let future: Arc<Lock<Option<SharedFuture<i32>>>> = Arc::default();
        let (called, submitted, go_on) = (Counter::new(), Gate::new(), Gate::new());
        let (kept, was_called, held, released) = (
            future.clone(),
            called.clone(),
            submitted.clone(),
            go_on.clone(),
        );
        let observer = At(
            |event| matches!(event, Event::Ended { .. }),
            move || {
                let Some(future) = kept.lock().take() else {
                    return;
                };
                let (was_called, held, released) =
                    (was_called.clone(), held.clone(), released.clone());
                future.add_done_callback(move |_| {
                    was_called.add();
                    held.pass();
                    released.pass();
                });
            },
        );
        let pool = ThreadPool::builder()
            .max_workers(1)
            .observer(Arc::new(observer))
            .build()
            .unwrap();
        let start = Gate::new();
        let started = start.clone();
        let body = move || {
            started.pass();
            1
        };
        let first = pool.submit(body).unwrap().shared();
        *future.lock() = Some(first);
        start.open();
        called.wait_for(1);
        let second = pool.submit(|| 7).unwrap();
        submitted.open();
        go_on.open();
        assert_eq!(second.result().unwrap(), 7);
    }
}

/// The inner pool's task needs the outer pool, whose only worker waits for the inner pool to end.
#[test]
fn ending_another_pool_inside_a_task_lends_the_place() {
    let outer = ThreadPool::new(1).unwrap();
    let handle = outer.handle();
    let nested = outer.submit(move || {
        let inner = ThreadPool::new(1).unwrap();
        let future = inner
            .submit(move || handle.submit(|| 7).unwrap().result().unwrap())
            .unwrap();
        drop(inner);
        future.result().unwrap()
    });
    assert_eq!(nested.unwrap().result().unwrap(), 7);
}

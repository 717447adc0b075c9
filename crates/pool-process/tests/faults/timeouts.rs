//! Limits of time, and workers that were stopped: whatever a call does, it ends at its limit plus the grace.

use std::time::Duration;

use conformance::{Case, cases};
use futures_core::{Error, Future, host};
use pool_process::ProcessPool;
use rustix::process::Signal;

use crate::calls::{double, limited, pid, pool, signal_self, sleep_ms, spin, stop, works};
use crate::census::has_ended;
use crate::meeting::{Meeting, come, meet};
use crate::unsafe_calls;

pub(crate) const CASES: &[Case] = cases![
    of_the_pool,
    of_the_call,
    with_grace_and_without_ears,
    with_grace_and_a_polite_end,
    behind_a_long_call,
    at_the_very_end,
    of_a_queue_of_calls,
    stopped_while_running,
    stopped_by_itself,
    stopped_while_idle,
    stopped_while_idle_at_the_end,
    stopped_with_cancelled_calls_at_the_end,
    stopped_with_calls_sent_ahead,
];

/// Checks that the call took at least `least` milliseconds, and no more than `most`.
#[track_caller]
fn check_time<T: std::fmt::Debug + Send + 'static>(
    call: impl FnOnce() -> Future<T>,
    least: u64,
    most: u64,
) -> Error {
    let began = host::now();
    let error = call().result().unwrap_err();
    let took = host::now() - began;
    assert!(took >= Duration::from_millis(least), "{took:?}");
    assert!(took <= Duration::from_millis(most), "{took:?}");
    error
}

/// More than any machine needs that is not stuck.
const SLACK: u64 = 2000;

fn of_the_pool() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .task_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let other = pool.submit(double, 3).unwrap();
    let error = check_time(|| pool.submit(spin, ()).unwrap(), 50, 50 + SLACK);
    assert!(error.is_task_timeout(), "{error:?}");
    assert!(error.to_string().contains("50ms"), "{error}");
    assert_eq!(other.result().unwrap(), 6);
    works(&pool);
}

fn of_the_call() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .task_timeout(Duration::from_millis(1))
        .build()
        .unwrap();
    // The limit of the call counts in place of the pool's.
    assert_eq!(limited(&pool, 60_000, sleep_ms, 30).result().unwrap(), 30);
    let error = check_time(|| limited(&pool, 40, spin, ()), 40, 40 + SLACK);
    assert!(error.is_task_timeout());
    let error = check_time(|| limited(&pool, 0, spin, ()), 0, SLACK);
    assert!(error.is_task_timeout());
}

fn graceful(ms: u64) -> ProcessPool {
    ProcessPool::builder()
        .max_workers(1)
        .kill_grace(Duration::from_millis(ms))
        .build()
        .unwrap()
}

fn deaf(_: ()) {
    unsafe_calls::ignore_termination();
    spin(());
}

fn with_grace_and_without_ears() {
    let pool = graceful(100);
    works(&pool);
    let error = check_time(|| limited(&pool, 50, deaf, ()), 150, 150 + SLACK);
    assert!(error.is_task_timeout(), "{error:?}");
    works(&pool);
}

fn with_grace_and_a_polite_end() {
    let pool = graceful(60_000);
    let error = check_time(|| limited(&pool, 50, spin, ()), 50, 50 + SLACK);
    assert!(error.is_task_timeout(), "{error:?}");
    works(&pool);
}

/// The limit counts from the beginning of a call, not from its sending.
fn behind_a_long_call() {
    let pool = pool(1);
    // Short ones first, so that many are sent ahead.
    let short: Vec<_> = (0..200).map(|n| pool.submit(double, n).unwrap()).collect();
    let long = pool.submit(sleep_ms, 150).unwrap();
    let behind: Vec<_> = (0..10).map(|n| limited(&pool, 50, double, n)).collect();
    assert!(short.into_iter().all(|call| call.result().is_ok()));
    assert_eq!(long.result().unwrap(), 150);
    for (n, call) in behind.into_iter().enumerate() {
        assert_eq!(call.result().unwrap(), 2 * n as u64);
    }
}

/// Whether the value or the limit comes first is luck; that it is one of both is not.
fn at_the_very_end() {
    let pool = pool(2);
    let calls: Vec<_> = (0..200).map(|_| limited(&pool, 2, sleep_ms, 2)).collect();
    let mut timeouts = 0;
    for call in calls {
        match call.result() {
            Ok(value) => assert_eq!(value, 2),
            Err(error) => {
                assert!(error.is_task_timeout(), "{error:?}");
                timeouts += 1;
            }
        }
    }
    let stats = pool.stats();
    assert_eq!((stats.finished, stats.failed), (200 - timeouts, timeouts));
    works(&pool);
}

/// Each takes a worker with it, and each has its whole time.
fn of_a_queue_of_calls() {
    let pool = pool(2);
    let calls: Vec<_> = (0..10).map(|_| limited(&pool, 10, spin, ())).collect();
    for call in calls {
        assert!(call.result().unwrap_err().is_task_timeout());
    }
    assert_eq!(pool.stats().died_workers, 10);
}

fn stopped_while_running() {
    for pool in [pool(1), graceful(50)] {
        let meeting = Meeting::new();
        let call = limited(&pool, 200, meet, meeting.name());
        let visitor = meeting.next();
        stop(visitor.pid);
        drop(visitor);
        let error = check_time(|| call, 0, 250 + SLACK);
        assert!(error.is_task_timeout(), "{error:?}");
        works(&pool);
    }
}

fn stopped_by_itself() {
    let pool = pool(1);
    let call = limited(&pool, 100, signal_self, Signal::STOP.as_raw());
    assert!(call.result().unwrap_err().is_task_timeout());
    works(&pool);
}

/// It never begins the call that it is given, which then runs elsewhere.
fn stopped_while_idle() {
    let pool = pool(1);
    let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
    stop(stopped);
    let began = host::now();
    let calls: Vec<_> = (0..3).map(|_| limited(&pool, 100, pid, ())).collect();
    for call in calls {
        assert_ne!(call.result().unwrap(), stopped);
    }
    assert!(host::now() - began < Duration::from_millis(1000 + SLACK));
    assert!(has_ended(stopped));
}

fn stopped_while_idle_at_the_end() {
    let pool = pool(2);
    let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
    stop(stopped);
    let began = host::now();
    drop(pool);
    assert!(host::now() - began < Duration::from_millis(2000 + SLACK));
    assert!(has_ended(stopped));
}

/// It would have to pass over what was taken back before it can be asked to end.
fn stopped_with_cancelled_calls_at_the_end() {
    let pool = pool(1);
    let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
    let short: Vec<_> = (0..200).map(|n| pool.submit(double, n).unwrap()).collect();
    assert!(short.into_iter().all(|call| call.result().is_ok()));
    stop(stopped);
    let calls: Vec<_> = (0..10).map(|n| limited(&pool, 100, double, n)).collect();
    assert!(
        calls
            .iter()
            .filter(|call| call.cancel() || call.kill())
            .count()
            == 10
    );
    drop(pool);
    assert!(has_ended(stopped));
}

fn come_and_spin(name: String) {
    let _stream = come(&name);
    spin(());
}

/// What was sent ahead to a worker that is ended for a call before it runs elsewhere.
fn stopped_with_calls_sent_ahead() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let short: Vec<_> = (0..200).map(|n| pool.submit(double, n).unwrap()).collect();
    let long = limited(&pool, 200, come_and_spin, meeting.name());
    let behind: Vec<_> = (0..10).map(|n| limited(&pool, 10_000, double, n)).collect();
    stop(meeting.next().pid);
    assert!(short.into_iter().all(|call| call.result().is_ok()));
    assert!(long.result().unwrap_err().is_task_timeout());
    for (n, call) in behind.into_iter().enumerate() {
        assert_eq!(call.result().unwrap(), 2 * n as u64);
    }
}

//! Shutdown, drop and force, in every state of a pool and while its workers crash.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use conformance::{Case, cases};
use futures_core::{Future, Shutdown};
use pool_process::ProcessPool;

use crate::calls::{double, limited, pid, pool, sleep_ms, spin, stop, works};
use crate::census::{has_ended, within};
use crate::meeting::{Meeting, come, meet};
use crate::unsafe_calls;

pub(crate) const CASES: &[Case] = cases![
    shutdown_while_workers_crash,
    dropped_in_a_callback,
    dropped_in_a_callback_while_others_run,
    force_in_every_state,
    force_on_stopped_workers,
    shutdown_with_an_idle_worker_that_was_stopped,
    force_while_workers_crash,
    termination_of_the_deaf_and_then_kill,
    termination_of_the_deaf_that_end_by_themselves,
    nested_pools,
    nested_pools_that_time_out,
    refused_calls_are_forgotten,
];

const LONG: Duration = Duration::from_secs(10);

const MODES: [Shutdown; 4] = [
    Shutdown::Drain,
    Shutdown::DrainNoWait,
    Shutdown::CancelPending,
    Shutdown::CancelPendingNoWait,
];

/// Crashes, stops, prints, sleeps, or just doubles.
fn moody(n: u64) -> u64 {
    match n % 10 {
        3 => std::process::abort(),
        5 => std::process::exit(7),
        7 => sleep_ms(2),
        _ => 0,
    };
    2 * n
}

/// Checks that each call ended in one of the ways that it can, and returns how many were cancelled.
#[track_caller]
fn check_all(calls: Vec<(u64, Future<u64>)>, is_forced: bool) -> u64 {
    let mut cancelled = 0;
    for (n, call) in calls {
        match call.result() {
            Ok(value) => assert_eq!(value, 2 * n),
            Err(error) if error.is_cancelled() => cancelled += 1,
            Err(error) if is_forced && error.is_broken_pool() => {}
            Err(error) => assert!(
                error.is_worker_died() && matches!(n % 10, 3 | 5),
                "{error:?}"
            ),
        }
    }
    cancelled
}

fn shutdown_while_workers_crash() {
    for round in 0..40 {
        let mode = MODES[round % 4];
        let pool = ProcessPool::builder()
            .max_workers(3)
            .spare_workers(round % 3)
            .build()
            .unwrap();
        let calls: Vec<_> = (0..60)
            .map(|n| (n, pool.submit(moody, n).unwrap()))
            .collect();
        // At some moment of the whole, which differs from round to round.
        within(LONG, || pool.stats().died_workers >= round as u64 / 4);
        pool.shutdown(mode);
        if mode.waits() {
            assert!(calls.iter().all(|(_, call)| call.done()));
            assert_eq!(pool.stats().workers, 0);
        }
        let cancelled = check_all(calls, false);
        assert!(mode.cancels() || cancelled == 0);
        assert!(pool.shutdown_timeout(mode, LONG).is_ok());
        let stats = pool.stats();
        assert_eq!(stats.cancelled, cancelled);
        assert_eq!(
            stats.finished + stats.failed + stats.cancelled,
            60,
            "{stats:?}"
        );
    }
}

fn dropped_in_a_callback() {
    let pool = pool(2);
    let meeting = Meeting::new();
    let call = pool.submit(meet, meeting.name()).unwrap().shared();
    let dropped = conformance::Gate::new();
    let (gate, handle) = (dropped.clone(), pool.handle());
    call.add_done_callback(move |_| {
        drop(pool);
        gate.open();
    });
    drop(meeting.next());
    dropped.pass();
    assert!(handle.submit(double, 1).unwrap_err().error().is_shut_down());
}

fn dropped_in_a_callback_while_others_run() {
    let pool = pool(2);
    let meeting = Meeting::new();
    let first = pool.submit(meet, meeting.name()).unwrap();
    let others: Vec<_> = (0..60)
        .map(|n| (n, pool.submit(moody, n).unwrap()))
        .collect();
    first.on_done(move |_, _| drop(pool));
    drop(meeting.next());
    assert_eq!(check_all(others, false), 0);
    assert!(first.result().is_ok());
}

/// Ends a pool by force: asked politely, or not, or one after the other.
fn force(pool: &ProcessPool, how: u64) {
    match how {
        0 => pool.terminate_workers(),
        1 => pool.kill_workers(),
        _ => {
            pool.terminate_workers();
            pool.kill_workers();
        }
    }
}

fn force_in_every_state() {
    for how in 0..3 {
        // Never used.
        force(&pool(2), how);
        // Starting.
        let starting = pool(2);
        let calls: Vec<_> = (0..5)
            .map(|n| (n, starting.submit(double, n).unwrap()))
            .collect();
        force(&starting, how);
        assert!(
            starting
                .submit(double, 1)
                .unwrap_err()
                .error()
                .is_shut_down()
        );
        check_all(calls, true);
        // Idle.
        let idle = ProcessPool::builder()
            .max_workers(2)
            .spare_workers(1)
            .build()
            .unwrap();
        works(&idle);
        force(&idle, how);
        // Running, with some sent ahead and some in the queue.
        let running = pool(1);
        let short: Vec<_> = (0..200)
            .map(|n| (n, running.submit(double, n).unwrap()))
            .collect();
        let meeting = Meeting::new();
        let held = running.submit(meet, meeting.name()).unwrap();
        let pending: Vec<_> = (0..100)
            .map(|n| (n, running.submit(double, n).unwrap()))
            .collect();
        let _visitor = meeting.next();
        force(&running, how);
        let error = held.result().unwrap_err();
        assert!(error.is_broken_pool(), "{error:?}");
        assert!(error.to_string().contains("ended by force"), "{error}");
        assert_eq!(check_all(short, false), 0);
        assert_eq!(check_all(pending, false), 100);
        // Shut down already.
        let closed = pool(1);
        let call = closed.submit(spin, ()).unwrap();
        closed.shutdown(Shutdown::DrainNoWait);
        force(&closed, how);
        assert!(call.result().unwrap_err().is_broken_pool());
        // Ended already.
        let ended = pool(1);
        works(&ended);
        ended.shutdown(Shutdown::Drain);
        force(&ended, how);
    }
}

/// One that was stopped while it was idle, while it ran a call, and with a call that it has not begun.
fn force_on_stopped_workers() {
    for how in 0..3 {
        for graceful in [false, true] {
            let builder = ProcessPool::builder().max_workers(3);
            let pool = match graceful {
                true => builder.kill_grace(Duration::from_secs(60)),
                false => builder,
            };
            let pool = pool.build().unwrap();
            let meeting = Meeting::new();
            let calls: Vec<_> = (0..3)
                .map(|_| pool.submit(meet, meeting.name()).unwrap())
                .collect();
            let visitors: Vec<_> = (0..3).map(|_| meeting.next()).collect();
            let workers: Vec<u32> = visitors.iter().map(|visitor| visitor.pid).collect();
            drop(visitors);
            assert!(calls.into_iter().all(|call| call.result().is_ok()));
            let running = pool.submit(meet, meeting.name()).unwrap();
            let visitor = meeting.next();
            workers.iter().for_each(|worker| stop(*worker));
            let not_begun = pool.submit(double, 1).unwrap();
            force(&pool, how);
            assert!(pool.shutdown_timeout(Shutdown::Drain, LONG).is_ok());
            for result in [running.result().map(drop), not_begun.result().map(drop)] {
                assert!(result.unwrap_err().is_broken_pool());
            }
            assert!(workers.into_iter().all(has_ended));
            drop(visitor);
        }
    }
}

/// Each mode ends a stopped worker that has nothing to do.
fn shutdown_with_an_idle_worker_that_was_stopped() {
    let pools = MODES.map(|mode| {
        let pool = pool(1);
        let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
        stop(stopped);
        let limit = Duration::from_millis(1);
        assert!(pool.shutdown_timeout(mode, limit).is_err(), "{mode:?}");
        (pool, stopped, mode)
    });
    for (pool, stopped, mode) in pools {
        assert!(pool.shutdown_timeout(mode, LONG).is_ok(), "{mode:?}");
        assert!(has_ended(stopped), "{mode:?}");
    }
}

fn force_while_workers_crash() {
    for round in 0..30 {
        let pool = ProcessPool::builder()
            .max_workers(3)
            .spare_workers(1)
            .build()
            .unwrap();
        let calls: Vec<_> = (0..60)
            .map(|n| (n, pool.submit(moody, n).unwrap()))
            .collect();
        within(LONG, || pool.stats().died_workers >= round / 4);
        force(&pool, round % 3);
        check_all(calls, true);
        drop(pool);
    }
}

fn come_deaf(name: String) -> u32 {
    unsafe_calls::ignore_termination();
    meet(name)
}

/// Nobody else ends a worker that ignores the request, without a grace; `kill_workers` does, though it was asked before.
fn termination_of_the_deaf_and_then_kill() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let call = pool.submit(come_deaf, meeting.name()).unwrap();
    let visitor = meeting.next();
    pool.terminate_workers();
    assert!(
        pool.shutdown_timeout(Shutdown::Drain, Duration::from_millis(20))
            .is_err()
    );
    assert!(!call.done() && !has_ended(visitor.pid));
    pool.kill_workers();
    assert!(call.result().unwrap_err().is_broken_pool());
    assert!(pool.shutdown_timeout(Shutdown::Drain, LONG).is_ok());
}

fn termination_of_the_deaf_that_end_by_themselves() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let call = pool.submit(come_deaf, meeting.name()).unwrap();
    let visitor = meeting.next();
    let pid = visitor.pid;
    pool.terminate_workers();
    drop(visitor);
    // Its value counts, since it has one.
    assert_eq!(call.result().unwrap(), pid);
    assert!(pool.shutdown_timeout(Shutdown::Drain, LONG).is_ok());
    assert!(has_ended(pid));
}

fn sum_in_a_pool(n: u64) -> u64 {
    let pool = ProcessPool::new(2).unwrap();
    pool.map(double, 0..n).map(Result::unwrap).sum()
}

fn nested_pools() {
    let pool = pool(2);
    let sums: Vec<_> = [10, 20, 30]
        .map(|n| pool.submit(sum_in_a_pool, n).unwrap())
        .into();
    let sums: Vec<u64> = sums.into_iter().map(|sum| sum.result().unwrap()).collect();
    assert_eq!(sums, [90, 380, 870]);
}

/// The call makes a pool whose call spins, and waits for that.
fn nested_pools_that_time_out() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let call = limited(
        &pool,
        500,
        |name: String| {
            let pool = ProcessPool::new(1).unwrap();
            let inner = |name: String| {
                let _stream = come(&name);
                spin(());
            };
            pool.submit(inner, name).unwrap().result().unwrap();
        },
        meeting.name(),
    );
    let inner = meeting.next().pid;
    assert!(call.result().unwrap_err().is_task_timeout());
    assert!(
        within(LONG, || has_ended(inner)),
        "the workers of a worker go with it"
    );
    works(&pool);
}

/// What a call that was refused would have sent does not stay behind, nor does its future complain.
fn refused_calls_are_forgotten() {
    let has_complained = Arc::new(AtomicBool::new(false));
    let complaint = has_complained.clone();
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_unretrieved_error(move |_, _, _| complaint.store(true, Ordering::Release))
        .build()
        .unwrap();
    pool.shutdown(Shutdown::Drain);
    for _ in 0..10 {
        let refused = pool.submit(|bytes: Vec<u8>| bytes.len(), vec![0; 1 << 20]);
        assert!(refused.unwrap_err().error().is_shut_down());
    }
    assert!(!has_complained.load(Ordering::Acquire));
    // The census sees whether the memory of the arguments is gone.
}

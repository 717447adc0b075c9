//! `kill` and `cancel` in every state of a call.

use std::time::Duration;

use conformance::{Case, cases};
use futures_core::{Shutdown, State};
use pool_process::ProcessPool;
use rustix::process::Signal;

use crate::calls::{double, pid, pool, signal, stop, works};
use crate::census::{has_ended, within};
use crate::meeting::{Meeting, meet};

pub(crate) const CASES: &[Case] = cases![
    running,
    in_the_queue,
    sent_ahead,
    not_begun_by_a_stopped_worker,
    running_on_a_stopped_worker,
    the_last_ones_of_a_stopped_worker_after_a_shutdown,
    the_last_one_of_a_queue_after_a_shutdown,
    meant_for_a_worker_that_starts,
    ended,
    at_the_same_time,
    cancel_of_one_sent_ahead,
];

/// More than any end takes that comes.
const LONG: Duration = Duration::from_secs(10);

fn running() {
    let pool = pool(2);
    let meeting = Meeting::new();
    let call = pool.submit(meet, meeting.name()).unwrap();
    let _visitor = meeting.next();
    assert!(call.kill());
    assert!(!call.kill(), "its worker is being ended already");
    let error = call.result().unwrap_err();
    assert!(error.is_interrupted(), "{error:?}");
    assert_eq!(error.to_string(), "the call was killed");
    works(&pool);
}

fn in_the_queue() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let first = pool.submit(meet, meeting.name()).unwrap();
    let pending = pool.submit(double, 1).unwrap();
    let visitor = meeting.next();
    assert!(!pending.kill(), "there is nothing to end");
    assert_eq!(pending.state(), State::Pending);
    drop(visitor);
    assert!(first.result().is_ok());
    assert_eq!(pending.result().unwrap(), 2);
}

/// One that a worker has and has not begun is pending like one in the queue.
fn sent_ahead() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let short: Vec<_> = (0..200).map(|n| pool.submit(double, n).unwrap()).collect();
    let long = pool.submit(meet, meeting.name()).unwrap();
    let ahead: Vec<_> = (0..5).map(|n| pool.submit(double, n).unwrap()).collect();
    let visitor = meeting.next();
    for call in &ahead {
        assert!(!call.kill());
        assert_eq!(call.state(), State::Pending);
    }
    assert!(long.kill());
    assert!(long.result().unwrap_err().is_interrupted());
    drop(visitor);
    for call in short.into_iter().chain(ahead) {
        assert!(call.result().is_ok());
    }
}

/// It counts as running, so it can be ended, with or without a worker that listens.
fn not_begun_by_a_stopped_worker() {
    let pool = pool(1);
    let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
    stop(stopped);
    let call = pool.submit(double, 1).unwrap();
    assert_eq!(call.state(), State::Running);
    assert!(call.kill());
    assert!(call.result().unwrap_err().is_interrupted());
    let waiting = pool.submit(double, 2).unwrap();
    signal(stopped, Signal::CONT);
    assert_eq!(waiting.result().unwrap(), 4);
    assert_eq!(pool.submit(pid, ()).unwrap().result().unwrap(), stopped);
}

/// With a grace and without one; the signals that end a process need not wait until it goes on.
fn running_on_a_stopped_worker() {
    for grace in [0, 50, 60_000] {
        let pool = ProcessPool::builder()
            .max_workers(1)
            .kill_grace(Duration::from_millis(grace))
            .build()
            .unwrap();
        let meeting = Meeting::new();
        let call = pool.submit(meet, meeting.name()).unwrap();
        let visitor = meeting.next();
        stop(visitor.pid);
        assert!(call.kill());
        assert!(call.result().unwrap_err().is_interrupted());
        assert!(has_ended(visitor.pid));
        works(&pool);
    }
}

/// A worker that was asked for nothing more has nothing more to do once its last call is cancelled or killed; and since
/// it is stopped, nobody hears of that from itself.
fn the_last_ones_of_a_stopped_worker_after_a_shutdown() {
    let cases = [
        (Shutdown::DrainNoWait, 0),
        (Shutdown::DrainNoWait, 5),
        (Shutdown::CancelPendingNoWait, 0),
        (Shutdown::CancelPendingNoWait, 5),
    ];
    let pools = cases.map(|(mode, n_ahead)| {
        let pool = pool(1);
        let stopped = pool.submit(pid, ()).unwrap().result().unwrap();
        // Short ones first, so that it is sent several at once.
        let short: Vec<_> = (0..200).map(|n| pool.submit(double, n).unwrap()).collect();
        assert!(short.into_iter().all(|call| call.result().is_ok()));
        stop(stopped);
        let calls: Vec<_> = (0..=n_ahead)
            .map(|n| pool.submit(double, n).unwrap())
            .collect();
        pool.shutdown(mode);
        for call in calls {
            assert!(call.cancelled() || call.cancel() || call.kill(), "{mode:?}");
        }
        (pool, stopped, mode)
    });
    for (pool, stopped, mode) in pools {
        // Another shutdown would look after the worker once more.
        assert!(within(LONG, || pool.stats().workers == 0), "{mode:?}");
        assert!(has_ended(stopped));
    }
}

/// What waits behind the call of a stopped worker is cancelled, and then that call is killed.
fn the_last_one_of_a_queue_after_a_shutdown() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let running = pool.submit(meet, meeting.name()).unwrap();
    let visitor = meeting.next();
    stop(visitor.pid);
    let waiting: Vec<_> = (0..3).map(|n| pool.submit(double, n).unwrap()).collect();
    pool.shutdown(Shutdown::DrainNoWait);
    assert!(waiting.iter().all(|call| call.cancel()));
    assert!(running.kill());
    assert!(within(LONG, || pool.stats().workers == 0));
    assert!(has_ended(visitor.pid));
}

fn meant_for_a_worker_that_starts() {
    for _ in 0..20 {
        let pool = pool(1);
        let call = pool.submit(double, 1).unwrap();
        match call.kill() {
            true => assert!(call.result().unwrap_err().is_interrupted()),
            false => assert_eq!(call.result().unwrap(), 2),
        }
        works(&pool);
    }
}

fn ended() {
    let pool = pool(1);
    let call = pool.submit(double, 1).unwrap();
    call.wait().unwrap();
    assert!(!call.kill());
    assert_eq!(call.result().unwrap(), 2);
    let meeting = Meeting::new();
    let first = pool.submit(meet, meeting.name()).unwrap();
    let cancelled = pool.submit(double, 1).unwrap();
    let visitor = meeting.next();
    assert!(cancelled.cancel());
    assert!(!cancelled.kill());
    assert!(cancelled.result().unwrap_err().is_cancelled());
    drop(visitor);
    assert!(first.result().is_ok());
    drop(pool);
}

/// Kills of calls that are just beginning or ending hit those calls or none.
fn at_the_same_time() {
    let pool = pool(2);
    let mut killed = 0;
    for round in 0..100 {
        let calls: Vec<_> = (0..6).map(|n| pool.submit(double, n).unwrap()).collect();
        let victim = round % 6;
        for (n, call) in calls.into_iter().enumerate() {
            let was_killed = n == victim && call.kill();
            killed += u64::from(was_killed);
            match call.result() {
                Ok(value) => assert_eq!(value, 2 * n as u64),
                Err(error) => assert!(was_killed && error.is_interrupted(), "{error:?}"),
            }
        }
    }
    assert!(pool.stats().failed <= killed);
}

/// It never runs, and its neighbours run on another worker, though theirs is held up.
fn cancel_of_one_sent_ahead() {
    let pool = pool(2);
    let meeting = Meeting::new();
    let short: Vec<_> = (0..400).map(|n| pool.submit(double, n).unwrap()).collect();
    let long = pool.submit(meet, meeting.name()).unwrap();
    let ahead: Vec<_> = (0..20).map(|n| pool.submit(double, n).unwrap()).collect();
    let visitor = meeting.next();
    let mut cancelled = 0;
    for (n, call) in ahead.into_iter().enumerate() {
        // Some have run on the other worker by now.
        match n % 2 == 0 && call.cancel() {
            true => {
                cancelled += 1;
                assert!(call.result().unwrap_err().is_cancelled());
            }
            false => assert_eq!(call.result().unwrap(), 2 * n as u64),
        }
    }
    assert!(short.into_iter().all(|call| call.result().is_ok()));
    assert_eq!(long.state(), State::Running);
    drop(visitor);
    assert!(long.result().is_ok());
    assert_eq!(pool.stats().cancelled, cancelled);
}

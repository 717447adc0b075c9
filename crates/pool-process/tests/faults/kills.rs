//! `kill` and `cancel` in every state of a call.

use conformance::{Case, cases};
use futures_core::State;
use rustix::process::Signal;

use crate::calls::{double, pid, pool, signal, stop, works};
use crate::meeting::{Meeting, meet};

pub(crate) const CASES: &[Case] = cases![
    running,
    in_the_queue,
    sent_ahead,
    not_begun_by_a_stopped_worker,
    meant_for_a_worker_that_starts,
    ended,
    at_the_same_time,
    cancel_of_one_sent_ahead,
];

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

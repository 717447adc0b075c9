//! Workers that die when no call runs: while they start, in their initializer, idle. No call is lost by that.

use std::time::Duration;

use conformance::{Case, cases};
use pool_process::{Error, OnCrash, ProcessPool};
use rustix::process::Signal;

use crate::calls::{double, pid, pool, signal, works};
use crate::census::{children_of, has_ended, within};
use crate::meeting::{Meeting, meet};

pub(crate) const CASES: &[Case] = cases![
    during_start_up,
    during_start_up_every_time,
    during_the_initializer,
    during_the_initializer_every_time,
    failing_initializer,
    idle,
    idle_and_given_a_call_at_that_moment,
    spare,
    spawn_that_fails,
    spawn_that_fails_while_others_live,
    spawn_that_fails_after_a_crash,
    spare_that_cannot_be_started,
];

const LONG: Duration = Duration::from_secs(10);

/// The first child of this process that is there. Killed at once, at whatever it is doing then.
fn kill_first_child() {
    let own = std::process::id();
    assert!(within(LONG, || !children_of(own).is_empty()));
    for child in children_of(own) {
        signal(child, Signal::KILL);
    }
}

fn during_start_up() {
    for _ in 0..20 {
        let pool = pool(1);
        let call = pool.submit(double, 4).unwrap();
        kill_first_child();
        match call.result() {
            Ok(value) => assert_eq!(value, 8),
            // It was quicker than the test, and died while it ran the call.
            Err(error) => assert!(error.is_worker_died(), "{error:?}"),
        }
        works(&pool);
    }
}

fn during_start_up_every_time() {
    // A program that ends before it says anything.
    let pool = ProcessPool::builder()
        .max_workers(1)
        .program("/bin/false", [] as [&str; 0])
        .build()
        .unwrap();
    let call = pool
        .submit_call(pool_process::Call::<u64, u64>::named("double", 1))
        .unwrap();
    let error = call.result().unwrap_err();
    assert!(error.is_broken_pool(), "{error:?}");
    let reason = error.to_string();
    assert!(
        reason.contains("in a row ended before they were ready"),
        "{reason}"
    );
    assert!(reason.contains("exited with code 1"), "{reason}");
    let call = pool_process::Call::<u64, u64>::named("double", 1);
    assert!(pool.submit_call(call).unwrap_err().error().is_broken_pool());
}

fn come_to_work(name: String) -> Result<(), String> {
    meet(name);
    Ok(())
}

fn during_the_initializer() {
    let meeting = Meeting::new();
    let pool = ProcessPool::builder()
        .max_workers(1)
        .initializer(come_to_work, meeting.name())
        .build()
        .unwrap();
    let call = pool.submit(double, 4).unwrap();
    let visitor = meeting.next();
    signal(visitor.pid, Signal::KILL);
    drop(meeting.next());
    assert_eq!(call.result().unwrap(), 8);
    works(&pool);
}

fn during_the_initializer_every_time() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .initializer(|()| -> Result<(), String> { std::process::abort() }, ())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..5).map(|n| pool.submit(double, n)).collect();
    for call in calls.into_iter().flatten() {
        let error = call.result().unwrap_err();
        assert!(
            error.is_broken_pool() && error.to_string().contains("SIGABRT"),
            "{error:?}"
        );
    }
}

fn failing_initializer() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .initializer(|()| Err("no licence"), ())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..5).map(|n| pool.submit(double, n)).collect();
    for call in calls.into_iter().flatten() {
        let error = call.result().unwrap_err();
        assert!(
            error.is_broken_pool() && error.to_string().contains("no licence"),
            "{error:?}"
        );
    }
}

fn idle() {
    let pool = pool(2);
    let victim = pool.submit(pid, ()).unwrap().result().unwrap();
    signal(victim, Signal::KILL);
    assert!(within(LONG, || pool.stats().died_workers == 1));
    assert!(has_ended(victim));
    assert_ne!(pool.submit(pid, ()).unwrap().result().unwrap(), victim);
    works(&pool);
}

fn idle_and_given_a_call_at_that_moment() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_crash(OnCrash::FailTask)
        .build()
        .unwrap();
    for n in 0..50 {
        let victim = pool.submit(pid, ()).unwrap().result().unwrap();
        signal(victim, Signal::KILL);
        // The pool may or may not know yet.
        assert_eq!(pool.submit(double, n).unwrap().result().unwrap(), 2 * n);
    }
    assert_eq!(pool.stats().died_workers, 50);
}

/// A spare worker takes the place of one that has died, also if nobody waits at that moment.
fn spare() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .spare_workers(1)
        .build()
        .unwrap();
    works(&pool);
    assert!(within(LONG, || pool.stats().workers == 2
        && pool.stats().starting == 0));
    let victim = pool.submit(pid, ()).unwrap().result().unwrap();
    let spare: Vec<u32> = children_of(std::process::id());
    signal(victim, Signal::KILL);
    assert!(within(LONG, || pool.stats().died_workers == 1));
    let next = pool.submit(pid, ()).unwrap().result().unwrap();
    assert!(
        next != victim && spare.contains(&next),
        "{next} of {spare:?}"
    );
    // With calls in the queue the pool still ends, and takes the spare one with it.
    let calls: Vec<_> = (0..20).map(|n| pool.submit(double, n).unwrap()).collect();
    drop(pool);
    assert!(calls.into_iter().all(|call| call.result().is_ok()));
}

fn refused() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::WouldBlock)
}

fn spawn_that_fails() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .spawn_fault(|_| Some(refused()))
        .build()
        .unwrap();
    let error = pool.submit(double, 1).unwrap().result().unwrap_err();
    assert!(error.is_broken_pool(), "{error:?}");
    assert!(
        error.to_string().contains("no process could be started"),
        "{error}"
    );
    assert!(pool.submit(double, 1).unwrap_err().error().is_broken_pool());
}

fn spawn_that_fails_while_others_live() {
    let pool = ProcessPool::builder()
        .max_workers(3)
        .spawn_fault(|n| (n > 0).then(refused))
        .build()
        .unwrap();
    let pids: Vec<_> = (0..20).map(|_| pool.submit(pid, ()).unwrap()).collect();
    let mut pids: Vec<u32> = pids.into_iter().map(|pid| pid.result().unwrap()).collect();
    pids.dedup();
    assert_eq!(pids.len(), 1, "there is one worker only");
    assert_eq!(pool.stats().started_workers, 1);
}

/// What becomes of five calls that wait behind one whose worker is killed, if so many attempts to replace it fail.
fn after_a_crash(failures: u64) -> Vec<Result<u64, Error>> {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .spawn_fault(move |n| (1..=failures).contains(&n).then(refused))
        .build()
        .unwrap();
    let meeting = Meeting::new();
    let crash = pool.submit(meet, meeting.name()).unwrap();
    let waiting: Vec<_> = (0..5).map(|n| pool.submit(double, n).unwrap()).collect();
    signal(meeting.next().pid, Signal::KILL);
    assert!(crash.result().unwrap_err().is_worker_died());
    waiting.into_iter().map(|call| call.result()).collect()
}

/// The system may be short of something for a moment, so it is tried again, and only then is the pool broken.
fn spawn_that_fails_after_a_crash() {
    for result in after_a_crash(2) {
        assert!(result.is_ok(), "{result:?}");
    }
    for result in after_a_crash(3) {
        let error = result.unwrap_err();
        assert!(error.is_broken_pool(), "{error:?}");
    }
}

/// It was not needed yet, so the pool is not broken by that.
fn spare_that_cannot_be_started() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .spare_workers(1)
        .spawn_fault(|n| (n == 0).then(refused))
        .build()
        .unwrap();
    assert!(within(LONG, || pool.stats().workers == 0));
    works(&pool);
}

//! The ways to end a pool, and what each does with what is running and what is pending.

use std::sync::Arc;

use futures_core::{Error, Executor, Job, MapOptions, Shutdown, State, Status};

use super::map::{all_numbers, numbers};
use crate::support::{Shared, beside, refusal};
use crate::{Fixture, Op, Out, SharedCounter};

fn submit_counts<F: Fixture>(
    fixture: &F,
    pool: &F::Pool,
    counter: &SharedCounter,
    n: usize,
) -> Vec<Shared> {
    (0..n)
        .map(|_| fixture.submit(pool, counter.count()))
        .collect()
}

/// A submit after the shutdown is refused, and the job comes back.
pub fn shutdown_run_after_shutdown<F: Fixture>() {
    for mode in [
        Shutdown::Drain,
        Shutdown::DrainNoWait,
        Shutdown::CancelPending,
        Shutdown::CancelPendingNoWait,
    ] {
        let fixture = F::new();
        let pool = fixture.pool(1);
        pool.shutdown(mode);
        let rejected = pool.submit(fixture.job(Op::Return(5))).unwrap_err();
        assert!(rejected.error().is_shut_down(), "{rejected:?}");
        let result: Result<Out, Error> = rejected.into_job().run();
        assert_eq!(result.unwrap(), Out::Number(5));
    }
}

/// What nobody waits for is done all the same before the pool is gone.
pub fn shutdown_interpreter_shutdown<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let ran = fixture.counter();
    drop(submit_counts(&fixture, &pool, &ran, 3));
    drop(pool);
    assert_eq!(ran.get(), 3);
}

/// After a shutdown that waits, all results are there.
pub fn shutdown_hang_issue12364<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(5);
    let ran = fixture.counter();
    let futures = submit_counts(&fixture, &pool, &ran, 50);
    pool.shutdown(Shutdown::Drain);
    assert!(futures.iter().all(|future| future.done()));
    assert_eq!(ran.get(), 50);
}

/// Everything queued is cancelled, everything running ends well.
pub fn shutdown_cancel_futures<F: Fixture>() {
    let fixture = F::new();
    let pool = Arc::new(fixture.pool(2));
    let gate = fixture.gate();
    let ran = fixture.counter();
    let running: Vec<Shared> = (0..2)
        .map(|_| fixture.submit(&pool, gate.pass().then(Op::Return(1))))
        .collect();
    let queued = submit_counts(&fixture, &pool, &ran, 50);
    let shutdown = {
        let pool = pool.clone();
        beside(move || pool.shutdown(Shutdown::CancelPending))
    };
    for future in &queued {
        assert_eq!(future.wait().unwrap(), Status::Cancelled);
    }
    assert!(running.iter().all(|future| future.running()));
    gate.open();
    shutdown.join();
    for future in &running {
        assert_eq!(future.state(), State::Finished);
        assert_eq!(*future.result().unwrap(), Out::Number(1));
    }
    assert_eq!(ran.get(), 0);
}

/// A shutdown that does not wait, then the end of the pool: the tasks are done, nothing hangs.
pub fn shutdown_hang_gh83386<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let future = fixture.submit(&pool, gate.pass().then(ran.count()));
    pool.shutdown(Shutdown::DrainNoWait);
    assert!(!future.done());
    gate.open();
    drop(pool);
    assert!(future.done());
    assert_eq!(ran.get(), 1);
}

/// Submit and cancel right before a shutdown that waits: it does not hang, and the task ran or was cancelled.
pub fn shutdown_hang_gh94440<F: Fixture>() {
    for _ in 0..100 {
        let fixture = F::new();
        let pool = fixture.pool(1);
        let ran = fixture.counter();
        let first = fixture.submit(&pool, ran.count());
        let second = fixture.submit(&pool, ran.count());
        let cancelled = [first.cancel(), second.cancel()];
        pool.shutdown(Shutdown::Drain);
        let ended_cancelled = [first.cancelled(), second.cancelled()];
        assert_eq!(cancelled, ended_cancelled);
        let n_cancelled = cancelled.iter().filter(|cancelled| **cancelled).count();
        assert_eq!(ran.get() as usize, 2 - n_cancelled);
    }
}

/// Three blocked tasks are three workers; all are gone after the shutdown, with what they held.
pub fn shutdown_threads_terminate<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(5);
    let gate = fixture.gate();
    let probe = fixture.probe();
    for _ in 0..3 {
        drop(fixture.submit(&pool, probe.carry().then(gate.pass()).then(probe.give())));
    }
    gate.wait_arrived(3);
    assert_eq!(fixture.workers(&pool).now, 3);
    assert_eq!(probe.dropped(), 0);
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert_eq!(fixture.workers(&pool).now, 0);
    assert_eq!(probe.dropped(), 6, "arguments and values");
}

/// After a block that owns the pool the work is done.
pub fn shutdown_context_manager<F: Fixture>() {
    let fixture = F::new();
    let probe = fixture.probe();
    let last = {
        let pool = fixture.pool(5);
        let results = fixture.map(&pool, MapOptions::new(), numbers(6));
        assert_eq!(all_numbers(results), (0..6).collect::<Vec<_>>());
        fixture.submit(&pool, probe.carry())
    };
    assert_eq!(last.state(), State::Finished);
    assert_eq!(probe.dropped(), 1);
}

/// Dropping the pool runs everything.
pub fn shutdown_del<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let ran = fixture.counter();
    let probe = fixture.probe();
    let futures: Vec<Shared> = (0..20)
        .map(|_| fixture.submit(&pool, probe.carry().then(ran.count())))
        .collect();
    drop(pool);
    assert!(
        futures
            .iter()
            .all(|future| future.state() == State::Finished)
    );
    assert_eq!((ran.get(), probe.dropped()), (20, 20));
}

/// A shutdown that does not wait returns while a task is held, and everything is done after.
pub fn shutdown_no_wait<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let held = fixture.submit(&pool, gate.pass());
    let queued = submit_counts(&fixture, &pool, &ran, 10);
    pool.shutdown(Shutdown::DrainNoWait);
    assert!(!held.done());
    assert!(refusal(&fixture, &pool, Op::Return(1)).is_some());
    gate.open();
    assert!(queued.iter().all(|future| future.result().is_ok()));
    pool.shutdown(Shutdown::Drain);
    assert_eq!(ran.get(), 10);
    assert_eq!(fixture.workers(&pool).now, 0);
}

/// A shutdown that cancels and does not wait: each task has run or was cancelled, and the pool can go.
pub fn shutdown_cancel_futures_wait_false<F: Fixture>() {
    for _ in 0..50 {
        let fixture = F::new();
        let pool = fixture.pool(2);
        let ran = fixture.counter();
        let futures = submit_counts(&fixture, &pool, &ran, 6);
        pool.shutdown(Shutdown::CancelPendingNoWait);
        drop(pool);
        assert!(futures.iter().all(|future| future.done()));
        let n_cancelled = futures.iter().filter(|future| future.cancelled()).count();
        assert_eq!(ran.get() as usize, 6 - n_cancelled);
    }
}

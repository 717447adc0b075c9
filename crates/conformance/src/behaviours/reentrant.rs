//! Callbacks that use the pool: they submit, cancel, shut down and panic, and nothing is locked meanwhile.

use std::sync::Arc;

use futures_core::{ErrorKind, Executor, Future, Shutdown, promise};

use crate::support::{Shared, refusal, watch};
use crate::{Fixture, Op, Out};

/// Adds a callback to `future` that submits to the pool, and tells what came of it.
fn resubmit<F: Fixture>(
    fixture: &Arc<F>,
    pool: &Arc<F::Pool>,
    future: &Shared,
) -> Future<Option<ErrorKind>> {
    let (promise, answer) = promise();
    let (fixture, pool) = (fixture.clone(), pool.clone());
    future.add_done_callback(move |_| {
        let refusal = refusal(&*fixture, &pool, Op::Return(1));
        assert!(promise.set_result(refusal).is_ok());
    });
    answer
}

/// A callback that submits while a shutdown cancels gets a refusal, and the shutdown ends.
pub fn gap_callback_resubmits_on_cancel<F: Fixture>() {
    let fixture = Arc::new(F::new());
    let pool = Arc::new(fixture.pool(1));
    let gate = fixture.gate();
    let running = fixture.submit(&pool, gate.pass());
    let answers: Vec<_> = (0..3)
        .map(|_| {
            let pending = fixture.submit(&pool, Op::Return(1));
            resubmit(&fixture, &pool, &pending)
        })
        .collect();
    pool.shutdown(Shutdown::CancelPendingNoWait);
    for answer in answers {
        assert_eq!(answer.result().unwrap(), Some(ErrorKind::ShutDown));
    }
    gate.open();
    pool.shutdown(Shutdown::CancelPending);
    assert!(running.result().is_ok());
}

/// A callback that submits while the pool breaks gets that as its refusal.
pub fn gap_callback_resubmits_while_broken<F: Fixture>() {
    let fixture = Arc::new(F::new());
    let gate = fixture.gate();
    let initializer = gate.pass().then(Op::Fail("no luck".to_owned()));
    let pool = Arc::new(fixture.build(1, Some(initializer)).unwrap());
    let answers: Vec<_> = (0..3)
        .map(|_| {
            let lost = fixture.submit(&pool, Op::Return(1));
            resubmit(&fixture, &pool, &lost)
        })
        .collect();
    gate.open();
    for answer in answers {
        assert_eq!(answer.result().unwrap(), Some(ErrorKind::BrokenPool));
    }
    pool.shutdown(Shutdown::Drain);
}

/// A callback on a worker shuts the pool down and comes back; the pool runs what it has and ends.
pub fn gap_shutdown_from_callback<F: Fixture>() {
    for mode in [Shutdown::Drain, Shutdown::CancelPending] {
        let fixture = F::new();
        let pool = Arc::new(fixture.pool(1));
        let gate = fixture.gate();
        let future = fixture.submit(&pool, gate.pass());
        // Keeps the worker busy if that goes on while the callback is called.
        let between = fixture.gate();
        let _held = fixture.submit(&pool, between.pass());
        let queued = fixture.submit(&pool, Op::Return(2));
        let (promise, came_back) = promise();
        {
            let pool = pool.clone();
            future.add_done_callback(move |_| {
                pool.shutdown(mode);
                assert!(promise.set_result(()).is_ok());
            });
        }
        gate.open();
        came_back.result().unwrap();
        between.open();
        assert_eq!(queued.result().is_err(), mode.cancels());
        assert_eq!(
            refusal(&fixture, &pool, Op::Return(3)),
            Some(ErrorKind::ShutDown)
        );
        pool.shutdown(Shutdown::Drain);
        assert_eq!(fixture.workers(&pool).now, 0);
    }
}

/// A callback that panics costs nobody anything: its worker takes the next task.
pub fn gap_panic_in_callback<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Return(1)));
    future.add_done_callback(|_| panic!("a callback panics on purpose"));
    let behind = watch(&future);
    let next = fixture.submit(&pool, Op::Return(2));
    gate.open();
    assert_eq!(*next.result().unwrap(), Out::Number(2));
    assert_eq!(behind.result().unwrap().result, "Ok(Number(1))");
    assert_eq!(fixture.workers(&pool).most, 1);
}

/// What a callback does to be sure that no lock is held around it: all that the pool offers.
fn use_everything<F: Fixture>(
    fixture: &Arc<F>,
    pool: &Arc<F::Pool>,
    future: &Shared,
) -> Future<()> {
    let (promise, done) = promise();
    let (fixture, pool) = (fixture.clone(), pool.clone());
    future.add_done_callback(move |future| {
        let _ = future.cancel();
        let _ = future.result();
        if let Ok(another) = pool.submit(fixture.job(Op::Return(1))) {
            let _ = another.cancel();
        }
        let _ = fixture.workers(&pool);
        pool.shutdown(Shutdown::DrainNoWait);
        assert!(promise.set_result(()).is_ok());
    });
    done
}

/// Submit, cancel and shutdown work in every callback: of a task's end, a cancellation, a shutdown that cancels, a pool
/// that breaks, and a late one.
pub fn dev_callbacks_without_locks<F: Fixture>() {
    let held = || {
        let fixture = Arc::new(F::new());
        let pool = Arc::new(fixture.pool(1));
        let gate = fixture.gate();
        let running = fixture.submit(&pool, gate.pass());
        let pending = fixture.submit(&pool, Op::Return(1));
        (fixture, pool, gate, running, pending)
    };
    {
        let (fixture, pool, gate, running, _pending) = held();
        let done = use_everything(&fixture, &pool, &running);
        gate.open();
        done.result().unwrap();
        let late = use_everything(&fixture, &pool, &running);
        assert!(late.done());
        pool.shutdown(Shutdown::Drain);
    }
    {
        let (fixture, pool, gate, _running, pending) = held();
        let done = use_everything(&fixture, &pool, &pending);
        assert!(pending.cancel());
        assert!(done.done());
        gate.open();
        pool.shutdown(Shutdown::Drain);
    }
    {
        let (fixture, pool, gate, _running, pending) = held();
        let done = use_everything(&fixture, &pool, &pending);
        pool.shutdown(Shutdown::CancelPendingNoWait);
        assert!(done.done());
        gate.open();
        pool.shutdown(Shutdown::Drain);
    }
    {
        let fixture = Arc::new(F::new());
        let gate = fixture.gate();
        let initializer = gate.pass().then(Op::Fail("no luck".to_owned()));
        let pool = Arc::new(fixture.build(1, Some(initializer)).unwrap());
        let future = fixture.submit(&pool, Op::Return(1));
        let done = use_everything(&fixture, &pool, &future);
        gate.open();
        done.result().unwrap();
        pool.shutdown(Shutdown::Drain);
    }
}

//! Shutdowns that follow each other, and waits for what a shutdown cancelled, where Python hangs or forgets.

use std::sync::Arc;

use futures_core::{Executor, ReturnWhen, Shutdown, as_completed, wait};

use crate::support::{Shared, beside};
use crate::{Fixture, Op, SharedGate};

/// A pool of one worker that is held at the gate, with three tasks queued behind.
struct Held<F: Fixture> {
    running: Shared,
    queued: Vec<Shared>,
    gate: SharedGate,
    pool: Arc<F::Pool>,
    fixture: F,
}

impl<F: Fixture> Held<F> {
    fn new() -> Self {
        let fixture = F::new();
        let pool = Arc::new(fixture.pool(1));
        let gate = fixture.gate();
        let running = fixture.submit(&pool, gate.pass());
        let queued = (0..3)
            .map(|number| fixture.submit(&pool, Op::Return(number)))
            .collect();
        Held {
            running,
            queued,
            gate,
            pool,
            fixture,
        }
    }

    fn cancelled(&self) -> usize {
        self.queued
            .iter()
            .filter(|future| future.cancelled())
            .count()
    }
}

/// `wait` returns on futures that a shutdown cancelled.
pub fn gap_wait_after_cancel_futures<F: Fixture>() {
    let held = Held::<F>::new();
    held.pool.shutdown(Shutdown::CancelPendingNoWait);
    let sorted = wait(&held.queued, None, ReturnWhen::AllCompleted).unwrap();
    assert_eq!((sorted.done.len(), sorted.not_done.len()), (3, 0));
    assert!(held.running.running());
}

/// `as_completed` yields them.
pub fn gap_as_completed_after_cancel_futures<F: Fixture>() {
    let held = Held::<F>::new();
    let before = as_completed(held.queued.clone(), None);
    held.pool.shutdown(Shutdown::CancelPendingNoWait);
    let after = as_completed(held.queued.clone(), None);
    for futures in [before, after] {
        let cancelled = futures.map(|future| future.unwrap().cancelled());
        assert_eq!(cancelled.collect::<Vec<_>>(), [true; 3]);
    }
}

/// Whichever comes first, the shutdown that cancels or the one that does not: what is queued is cancelled.
pub fn gap_double_shutdown_with_cancel<F: Fixture>() {
    let both_orders = [
        [Shutdown::CancelPendingNoWait, Shutdown::DrainNoWait],
        [Shutdown::DrainNoWait, Shutdown::CancelPendingNoWait],
    ];
    for order in both_orders {
        let held = Held::<F>::new();
        for mode in order {
            held.pool.shutdown(mode);
        }
        assert_eq!(held.cancelled(), 3, "{order:?}");
        held.gate.open();
        held.pool.shutdown(Shutdown::Drain);
        assert!(held.running.result().is_ok());
    }
}

/// Once cancelling was asked for, a later shutdown does not take it back, and still waits.
pub fn dev_cancel_request_is_sticky<F: Fixture>() {
    for _ in 0..20 {
        let held = Held::<F>::new();
        held.pool.shutdown(Shutdown::CancelPendingNoWait);
        let second = {
            let (pool, running) = (held.pool.clone(), held.running.clone());
            beside(move || {
                pool.shutdown(Shutdown::Drain);
                running.done()
            })
        };
        held.gate.open();
        assert!(second.join(), "it has waited");
        assert_eq!(held.cancelled(), 3);
        assert_eq!(held.fixture.workers(&held.pool).now, 0);
    }
}

/// Every shutdown that waits returns only when the work has ended, whoever called first.
pub fn dev_second_shutdown_waits<F: Fixture>() {
    for first in [Shutdown::Drain, Shutdown::DrainNoWait] {
        let held = Held::<F>::new();
        let shutdowns: Vec<_> = [first, Shutdown::Drain, Shutdown::Drain]
            .map(|mode| {
                let (pool, last) = (held.pool.clone(), held.queued[2].clone());
                beside(move || {
                    pool.shutdown(mode);
                    last.done()
                })
            })
            .into();
        assert!(!held.queued[2].done());
        held.gate.open();
        let has_waited: Vec<bool> = shutdowns.into_iter().map(|thread| thread.join()).collect();
        assert_eq!(&has_waited[1..], [true, true]);
        if first.waits() {
            assert!(has_waited[0]);
        }
        held.pool.shutdown(Shutdown::Drain);
        assert!(held.queued.iter().all(|future| future.result().is_ok()));
    }
}

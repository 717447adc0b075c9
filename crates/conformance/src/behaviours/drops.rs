//! What becomes of arguments and values: each is dropped once, at the right time, and one that panics when it is dropped
//! does no harm.

use futures_core::{Executor, Shutdown, panics};

use crate::support::States;
use crate::{Fixture, Op, Out};

/// An argument is dropped once, however its task ends: well, badly, or by a panic.
pub fn drop_of_an_argument<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let probe = fixture.probe();
    let ends = [
        Op::Return(1),
        Op::Fail("badly".to_owned()),
        Op::Panic("loudly".to_owned()),
    ];
    for (dropped, end) in (1..).zip(ends) {
        let future = fixture.submit(&pool, probe.carry().then(end));
        let _ = future.result();
        assert_eq!(probe.dropped(), dropped, "before the result is there");
    }
    drop(pool);
    assert_eq!(probe.dropped(), 3);
}

/// So is one whose task never runs: cancelled by hand or by a shutdown, or refused.
pub fn drop_of_an_argument_that_never_ran<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let probe = fixture.probe();
    let gate = fixture.gate();
    let running = fixture.submit(&pool, gate.pass());
    let by_hand = fixture.submit(&pool, probe.carry());
    let by_shutdown = fixture.submit(&pool, probe.carry());
    assert!(by_hand.cancel());
    assert_eq!(probe.dropped(), 1);
    pool.shutdown(Shutdown::CancelPendingNoWait);
    assert_eq!(probe.dropped(), 2);
    let refused = pool.submit(fixture.job(probe.carry())).unwrap_err();
    assert_eq!(probe.dropped(), 2);
    drop(refused);
    assert_eq!(probe.dropped(), 3);
    gate.open();
    pool.shutdown(Shutdown::Drain);
    drop((running, by_hand, by_shutdown));
    assert_eq!(probe.dropped(), 3);
}

/// A value is dropped once: with the last of its readers, or on the worker if there is none left.
pub fn drop_of_a_value<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let probe = fixture.probe();
    let read = fixture.submit(&pool, probe.give());
    let other = read.clone();
    assert!(read.result().is_ok());
    drop(read);
    assert_eq!(probe.dropped(), 0);
    // The worker keeps nothing once it has begun another task.
    let _ = fixture.submit(&pool, Op::Return(1)).result();
    drop(other);
    assert_eq!(probe.dropped(), 1);
    let taken = pool.submit(fixture.job(probe.give())).unwrap();
    let value = taken.result().unwrap();
    assert_eq!(probe.dropped(), 1);
    drop(value);
    assert_eq!(probe.dropped(), 2);
    drop(fixture.submit(&pool, probe.give()));
    pool.shutdown(Shutdown::Drain);
    assert_eq!(probe.dropped(), 3);
}

/// An argument that panics when it is dropped after the task's work makes that task a panicked one, and nothing else.
pub fn drop_of_an_argument_panics<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let probe = fixture.panicking_probe();
    let future = fixture.submit(&pool, probe.carry().then(Op::Return(1)));
    let next = fixture.submit(&pool, Op::Return(2));
    assert!(future.exception().unwrap().unwrap().is_panicked());
    assert_eq!(*next.result().unwrap(), Out::Number(2));
    assert_eq!(probe.dropped(), 1);
    assert_eq!(fixture.workers(&pool).most, 1);
}

/// One that panics when its task is cancelled troubles neither who cancels nor who waits.
pub fn drop_of_a_cancelled_argument_panics<F: Fixture>() {
    let states = States::<F>::new();
    let (fixture, pool) = (&states.fixture, &states.pool);
    let probe = fixture.panicking_probe();
    let by_hand = fixture.submit(pool, probe.carry());
    let by_shutdown: Vec<_> = (0..3)
        .map(|_| fixture.submit(pool, probe.carry()))
        .collect();
    let cancelled = panics::catch(|| by_hand.cancel());
    assert!(cancelled.unwrap());
    assert!(by_hand.result().unwrap_err().is_cancelled());
    let shutdown = panics::catch(|| pool.shutdown(Shutdown::CancelPendingNoWait));
    assert!(shutdown.is_ok());
    assert!(by_shutdown.iter().all(|future| future.cancelled()));
    assert_eq!(probe.dropped(), 4);
    states.gate.open();
    pool.shutdown(Shutdown::Drain);
}

/// A value that panics when it is dropped at once, since nobody wants it, does not end the worker.
pub fn drop_of_an_unwanted_value_panics<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let probe = fixture.panicking_probe();
    let unwanted = fixture.submit(&pool, gate.pass().then(probe.give()));
    let next = fixture.submit(&pool, Op::Return(1));
    drop(unwanted);
    gate.open();
    assert_eq!(*next.result().unwrap(), Out::Number(1));
    assert_eq!(probe.dropped(), 1);
    assert_eq!(fixture.workers(&pool).most, 1);
}

/// A callback whose captured value panics when it is dropped is as good as one that panics.
pub fn drop_of_a_callback_panics<F: Fixture>() {
    let states = States::<F>::new();
    let probe = states.fixture.panicking_probe();
    for future in [&states.running, &states.pending, &states.finished] {
        let live = probe.live();
        let added = panics::catch(|| {
            future.add_done_callback(move |_| {
                let _captured = &live;
            });
        });
        assert!(added.is_ok());
    }
    assert!(panics::catch(|| states.pending.cancel()).unwrap());
    let next = states.fixture.submit(&states.pool, Op::Return(1));
    states.gate.open();
    assert_eq!(*next.result().unwrap(), Out::Number(1));
    assert_eq!(probe.dropped(), 3);
}

//! Done-callbacks: what they see, when and where they are called, and what becomes of one that panics.

use std::sync::Arc;

use futures_core::host::{self, Lock};
use futures_core::{as_completed, panics};

use crate::support::{Shared, States, watch};
use crate::{Fixture, Op, Out};

/// A callback sees the value of its future.
pub fn future_done_callback_with_result<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Return(5)));
    let seen = watch(&future);
    assert!(!seen.done());
    gate.open();
    assert_eq!(seen.result().unwrap().result, "Ok(Number(5))");
}

/// A callback sees the error of its future.
pub fn future_done_callback_with_exception<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Fail("test".to_owned())));
    let seen = watch(&future);
    assert!(!seen.done());
    gate.open();
    assert_eq!(seen.result().unwrap().result, "Err(Failed(\"test\"))");
}

/// A callback sees that its future was cancelled; the thread that cancelled has called it.
pub fn future_done_callback_with_cancel<F: Fixture>() {
    let states = States::<F>::new();
    let seen = watch(&states.pending);
    assert!(states.pending.cancel());
    assert!(seen.done());
    let seen = seen.result().unwrap();
    assert_eq!(
        seen.result,
        "Err(Cancelled(\"the task was cancelled before it ran\"))"
    );
    assert_eq!(seen.thread, host::current());
}

/// A panicking callback is caught, and the others are called all the same, in the order of registration.
pub fn future_done_callback_raises<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Return(5)));
    let order = Arc::new(Lock::new(Vec::new()));
    for number in 1..=4 {
        let order = order.clone();
        future.add_done_callback(move |_| {
            order.lock().push(number);
            assert!(number % 2 == 0, "callback {number} panics on purpose");
        });
    }
    let last = watch(&future);
    gate.open();
    assert_eq!(last.result().unwrap().result, "Ok(Number(5))");
    assert_eq!(*order.lock(), [1, 2, 3, 4]);
}

/// A late callback on a future with a value is called at once, by the thread that adds it.
pub fn future_done_callback_already_successful<F: Fixture>() {
    let states = States::<F>::new();
    expect_called_at_once(&states.finished, "Ok(Number(42))");
}

/// A late callback on a failed future is called at once.
pub fn future_done_callback_already_failed<F: Fixture>() {
    let states = States::<F>::new();
    expect_called_at_once(&states.failed, "Err(Failed(\"no luck\"))");
}

/// A late callback on a cancelled future is called at once.
pub fn future_done_callback_already_cancelled<F: Fixture>() {
    let states = States::<F>::new();
    expect_called_at_once(
        &states.cancelled,
        "Err(Cancelled(\"the task was cancelled before it ran\"))",
    );
}

#[track_caller]
fn expect_called_at_once(future: &Shared, expected: &str) {
    let seen = watch(future);
    assert!(seen.done());
    let seen = seen.result().unwrap();
    assert_eq!(seen.result, expected);
    assert_eq!(seen.thread, host::current());
}

/// A late callback that panics does not unwind into the caller, and the future is as it was.
pub fn future_done_callback_raises_already_succeeded<F: Fixture>() {
    let states = States::<F>::new();
    let calls = states.fixture.counter();
    let added = panics::catch(|| {
        let calls = calls.clone();
        states.finished.add_done_callback(move |_| {
            calls.add();
            panic!("a late callback panics on purpose");
        });
    });
    assert!(added.is_ok());
    assert_eq!(calls.get(), 1);
    assert_eq!(*states.finished.result().unwrap(), Out::Number(42));
}

/// Those who wait are told before any callback is called, so a slow callback does not hold them up.
pub fn future_done_callback_after_those_who_wait<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let (task, callback) = (fixture.gate(), Arc::new(fixture.gate()));
    let future = fixture.submit(&pool, task.pass().then(Op::Return(5)));
    let held = callback.clone();
    future.add_done_callback(move |_| held.stand());
    let mut waiting = as_completed([&future], None);
    task.open();
    callback.wait_arrived(1);
    assert_eq!(waiting.next().unwrap().unwrap(), &future);
    assert_eq!(*future.result().unwrap(), Out::Number(5));
    assert!(!callback.is_open());
    callback.open();
}

/// A callback added by a callback is called there and then, before the remaining ones.
pub fn future_done_callback_added_by_a_callback<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass());
    let order = Arc::new(Lock::new(Vec::new()));
    let (outer, inner) = (order.clone(), order.clone());
    future.add_done_callback(move |future| {
        outer.lock().push("first");
        future.add_done_callback(move |_| inner.lock().push("nested"));
    });
    let behind = order.clone();
    future.add_done_callback(move |_| behind.lock().push("second"));
    let last = watch(&future);
    gate.open();
    let _ = last.result().unwrap();
    assert_eq!(*order.lock(), ["first", "nested", "second"]);
}

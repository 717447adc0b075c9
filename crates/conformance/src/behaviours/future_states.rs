//! The state of a future, and what its readers get in each state and across its end.

use std::time::Duration;

use futures_core::{Error, ErrorKind, State, Status, promise};

use crate::support::{States, beside};
use crate::{Fixture, Op, Out};

/// What `cancel` returns in each state, and the state after it.
pub fn future_cancel<F: Fixture>() {
    let states = States::<F>::new();
    let calls = states.fixture.counter();
    for future in states.each(Clone::clone) {
        let calls = calls.clone();
        future.add_done_callback(move |_| {
            calls.add();
        });
    }
    // The callbacks of the three that have ended.
    assert_eq!(calls.get(), 3);
    assert_eq!(
        states.each(|future| future.cancel()),
        [true, false, true, false, false]
    );
    assert_eq!(calls.get(), 4);
    assert_eq!(
        states.each(|future| future.state()),
        [
            State::Cancelled,
            State::Running,
            State::Cancelled,
            State::Finished,
            State::Finished
        ]
    );
    assert!(states.pending.cancel(), "cancelled is cancelled");
    assert_eq!(calls.get(), 4, "and nobody is told again");
    assert_eq!(*states.finished.result().unwrap(), Out::Number(42));
}

/// `cancelled` is true of a cancelled future alone.
pub fn future_cancelled<F: Fixture>() {
    let states = States::<F>::new();
    assert_eq!(
        states.each(|future| future.cancelled()),
        [false, false, true, false, false]
    );
}

/// `done` is true of whatever has ended.
pub fn future_done<F: Fixture>() {
    let states = States::<F>::new();
    assert_eq!(
        states.each(|future| future.done()),
        [false, false, true, true, true]
    );
    assert_eq!(
        states.each(|future| future.status()),
        [
            None,
            None,
            Some(Status::Cancelled),
            Some(Status::Finished),
            Some(Status::Failed)
        ]
    );
}

/// `running` is true from the hand-over to a worker until the end.
pub fn future_running<F: Fixture>() {
    let states = States::<F>::new();
    assert_eq!(
        states.each(|future| future.running()),
        [false, true, false, false, false]
    );
    states.gate.open();
    assert_eq!(*states.running.result().unwrap(), Out::Number(43));
    assert!(!states.running.running());
}

/// `result` with a timeout of zero looks, and leaves the task alone.
pub fn future_result_with_timeout<F: Fixture>() {
    let states = States::<F>::new();
    let results = states.each(|future| kind_of(future.result_timeout(Duration::ZERO)));
    assert_eq!(
        results,
        [
            Err(ErrorKind::TimedOut),
            Err(ErrorKind::TimedOut),
            Err(ErrorKind::Cancelled),
            Ok(()),
            Err(ErrorKind::Failed)
        ]
    );
    assert_eq!(
        *states.finished.result_timeout(Duration::ZERO).unwrap(),
        Out::Number(42)
    );
    expect_untouched(&states);
}

/// `exception` with a timeout of zero looks as well; a value means that there is none.
pub fn future_exception_with_timeout<F: Fixture>() {
    let states = States::<F>::new();
    let exceptions = states.each(|future| {
        let exception = future.exception_timeout(Duration::ZERO);
        exception
            .map(|error| error.map(|error| error.kind()))
            .map_err(|error| error.kind())
    });
    assert_eq!(
        exceptions,
        [
            Err(ErrorKind::TimedOut),
            Err(ErrorKind::TimedOut),
            Err(ErrorKind::Cancelled),
            Ok(None),
            Ok(Some(ErrorKind::Failed))
        ]
    );
    expect_untouched(&states);
}

fn expect_untouched<F: Fixture>(states: &States<F>) {
    states.gate.open();
    assert_eq!(*states.running.result().unwrap(), Out::Number(43));
    assert_eq!(*states.pending.result().unwrap(), Out::Number(44));
}

fn kind_of<T>(result: Result<T, Error>) -> Result<(), ErrorKind> {
    result.map(drop).map_err(|error| error.kind())
}

/// A blocked `result` is woken by the value: of a task, and of a promise that another thread settles.
pub fn future_result_with_success<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Return(42)));
    let reader = future.clone();
    let reader = beside(move || reader.result().map(|value| *value == Out::Number(42)));
    gate.open();
    assert!(reader.join().unwrap());
    // Often enough for the value to come before the reader is asleep, and after.
    for number in 0..100 {
        let (promise, future) = promise();
        let reader = beside(move || future.result());
        promise.set_result(number).unwrap();
        assert_eq!(reader.join().unwrap(), number);
    }
}

/// A blocked `result` is woken by a cancellation, which is its error.
pub fn future_result_with_cancel<F: Fixture>() {
    let states = States::<F>::new();
    let reader = states.pending.clone();
    let reader = beside(move || reader.result().map(drop));
    assert!(states.pending.cancel());
    assert!(reader.join().unwrap_err().is_cancelled());
    for _ in 0..100 {
        let (promise, future) = promise::<()>();
        let future = future.shared();
        let reader = future.clone();
        let reader = beside(move || reader.result().map(drop));
        assert!(future.cancel());
        assert!(reader.join().unwrap_err().is_cancelled());
        drop(promise);
    }
}

/// A blocked `exception` is woken by the outcome.
pub fn future_exception_with_success<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let future = fixture.submit(&pool, gate.pass().then(Op::Fail("at last".to_owned())));
    let reader = future.clone();
    let reader = beside(move || reader.exception());
    gate.open();
    let error = reader.join().unwrap().unwrap();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Failed, "at last")
    );
    assert!(error.same(&future.exception().unwrap().unwrap()));
    for _ in 0..100 {
        let (promise, future) = promise();
        let future = future.shared();
        let reader = beside(move || future.exception());
        promise.set_result(1).unwrap();
        assert!(reader.join().unwrap().is_none());
    }
}

/// A panic is the error of its task alone: it says what and where, and the worker goes on.
pub fn future_of_a_panicking_task<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let panicked = fixture.submit(&pool, Op::Panic("out of paper".to_owned()));
    let next = fixture.submit(&pool, Op::Return(1));
    let error = panicked.exception().unwrap().unwrap();
    assert!(error.is_panicked());
    assert_eq!(error.panic_message(), Some("out of paper"));
    assert_eq!(panicked.status(), Some(Status::Failed));
    assert_eq!(*next.result().unwrap(), Out::Number(1));
}

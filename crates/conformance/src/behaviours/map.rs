//! Maps without a buffer: order, failures, the time limit, and what the iterator keeps.

use futures_core::{ErrorKind, Executor, MapOptions, Shutdown, host};

use crate::support::{MOMENT, is_ever_less, let_pass, until};
use crate::{Fixture, Items, Op, Out, Results};

/// The input `0..n`, to be returned as it is.
pub(crate) fn numbers(n: i64) -> Items<'static> {
    Box::new((0..n).map(Op::Return))
}

/// The next result, which must be a number.
#[track_caller]
pub(crate) fn next_number(results: &mut Results<'_>) -> i64 {
    match results.next() {
        Some(Ok(Out::Number(number))) => number,
        other => panic!("expected a number, got {other:?}"),
    }
}

/// The next result, which must be an error.
#[track_caller]
pub(crate) fn next_error(results: &mut Results<'_>) -> ErrorKind {
    match results.next() {
        Some(Err(error)) => error.kind(),
        other => panic!("expected an error, got {other:?}"),
    }
}

/// All that is left, which must be numbers.
#[track_caller]
pub(crate) fn all_numbers(results: Results<'_>) -> Vec<i64> {
    results
        .map(|result| match result {
            Ok(Out::Number(number)) => number,
            other => panic!("expected a number, got {other:?}"),
        })
        .collect()
}

/// The results are those of a plain `map`, one item per task, three, or as many as the pool thinks best.
pub fn executor_map<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let one_by_one = MapOptions::new();
    let by_three = one_by_one.chunk_size(3);
    let automatic = one_by_one.auto_chunk_size();
    for options in [one_by_one, by_three, automatic] {
        for length in [0, 1, 10, 100] {
            let bases = (0..length).map(|base| Op::Power { base, exponent: 2 });
            let squares = fixture.map(&pool, options, Box::new(bases));
            let expected: Vec<i64> = (0..length).map(|base| base * base).collect();
            assert_eq!(all_numbers(squares), expected);
        }
    }
}

/// A failing item is an error at its place.
pub fn executor_map_exception<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let items = [
        Op::Return(0),
        Op::Return(1),
        Op::Fail("the third".to_owned()),
    ];
    let mut results = fixture.map(&pool, MapOptions::new(), Box::new(items.into_iter()));
    assert_eq!(next_number(&mut results), 0);
    assert_eq!(next_number(&mut results), 1);
    let error = results.next().unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Failed, "the third")
    );
}

/// After a prefix of results comes one timeout, and nothing after it. The clock runs from the call.
pub fn executor_map_timeout<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let items = [Op::Return(0), Op::Return(1), gate.pass(), Op::Return(3)];
    let options = MapOptions::new().timeout(MOMENT);
    let mut results = fixture.map(&pool, options, Box::new(items.into_iter()));
    // The only worker is at the third, so the two before it are done.
    gate.wait_arrived(1);
    fixture.wait_ended(&pool, 2);
    assert_eq!(next_number(&mut results), 0);
    assert_eq!(next_number(&mut results), 1);
    assert_eq!(next_error(&mut results), ErrorKind::TimedOut);
    assert!(results.next().is_none());

    let limit = MOMENT * 4;
    let from_the_call = is_ever_less(limit / 2, || {
        let options = MapOptions::new().timeout(limit);
        let items = Box::new([Op::Return(0)].into_iter());
        let mut results = fixture.map(&pool, options, items);
        let_pass(limit);
        let before = host::now();
        assert_eq!(next_error(&mut results), ErrorKind::TimedOut);
        host::now() - before
    });
    assert!(from_the_call);
}

/// A timeout is the last that a map says, though it could have said that the pool takes nothing more.
pub fn executor_map_timeout_after_shutdown<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let options = MapOptions::new().timeout(MOMENT).buffer_size(2);
    let items = [Op::Return(0), Op::Return(1), gate.pass(), Op::Return(3)];
    let mut results = fixture.map(&pool, options, Box::new(items.into_iter()));
    until(|| fixture.workers(&pool).idle == 1);
    fixture.wait_ended(&pool, 2);
    assert_eq!(next_number(&mut results), 0);
    pool.shutdown(Shutdown::DrainNoWait);
    assert_eq!(next_number(&mut results), 1);
    assert_eq!(next_error(&mut results), ErrorKind::TimedOut);
    assert!(results.next().is_none());
}

/// A yielded value is dropped when its taker drops it, while the iteration goes on.
pub fn executor_free_reference<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    for options in [MapOptions::new(), MapOptions::new().chunk_size(3)] {
        let probe = fixture.probe();
        let items: Vec<Op> = (0..10).map(|_| probe.give()).collect();
        let results = fixture.map(&pool, options, Box::new(items.into_iter()));
        for (result, dropped) in results.zip(0..) {
            assert_eq!(probe.dropped(), dropped);
            drop(result.unwrap());
            assert_eq!(probe.dropped(), dropped + 1);
        }
    }
}

/// The tasks of a map that nobody iterates have run after the shutdown.
pub fn thread_pool_map_submits_without_iteration<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let ran = fixture.counter();
    let items: Vec<Op> = (0..11).map(|_| ran.count()).collect();
    let results = fixture.map(&pool, MapOptions::new(), Box::new(items.into_iter()));
    pool.shutdown(Shutdown::Drain);
    assert_eq!(ran.get(), 11);
    drop(results);
}

/// A map that times out cancels what it waits for and all the rest; none of it ever runs.
pub fn thread_pool_executor_map_current_future_cancel<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let running = fixture.submit(&pool, gate.pass());
    let items: Vec<Op> = (0..5).map(|_| ran.count()).collect();
    let options = MapOptions::new().timeout(MOMENT);
    let mut results = fixture.map(&pool, options, Box::new(items.into_iter()));
    assert_eq!(next_error(&mut results), ErrorKind::TimedOut);
    assert!(results.next().is_none());
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert!(running.result().is_ok());
    assert_eq!(ran.get(), 0);
    drop(results);
}

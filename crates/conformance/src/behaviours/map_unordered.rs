//! Maps whose results come as they are ready; for all else they are like the ordered ones.

use futures_core::{ErrorKind, Executor, MapOptions, Shutdown};

use super::map::{all_numbers, next_error, next_number, numbers};
use crate::support::MOMENT;
use crate::{Fixture, Op, Out, Results};

fn sorted(results: Results<'_>) -> Vec<i64> {
    let mut all = all_numbers(results);
    all.sort_unstable();
    all
}

/// What is ready comes first, whatever its place in the input; a failing item is one result among others.
pub fn map_unordered_yields_what_is_ready<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let gate = fixture.gate();
    let items = [
        gate.pass().then(Op::Return(0)),
        Op::Return(1),
        Op::Fail("the third".to_owned()),
        Op::Return(3),
    ];
    let items = Box::new(items.into_iter());
    let mut results = fixture.map_unordered(&pool, MapOptions::new(), items);
    assert_eq!(next_number(&mut results), 1);
    assert_eq!(next_error(&mut results), ErrorKind::Failed);
    assert_eq!(next_number(&mut results), 3);
    gate.open();
    assert_eq!(next_number(&mut results), 0);
    assert!(results.next().is_none());
}

/// Nothing is lost and nothing comes twice, with chunks and buffers of every kind.
pub fn map_unordered_is_complete<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let plain = MapOptions::new();
    for options in [
        plain,
        plain.chunk_size(3),
        plain.auto_chunk_size(),
        plain.buffer_size(1),
        plain.buffer_size(4).chunk_size(3),
    ] {
        for length in [0, 1, 20] {
            let results = fixture.map_unordered(&pool, options, numbers(length));
            assert_eq!(sorted(results), (0..length).collect::<Vec<_>>());
        }
    }
}

/// The buffer bounds what is taken from an endless input.
pub fn map_unordered_buffersize<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let taken = fixture.counter();
    let items = {
        let taken = taken.clone();
        (0..).map(move |number| {
            taken.add();
            Op::Return(number)
        })
    };
    let options = MapOptions::new().buffer_size(3);
    let mut results = fixture.map_unordered(&pool, options, Box::new(items));
    assert_eq!(taken.get(), 3);
    for yielded in 1..=10 {
        assert!(matches!(results.next(), Some(Ok(Out::Number(_)))));
        assert_eq!(taken.get(), 3 + yielded);
    }
}

/// When the time is over: what is ready, one error, and the rest is cancelled.
pub fn map_unordered_timeout<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let ran = fixture.counter();
    let items = [Op::Return(0), gate.pass(), ran.count(), ran.count()];
    let options = MapOptions::new().timeout(MOMENT);
    let mut results = fixture.map_unordered(&pool, options, Box::new(items.into_iter()));
    gate.wait_arrived(1);
    fixture.wait_ended(&pool, 1);
    assert_eq!(next_number(&mut results), 0);
    assert_eq!(next_error(&mut results), ErrorKind::TimedOut);
    assert!(results.next().is_none());
    gate.open();
    pool.shutdown(Shutdown::Drain);
    assert_eq!(ran.get(), 0);
}

/// Dropped after it was asked for something it cancels the rest, dropped before it cancels nothing.
pub fn map_unordered_dropped<F: Fixture>() {
    for asked in [false, true] {
        let fixture = F::new();
        let pool = fixture.pool(1);
        let gate = fixture.gate();
        let ran = fixture.counter();
        let items = [Op::Return(0), gate.pass(), ran.count(), ran.count()];
        let items = Box::new(items.into_iter());
        let mut results = fixture.map_unordered(&pool, MapOptions::new(), items);
        if asked {
            assert_eq!(next_number(&mut results), 0);
        }
        gate.wait_arrived(1);
        drop(results);
        gate.open();
        pool.shutdown(Shutdown::Drain);
        assert_eq!(ran.get(), if asked { 0 } else { 2 });
    }
}

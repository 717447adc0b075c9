//! Maps with a buffer: how much they take from their input, and what happens to them when the pool ends.

use std::sync::Arc;

use futures_core::{ErrorKind, Executor, MapOptions, Shutdown, panics};

use super::map::{all_numbers, next_error, next_number, numbers};
use crate::support::beside;
use crate::{Fixture, Items, Op, SharedCounter};

fn buffer(items: usize) -> MapOptions {
    MapOptions::new().buffer_size(items)
}

/// `0..`, each item counted when it is taken.
fn counted_numbers(taken: &SharedCounter) -> Items<'static> {
    let taken = taken.clone();
    Box::new((0..).map(move |number| {
        taken.add();
        Op::Return(number)
    }))
}

/// A buffer of nothing is refused at the call, before anything is submitted.
pub fn executor_map_buffersize_value_validation<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let taken = fixture.counter();
    let refused = panics::catch(|| {
        let options = buffer(0);
        drop(fixture.map(&pool, options, counted_numbers(&taken)));
    });
    assert_eq!(refused.unwrap_err().message(), "buffer_size must be > 0");
    assert_eq!(taken.get(), 0);
}

/// Whatever the size, the output is complete and in order.
pub fn executor_map_buffersize<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    let expected: Vec<i64> = (0..8).collect();
    for size in [1, 2, 8, 16] {
        for chunk in [1, 3] {
            let options = buffer(size).chunk_size(chunk);
            let results = fixture.map(&pool, options, numbers(8));
            assert_eq!(
                all_numbers(results),
                expected,
                "buffer {size}, chunks of {chunk}"
            );
        }
    }
}

/// The same over two inputs.
pub fn executor_map_buffersize_on_multiple_iterables<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(3);
    for size in [1, 2, 4, 8] {
        let powers = (1..=4)
            .zip(0..4)
            .map(|(base, exponent)| Op::Power { base, exponent });
        let results = fixture.map(&pool, buffer(size), Box::new(powers));
        assert_eq!(all_numbers(results), [1, 2, 9, 64]);
    }
}

/// An endless input is usable.
pub fn executor_map_buffersize_on_infinite_iterable<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let results = fixture.map(&pool, buffer(1), Box::new((0..).map(Op::Return)));
    assert_eq!(all_numbers(Box::new(results.take(10))), {
        (0..10).collect::<Vec<_>>()
    });
}

/// Two endless inputs are usable.
pub fn executor_map_buffersize_on_multiple_infinite_iterables<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let powers = (0..)
        .zip(std::iter::repeat(2))
        .map(|(base, exponent)| Op::Power { base, exponent });
    let results = fixture.map(&pool, buffer(2), Box::new(powers));
    assert_eq!(all_numbers(Box::new(results.take(5))), [0, 1, 4, 9, 16]);
}

/// An empty input yields nothing.
pub fn executor_map_buffersize_on_empty_iterable<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let mut results = fixture.map(&pool, buffer(2), numbers(0));
    assert!(results.next().is_none());
    assert!(results.next().is_none());
}

/// Exactly as many items as the buffer holds are taken at the call, and one more for each that is yielded.
pub fn executor_map_buffersize_when_buffer_is_full<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let taken = fixture.counter();
    let mut results = fixture.map(&pool, buffer(4), counted_numbers(&taken));
    assert_eq!(taken.get(), 4);
    for yielded in 1..=5 {
        results.next().unwrap().unwrap();
        assert_eq!(taken.get(), 4 + yielded);
    }
}

/// Never more items are on their way than the buffer holds, also while the iterator waits.
pub fn dev_buffer_bound_is_exact<F: Fixture>() {
    for _ in 0..20 {
        let fixture = F::new();
        let pool = fixture.pool(3);
        let gate = Arc::new(fixture.gate());
        let (early, asked) = (fixture.counter(), fixture.counter());
        let items = {
            let (gate, early) = (gate.clone(), early.clone());
            (0..10).map(move |number| {
                if number >= 3 && !gate.is_open() {
                    early.add();
                }
                if number == 0 {
                    gate.pass().then(Op::Return(0))
                } else {
                    Op::Return(number)
                }
            })
        };
        let mut results = fixture.map(&pool, buffer(3), Box::new(items));
        let opener = {
            let (gate, asked) = (gate.clone(), asked.clone());
            beside(move || {
                asked.wait_for(1);
                gate.open();
            })
        };
        asked.add();
        assert_eq!(next_number(&mut results), 0);
        assert_eq!(
            early.get(),
            0,
            "an item was taken while the buffer was full"
        );
        opener.join();
        assert_eq!(all_numbers(results), (1..10).collect::<Vec<_>>());
    }
}

/// A shutdown in the middle of an iteration: what the pool has taken is yielded, then the error, then nothing.
pub fn gap_buffersize_then_shutdown<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let gate = fixture.gate();
    let mut items = vec![Op::Return(0), gate.pass().then(Op::Return(1))];
    items.extend((2..10).map(Op::Return));
    let mut results = fixture.map(&pool, buffer(3), Box::new(items.into_iter()));
    assert_eq!(next_number(&mut results), 0);
    pool.shutdown(Shutdown::DrainNoWait);
    gate.open();
    for number in 1..=3 {
        assert_eq!(next_number(&mut results), number);
    }
    assert_eq!(next_error(&mut results), ErrorKind::ShutDown);
    assert!(results.next().is_none());
}

/// A shutdown before the iteration: finished results come before the error.
pub fn dev_buffer_yields_before_shutdown_error<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    let mut results = fixture.map(&pool, buffer(3), numbers(10));
    pool.shutdown(Shutdown::Drain);
    for number in 0..3 {
        assert_eq!(next_number(&mut results), number);
    }
    assert_eq!(next_error(&mut results), ErrorKind::ShutDown);
    assert!(results.next().is_none());
    // No error if the pool had taken everything.
    let pool = fixture.pool(2);
    let results = fixture.map(&pool, buffer(3), numbers(3));
    pool.shutdown(Shutdown::Drain);
    assert_eq!(all_numbers(results), [0, 1, 2]);
}

/// The iterator that is given the pool keeps it: nothing cuts the output short.
pub fn gap_buffersize_then_drop<F: Fixture>() {
    let fixture = F::new();
    let results = fixture.map_owning(fixture.pool(2), buffer(2), numbers(10));
    assert_eq!(all_numbers(results), (0..10).collect::<Vec<_>>());
}

/// Dropping that iterator ends the pool: what it has begun has ended, and nothing of it is left.
pub fn dev_buffer_holds_the_pool<F: Fixture>() {
    let fixture = F::new();
    let probe = fixture.probe();
    let made = fixture.counter();
    let item = made.count().then(probe.give());
    let items = std::iter::repeat_n(item, 100);
    let mut results = fixture.map_owning(fixture.pool(2), buffer(4), Box::new(items));
    drop(results.next());
    assert!(made.get() >= 1);
    drop(results);
    assert_eq!(probe.dropped(), made.get());
    assert!(made.get() <= 5, "{made:?} of five that were taken");
}

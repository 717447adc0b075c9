//! When a map submits, with an executor that waits for orders.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_core::{
    Error, Executor, Inline, MapOptions, Shutdown, map, map_fallible, map_unordered,
    map_unordered_fallible, map_unordered_with, map_with,
};

use crate::shelf::Shelf;

/// Numbers from 0, with a count of how many were asked for.
fn counted(pulled: &AtomicUsize) -> impl Iterator<Item = usize> + Send {
    (0..).inspect(|_| {
        pulled.fetch_add(1, Ordering::Relaxed);
    })
}

#[test]
fn everything_is_submitted_by_the_call() {
    let shelf = Shelf::new();
    let doubled = map(&shelf, |n: usize| 2 * n, 0..10);
    assert_eq!(shelf.submitted(), 10);
    shelf.run_all();
    let values: Vec<usize> = doubled.map(Result::unwrap).collect();
    assert_eq!(values, (0..10).map(|n| 2 * n).collect::<Vec<_>>());
}

/// The inputs that are taken and not yet yielded are never more than the buffer, to the item.
#[test]
fn a_buffer_bounds_what_is_on_its_way() {
    let pulled = AtomicUsize::new(0);
    let shelf = Shelf::new();
    let options = MapOptions::new().buffer_size(3);
    let mut doubled = map_with(options, &shelf, |n: usize| 2 * n, counted(&pulled));
    assert_eq!(pulled.load(Ordering::Relaxed), 3);
    for n in 0..100 {
        shelf.run_all();
        assert_eq!(doubled.next().unwrap().unwrap(), 2 * n);
        assert_eq!(pulled.load(Ordering::Relaxed), n + 4);
    }
    assert_eq!(format!("{doubled:?}"), "Map { tasks_on_their_way: 3, .. }");
}

/// A chunk is submitted only when there is room for a whole one; a buffer smaller than a chunk holds one.
#[test]
fn a_buffer_is_counted_in_items_also_with_chunks() {
    let pulled = AtomicUsize::new(0);
    let shelf = Shelf::new();
    let options = MapOptions::new().buffer_size(10).chunk_size(4);
    let mut doubled = map_with(options, &shelf, |n: usize| 2 * n, counted(&pulled));
    assert_eq!((shelf.submitted(), pulled.load(Ordering::Relaxed)), (2, 8));
    shelf.run_all();
    let taken: Vec<usize> = doubled.by_ref().take(2).map(Result::unwrap).collect();
    assert_eq!(taken, [0, 2]);
    assert_eq!((shelf.submitted(), pulled.load(Ordering::Relaxed)), (3, 12));

    let pulled = AtomicUsize::new(0);
    let options = MapOptions::new().buffer_size(1).chunk_size(4);
    let mut doubled = map_with(options, Inline, |n: usize| 2 * n, counted(&pulled));
    assert_eq!(pulled.load(Ordering::Relaxed), 4);
    assert!((0..4).all(|n| doubled.next().unwrap().unwrap() == 2 * n));
    assert_eq!(pulled.load(Ordering::Relaxed), 8);
}

#[test]
fn items_fail_one_by_one() {
    for chunk in [1, 3, 10] {
        let options = MapOptions::new().chunk_size(chunk);
        let f = |n: i32| {
            assert!(n % 3 != 1, "{n} fails on purpose");
            n
        };
        let results: Vec<Result<i32, Error>> = map_with(options, Inline, f, 0..8).collect();
        let shown: Vec<String> = results
            .iter()
            .map(|result| match result {
                Ok(n) => n.to_string(),
                Err(error) => error.panic_message().unwrap().to_owned(),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "0",
                "1 fails on purpose",
                "2",
                "3",
                "4 fails on purpose",
                "5",
                "6",
                "7 fails on purpose"
            ]
        );
    }
}

/// What the executor had taken is yielded, then its refusal, once.
#[test]
fn a_refusal_comes_after_what_was_taken() {
    let shelf = Shelf::with_room(2);
    let mut doubled = map(&shelf, |n: usize| 2 * n, 0..10);
    shelf.run_all();
    assert_eq!(doubled.next().unwrap().unwrap(), 0);
    assert_eq!(doubled.next().unwrap().unwrap(), 2);
    assert!(doubled.next().unwrap().unwrap_err().is_queue_full());
    assert!(doubled.next().is_none());
}

/// A map that nobody has asked for anything is only a way to submit; one that was begun is dropped with its rest.
#[test]
fn only_a_map_that_was_begun_cancels_its_rest() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = |n: usize| {
        let calls = calls.clone();
        move |_: usize| {
            calls.fetch_add(1, Ordering::Relaxed);
            n
        }
    };
    let shelf = Shelf::new();
    drop(map(&shelf, count(0), 0..5));
    shelf.run_all();
    assert_eq!(calls.swap(0, Ordering::Relaxed), 5);

    let mut begun = map(&shelf, count(0), 0..5);
    shelf.run_one();
    assert!(begun.next().is_some());
    drop(begun);
    shelf.run_all();
    assert_eq!(calls.swap(0, Ordering::Relaxed), 1);

    let mut begun = map_unordered(&shelf, count(0), 0..5);
    shelf.run_one();
    assert!(begun.next().is_some());
    drop(begun);
    shelf.run_all();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn unordered_results_come_as_they_are_ready() {
    let shelf = Shelf::new();
    let mut doubled = map_unordered(&shelf, |n: usize| 2 * n, 0..3);
    let (first, second) = (shelf.take().unwrap(), shelf.take().unwrap());
    shelf.run_one();
    second.run();
    first.run();
    let values: Vec<usize> = doubled.by_ref().map(Result::unwrap).collect();
    assert_eq!(values, [4, 2, 0]);
}

#[test]
fn an_unordered_map_has_chunks_and_a_buffer() {
    let pulled = AtomicUsize::new(0);
    let options = MapOptions::new().buffer_size(6).chunk_size(3);
    let mut doubled = map_unordered_with(options, Inline, |n: usize| 2 * n, counted(&pulled));
    assert_eq!(pulled.load(Ordering::Relaxed), 6);
    let mut values: Vec<usize> = doubled.by_ref().take(30).map(Result::unwrap).collect();
    values.sort_unstable();
    assert_eq!(values, (0..30).map(|n| 2 * n).collect::<Vec<_>>());
    assert!(pulled.load(Ordering::Relaxed) <= 36);
}

/// Tasks that a shutdown cancels are yielded as cancelled, each in its place.
#[test]
fn cancelled_tasks_keep_their_places() {
    let shelf = Shelf::new();
    let doubled = map(&shelf, |n: usize| 2 * n, 0..3);
    shelf.run_one();
    Executor::<fn()>::shutdown(&shelf, Shutdown::CancelPending);
    let ends: Vec<bool> = doubled
        .map(|result| result.is_err_and(|error| error.is_cancelled()))
        .collect();
    assert_eq!(ends, [false, true, true]);
}

#[test]
#[should_panic(expected = "chunk_size must be >= 1")]
fn a_chunk_of_nothing_is_refused() {
    let _ = MapOptions::new().chunk_size(0);
}

#[test]
#[should_panic(expected = "buffer_size must be > 0")]
fn a_buffer_of_nothing_is_refused() {
    let _ = MapOptions::new().buffer_size(0);
}

/// Each failure is heard once: by whoever walks, or else by the listener, though the map was dropped before it happened.
#[test]
fn failures_that_are_not_yielded_are_heard() {
    for chunk in [1, 2] {
        for walked in [0, 1, 2] {
            for in_order in [true, false] {
                let shelf = Shelf::new();
                let heard = Arc::new(AtomicUsize::new(0));
                let options = MapOptions::new().chunk_size(chunk);
                let odd = |n: u32| {
                    if n.is_multiple_of(2) {
                        Ok(n)
                    } else {
                        Err("it is odd")
                    }
                };
                let hear = {
                    let heard = heard.clone();
                    move |error: &Error| {
                        assert_eq!(error.to_string(), "it is odd");
                        heard.fetch_add(1, Ordering::Relaxed);
                    }
                };
                let n_failed = |results: &mut dyn Iterator<Item = Result<u32, Error>>| {
                    shelf.run_one();
                    shelf.run_one();
                    results.take(walked).filter(Result::is_err).count()
                };
                let yielded = if in_order {
                    n_failed(&mut map_fallible(options, &shelf, odd, 0..6).on_unheard(hear))
                } else {
                    n_failed(
                        &mut map_unordered_fallible(options, &shelf, odd, 0..6).on_unheard(hear),
                    )
                };
                shelf.run_all();
                // What is pending when a walk is given up is cancelled, and fails no more.
                let ended = if walked == 0 { 6 } else { 2 * chunk };
                let heard = heard.load(Ordering::Relaxed);
                assert_eq!(yielded + heard, ended / 2, "{chunk} {walked} {in_order}");
            }
        }
    }
}

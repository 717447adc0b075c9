//! `as_completed`, while futures are added and end.

use std::time::Duration;

use futures_core::{Executor, Inline, SharedFuture, as_completed, promise};

use crate::shelf::Shelf;
use crate::world::World;

/// What has ended comes in the order of the input, the others in the order in which they end.
#[test]
fn futures_come_in_the_order_in_which_they_end() {
    let shelf = Shelf::new();
    let late = ['c', 'd'].map(|letter| shelf.submit(move || letter).unwrap());
    let early = ['a', 'b'].map(|letter| Inline.submit(move || letter).unwrap());
    let mut letters = as_completed(late.into_iter().chain(early), None);
    let second = shelf.take();
    shelf.run_one();
    second.unwrap().run();
    let order: String = letters
        .by_ref()
        .map(|future| future.unwrap().result().unwrap())
        .collect();
    assert_eq!(order, "abdc");
    assert!(letters.next().is_none(), "it stays over");
}

/// A crawler's loop: each result leads to more work, and the iteration goes on until nothing is left.
#[test]
fn futures_can_be_added_during_the_iteration() {
    let shelf = Shelf::new();
    let mut found = Vec::new();
    let mut open = as_completed([shelf.submit(|| 1).unwrap()], None);
    loop {
        shelf.run_all();
        let Some(future) = open.next() else { break };
        let page = future.unwrap().result().unwrap();
        found.push(page);
        for link in [2 * page, 2 * page + 1] {
            if link < 8 {
                open.add(shelf.submit(move || link).unwrap());
            }
        }
        assert_eq!(
            open.remaining(),
            if page < 4 {
                found.len() + 1
            } else {
                7 - found.len()
            }
        );
    }
    assert_eq!(found, [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn one_can_be_added_after_the_end() {
    let mut futures = as_completed([Inline.submit(|| 1).unwrap()], None);
    assert_eq!(futures.next().unwrap().unwrap().result().unwrap(), 1);
    assert!(futures.next().is_none());
    futures.add(Inline.submit(|| 2).unwrap());
    assert_eq!(futures.next().unwrap().unwrap().result().unwrap(), 2);
    assert!(futures.next().is_none());
}

/// What is waited for already counts once; what was yielded may come again.
#[test]
fn the_same_future_counts_once_at_a_time() {
    let shared: SharedFuture<i32> = Inline.submit(|| 1).unwrap().shared();
    let mut futures = as_completed([shared.clone(), shared.clone()], None);
    futures.add(shared.clone());
    assert_eq!(futures.remaining(), 1);
    assert_eq!(futures.next().unwrap().unwrap(), shared);
    assert!(futures.next().is_none());
    futures.add(shared.clone());
    assert_eq!(futures.next().unwrap().unwrap(), shared);
}

/// The clock runs from the call, what has ended is yielded even then, and the timeout is said once.
#[test]
fn a_timeout_comes_after_what_has_ended() {
    World::run(|world| {
        let (first, one) = promise::<i32>();
        let (_second, two) = promise::<i32>();
        let mut futures = as_completed([one, two], Some(Duration::from_secs(5)));
        first.set_result(1).unwrap();
        world.advance(Duration::from_secs(9));
        assert_eq!(futures.next().unwrap().unwrap().result().unwrap(), 1);
        let error = futures.next().unwrap().unwrap_err();
        assert!(error.is_timed_out());
        assert_eq!(error.to_string(), "1 (of 2) futures unfinished");
        assert!(futures.next().is_none());
        assert_eq!(
            format!("{futures:?}"),
            "AsCompleted { unfinished: 1, total: 2 }"
        );
    });
}

/// Neither the iteration nor its end cancels anything.
#[test]
fn dropping_the_iteration_leaves_the_futures_alone() {
    let shelf = Shelf::new();
    let shared = shelf.submit(|| 1).unwrap().shared();
    drop(as_completed([shared.clone()], None));
    assert!(!shared.done());
    shelf.run_all();
    assert_eq!(*shared.result().unwrap(), 1);
}

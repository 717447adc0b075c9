//! How often a wait for many futures wakes its thread, and what ends the wait.

use std::time::Duration;

use futures_core::host::WaitReason;
use futures_core::{Error, Promise, ReturnWhen, as_completed, promise, wait};

use crate::world::{World, spawn};

fn promises(count: usize) -> (Vec<Promise<usize>>, Vec<futures_core::Future<usize>>) {
    (0..count).map(|_| promise()).unzip()
}

/// CPython wakes its waiter for every future that ends, under the locks of all of them.
#[test]
fn a_wait_for_all_of_many_wakes_its_thread_once() {
    const COUNT: usize = 100_000;
    World::run(|world| {
        let (promises, futures) = promises(COUNT);
        let waiter = spawn("waiter", || {
            let sorted = wait(futures, None, ReturnWhen::AllCompleted).unwrap();
            assert_eq!((sorted.done.len(), sorted.not_done.len()), (COUNT, 0));
        });
        assert_eq!(
            world.until_parked("waiter"),
            WaitReason::Set {
                when: ReturnWhen::AllCompleted,
                remaining: COUNT
            }
        );
        for (number, promise) in promises.into_iter().enumerate() {
            assert_eq!(world.wake_ups("waiter"), 0);
            promise.set_result(number).unwrap();
        }
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 1);
    });
}

/// Whoever ends the other futures finds the wait over, and does not wake the thread again.
#[test]
fn a_wait_for_the_first_of_many_wakes_its_thread_once() {
    World::run(|world| {
        let (promises, futures) = promises(1000);
        let waiter = spawn("waiter", || {
            let sorted = wait(futures, None, ReturnWhen::FirstCompleted).unwrap();
            assert!(!sorted.done.is_empty());
        });
        world.until_parked("waiter");
        for (number, promise) in promises.into_iter().enumerate() {
            promise.set_result(number).unwrap();
        }
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 1);
    });
}

#[test]
fn a_wait_for_a_failure_sleeps_through_successes() {
    World::run(|world| {
        let (promises, futures) = promises(1000);
        let waiter = spawn("waiter", || {
            let sorted = wait(futures, None, ReturnWhen::FirstException).unwrap();
            assert_eq!((sorted.done.len(), sorted.not_done.len()), (501, 499));
        });
        world.until_parked("waiter");
        let mut promises = promises.into_iter();
        for (number, promise) in promises.by_ref().take(500).enumerate() {
            promise.set_result(number).unwrap();
        }
        assert_eq!(world.wake_ups("waiter"), 0);
        let failing = promises.next().unwrap();
        failing.set_error(Error::failed("no")).unwrap();
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 1);
        drop(promises);
    });
}

/// One that sleeps for the next future is woken for it; what ends before it sleeps again costs no wake-up.
#[test]
fn as_completed_wakes_its_thread_once_per_sleep() {
    World::run(|world| {
        let (promises, futures) = promises(100);
        let waiter = spawn("waiter", || {
            assert_eq!(as_completed(futures, None).count(), 100);
        });
        for (number, promise) in promises.into_iter().enumerate() {
            let remaining = 100 - number;
            world.until_parked_for("waiter", &WaitReason::Next { remaining });
            assert_eq!(world.wake_ups("waiter"), number);
            promise.set_result(number).unwrap();
        }
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 100);
    });
}

/// A timeout is no error, and takes the entries off the futures' lists: what ends later wakes nobody.
#[test]
fn a_wait_that_timed_out_is_not_woken_later() {
    World::run(|world| {
        let (promises, futures) = promises(3);
        let waiter = spawn("waiter", move || {
            let minute = Some(Duration::from_secs(60));
            let sorted = wait(&futures, minute, ReturnWhen::AllCompleted).unwrap();
            assert_eq!((sorted.done.len(), sorted.not_done.len()), (1, 2));
            // Held until the end of the others, and then waited for without a limit.
            let sorted = wait(&futures, None, ReturnWhen::AllCompleted).unwrap();
            assert_eq!(sorted.not_done.len(), 0);
        });
        let mut promises = promises.into_iter();
        world.until_parked("waiter");
        promises.next().unwrap().set_result(0).unwrap();
        assert_eq!(world.wake_ups("waiter"), 0);
        world.advance(Duration::from_secs(59));
        assert_eq!(world.wake_ups("waiter"), 0);
        world.advance(Duration::from_secs(1));
        let again = WaitReason::Set {
            when: ReturnWhen::AllCompleted,
            remaining: 2,
        };
        world.until_parked_for("waiter", &again);
        assert_eq!(world.wake_ups("waiter"), 1, "by the clock");
        for promise in promises {
            promise.set_result(1).unwrap();
        }
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 2);
    });
}

#[test]
fn nothing_to_wait_for_returns_at_once() {
    let none: Vec<futures_core::Future<()>> = Vec::new();
    for when in [
        ReturnWhen::FirstCompleted,
        ReturnWhen::FirstException,
        ReturnWhen::AllCompleted,
    ] {
        let sorted = wait(&none, None, when).unwrap();
        assert_eq!((sorted.done.len(), sorted.not_done.len()), (0, 0));
    }
    assert_eq!(as_completed(none, None).count(), 0);
}

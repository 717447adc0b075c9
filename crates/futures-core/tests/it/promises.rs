//! Promises: settled, cancelled, dropped.

use std::sync::Arc;

use futures_core::{
    Error, ErrorKind, PromiseBuilder, SharedFuture, State, Status, TaskId, promise,
};

use crate::world::{World, spawn};

#[test]
fn a_promise_settles_its_future() {
    let (promise, future) = promise::<String>();
    promise.set_result("done".to_owned()).unwrap();
    assert_eq!(future.result().unwrap(), "done");
}

#[test]
fn a_promise_that_is_dropped_abandons_its_future() {
    let (promise, future) = promise::<i32>();
    drop(promise);
    assert_eq!(future.status(), Some(Status::Failed));
    let error = future.result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Abandoned);
    assert_eq!(
        error.to_string(),
        "whoever was to settle the future is gone"
    );
}

/// Also one whose owner had begun, and while somebody waits.
#[test]
fn a_waiter_hears_that_its_promise_is_gone() {
    World::run(|world| {
        let (promise, future) = promise::<i32>();
        assert!(promise.set_running());
        let waiter = spawn("waiter", move || {
            assert!(future.result().unwrap_err().is_abandoned());
        });
        world.until_parked("waiter");
        drop(promise);
        waiter.join().unwrap();
        assert_eq!(world.wake_ups("waiter"), 1);
    });
}

#[test]
fn running_is_said_once_and_rules_cancelling_out() {
    let (promise, future) = promise::<i32>();
    assert!(promise.set_running());
    assert!(promise.set_running(), "saying it again changes nothing");
    assert_eq!(promise.state(), State::Running);
    assert!(!future.cancel());
    promise.set_result(1).unwrap();
    assert!(!future.cancel());
    assert_eq!(future.result().unwrap(), 1);
}

#[test]
fn a_cancelled_promise_is_not_begun() {
    let (promise, future) = promise::<i32>();
    assert!(future.cancel());
    assert!(future.cancel(), "it still is cancelled");
    assert!(!promise.set_running());
    assert_eq!(promise.state(), State::Cancelled);
    drop(promise);
    assert!(future.result().unwrap_err().is_cancelled());
}

/// A second `set_result` does not compile, so the one case left is a future that was cancelled.
#[test]
fn future_multiple_set_result() {
    let (promise, future) = promise::<String>();
    assert!(future.cancel());
    let late = promise.set_result("too late".to_owned()).unwrap_err();
    assert_eq!(late.state(), State::Cancelled);
    assert_eq!(
        late.to_string(),
        "the future is cancelled and cannot be settled"
    );
    assert_eq!(format!("{late:?}"), "InvalidState { state: Cancelled, .. }");
    assert_eq!(late.into_value(), "too late");
    assert!(future.result().unwrap_err().is_cancelled());
}

#[test]
fn future_multiple_set_exception() {
    let (promise, future) = promise::<i32>();
    assert!(future.cancel());
    let mine = Error::failed("too late");
    let late = promise.set_error(mine.clone()).unwrap_err();
    assert!(late.into_value().same(&mine));
    assert!(future.result().unwrap_err().is_cancelled());
}

#[test]
fn a_reader_can_ask_the_owner_to_stop() {
    let (promise, future) = promise::<i32>();
    assert!(promise.set_running());
    assert!(!promise.is_cancel_requested());
    assert!(future.cancel_running());
    assert!(promise.is_cancel_requested());
    promise.set_error(Error::failed("stopped")).unwrap();
    assert!(!future.cancel_running(), "it has ended");
    assert!(future.result().unwrap_err().is_failed());
}

#[test]
fn asking_a_pending_promise_to_stop_cancels_it() {
    let (promise, future) = promise::<i32>();
    assert!(future.cancel_running());
    assert_eq!(promise.state(), State::Cancelled);
}

#[test]
fn a_builder_gives_id_and_label() {
    let (promise, future) = PromiseBuilder::new()
        .id(TaskId::new(5, 6))
        .label("remote")
        .build::<()>();
    assert_eq!(promise.id(), TaskId::new(5, 6));
    assert_eq!(future.id(), TaskId::new(5, 6));
    assert_eq!(future.label(), Some("remote"));
}

/// Promises of a run are numbered from 1, whatever other runs of the process have done.
#[test]
fn promises_are_numbered_within_their_run() {
    for _ in 0..2 {
        World::run(|_| {
            let ids = [promise::<()>().1.id(), promise::<()>().1.id()];
            assert_eq!(ids, [TaskId::new(0, 1), TaskId::new(0, 2)]);
        });
    }
}

/// Readers see an outcome if and only if they see that the future is done, and never one of two kinds, at whatever
/// moment they look.
#[test]
fn future_get_snapshot() {
    const ROUNDS: usize = 2_000;
    let (promises, futures): (Vec<_>, Vec<_>) = (0..ROUNDS).map(|_| promise::<usize>()).unzip();
    let futures: Arc<[SharedFuture<usize>]> = futures
        .into_iter()
        .map(futures_core::Future::shared)
        .collect();
    let readers = ["first reader", "second reader"].map(|name| {
        let futures = futures.clone();
        spawn(name, move || {
            for (round, future) in futures.iter().enumerate() {
                while !future.done() {
                    check(future, round);
                }
                check(future, round);
                assert!(future.done(), "an end has no way back");
            }
        })
    });
    for (round, promise) in promises.into_iter().enumerate() {
        if round % 2 == 0 {
            promise.set_result(round).unwrap();
        } else {
            promise.set_error(Error::failed(round.to_string())).unwrap();
        }
    }
    for reader in readers {
        reader.join().unwrap();
    }

    fn check(future: &SharedFuture<usize>, round: usize) {
        let status = future.status();
        let result = future.result_timeout(std::time::Duration::ZERO);
        match (status, round % 2, result) {
            (None | Some(Status::Finished), 0, Ok(value)) => assert_eq!(*value, round),
            (None | Some(Status::Failed), 1, Err(error)) if error.is_failed() => {
                assert_eq!(error.to_string(), round.to_string());
            }
            (None, _, Err(error)) if error.is_timed_out() => {}
            other => panic!("{other:?}"),
        }
    }
}

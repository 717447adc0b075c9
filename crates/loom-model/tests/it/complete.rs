//! Complete × register, complete × timeout: everybody who is on the list is told once, and nobody who has left it.

use crate::explore::{check, check_three};
use crate::futures::{Future, VALUE, Watcher, join, spawn};

/// A callback is registered while the task ends: it is either told by the one who ends it, or refused.
#[test]
fn complete_or_register() {
    check(register_while_completing, ["told", "refused"]);
}

pub(crate) fn register_while_completing() -> &'static str {
    let future = Future::pending();
    let worker = spawn(&future, Future::run);
    let callback = Watcher::callback();
    let registered = future.watch(&callback);
    assert!(join(worker));
    match (registered, callback.times_told()) {
        (true, 1) => "told",
        (false, 0) => "refused",
        (true, 0) => panic!("a waiter was never told"),
        other => panic!("{other:?}"),
    }
}

/// The same for the other way to end: the task is cancelled.
#[test]
fn cancel_or_register() {
    fn model() -> bool {
        let future = Future::pending();
        let canceller = spawn(&future, Future::cancel);
        let callback = Watcher::callback();
        let registered = future.watch(&callback);
        assert!(join(canceller));
        assert_eq!(callback.times_told(), u32::from(registered));
        registered
    }
    check(model, [true, false]);
}

/// Two register at once, so that the list grows while it is taken.
#[test]
fn complete_or_register_twice() {
    fn model() -> (bool, bool) {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        let other = spawn(&future, |future| {
            let callback = Watcher::callback();
            (future.watch(&callback), callback)
        });
        let callback = Watcher::callback();
        let registered = future.watch(&callback);
        let (other_registered, other_callback) = join(other);
        assert!(join(worker));
        assert_eq!(callback.times_told(), u32::from(registered));
        assert_eq!(other_callback.times_told(), u32::from(other_registered));
        (registered, other_registered)
    }
    check_three(
        model,
        [(true, true), (true, false), (false, true), (false, false)],
    );
}

/// A thread waits for the end as the core does: it parks until the end wakes it, and takes the result.
#[test]
fn complete_or_park() {
    fn model() -> Option<u32> {
        let future = Future::pending();
        let waiter = spawn(&future, |future| {
            future.wait();
            future.take()
        });
        assert!(future.run());
        join(waiter)
    }
    check(model, [Some(VALUE)]);
}

/// A waiter gives up at its deadline and takes itself off the list while the task ends. If it gets itself off it is never
/// told; if it is too late it is told once. Another one, who stays, is told in either case.
#[test]
fn complete_or_timeout() {
    fn model() -> &'static str {
        let future = Future::pending();
        let (patient, impatient) = (Watcher::callback(), Watcher::callback());
        assert!(future.watch(&patient) && future.watch(&impatient));
        let worker = spawn(&future, Future::run);
        let left = future.unwatch(&impatient);
        assert!(join(worker));
        assert_eq!(patient.times_told(), 1);
        match (left, impatient.times_told()) {
            (true, 0) => "left",
            (false, 1) => "told",
            other => panic!("{other:?}"),
        }
    }
    check(model, ["left", "told"]);
}

/// A waiter with a deadline comes and goes while the task ends, all on its own.
#[test]
fn complete_or_register_and_timeout() {
    fn model() -> (bool, bool, u32) {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        let waiter = Watcher::callback();
        let registered = future.watch(&waiter);
        let left = future.unwatch(&waiter);
        assert!(join(worker));
        (registered, left, waiter.times_told())
    }
    check(
        model,
        [(false, false, 0), (true, true, 0), (true, false, 1)],
    );
}

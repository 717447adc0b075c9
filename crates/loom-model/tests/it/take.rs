//! Take × callback, take × share, readers of a shared result: who sees the end sees the result, and it is moved out at
//! most once.

use crate::explore::{check, check_three};
use crate::futures::{Future, VALUE, Watcher, join, spawn};

/// The owner takes the result as soon as the word says that it is there, while its callback has yet to be called. The
/// last of the two to go drops the future.
#[test]
fn take_or_callback() {
    check(take_while_completing, ["taken before", "taken after"]);
}

pub(crate) fn take_while_completing() -> &'static str {
    let future = Future::pending();
    let callback = Watcher::callback();
    assert!(future.watch(&callback));
    let worker = spawn(&future, Future::run);
    let early = future.take();
    drop(future);
    assert!(join(worker));
    assert_eq!(callback.times_told(), 1);
    match early {
        Some(VALUE) => "taken before",
        None => "taken after",
        other => panic!("{other:?}"),
    }
}

/// Two parties try to move the result out; one succeeds. (The core's futures have one owner; the slot promises more.)
#[test]
fn take_or_take() {
    fn model() -> (bool, bool) {
        let future = Future::pending();
        assert!(future.run());
        let other = spawn(&future, Future::take);
        let (mine, theirs) = (future.take(), join(other));
        (mine.is_some(), theirs.is_some())
    }
    check(model, [(true, false), (false, true)]);
}

/// A flag that is set while the result is taken must not make it look as if there were none.
#[test]
fn take_or_register() {
    fn model() -> Option<u32> {
        let future = Future::pending();
        assert!(future.run());
        let late = spawn(&future, |future| future.watch(&Watcher::callback()));
        let value = future.take();
        assert!(!join(late), "an ended future refuses a waiter");
        value
    }
    check(model, [Some(VALUE)]);
}

/// Sharing the future and taking its result exclude each other, whichever comes first.
#[test]
fn take_or_share() {
    fn model() -> &'static str {
        let future = Future::pending();
        assert!(future.run());
        let reader = spawn(&future, |future| {
            assert_eq!(future.get(), None, "only a shared result is lent");
            future.slot.share();
            future.get()
        });
        match (future.take(), join(reader)) {
            (Some(VALUE), None) => "taken",
            (None, Some(VALUE)) => "shared",
            other => panic!("{other:?}"),
        }
    }
    check(model, ["taken", "shared"]);
}

/// A future is shared while its task ends: neither the flag nor the end is lost, and the result can be read.
#[test]
fn complete_or_share() {
    fn model() -> Option<u32> {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        future.slot.share();
        let early = future.get();
        assert!(join(worker));
        assert_eq!(future.get(), Some(VALUE));
        assert_eq!(future.take(), None, "readers may hold references");
        early
    }
    check(model, [None, Some(VALUE)]);
}

/// Two readers of a shared future look at its result, one of them out of a callback, while its task ends.
#[test]
fn complete_or_get() {
    check_three(get_while_completing, [None, Some(VALUE)]);
}

pub(crate) fn get_while_completing() -> Option<u32> {
    let future = Future::pending();
    future.slot.share();
    let worker = spawn(&future, |future| {
        assert!(future.run());
        future.get()
    });
    let reader = spawn(&future, |future| {
        future.wait();
        future.get()
    });
    let early = future.get();
    drop(future);
    assert_eq!(join(worker), Some(VALUE));
    assert_eq!(join(reader), Some(VALUE));
    early
}

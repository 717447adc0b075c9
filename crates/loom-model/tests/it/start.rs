//! Start × cancel: worker, waiter and canceller all want the work, and exactly one gets it.

use loom::sync::Arc;

use crate::calm::Calm;
use crate::explore::{check, check_three};
use crate::futures::{Future, Tracked, VALUE, join, spawn, tracked};
use crate::slot::{Slot, Verdict};
use crate::state::Status;

/// A worker takes the task up while its owner cancels it.
#[test]
fn start_or_cancel() {
    fn model() -> &'static str {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        let cancelled = future.cancel();
        let ran = join(worker);
        match (ran, cancelled, future.slot.word().status()) {
            (true, false, Some(Status::Finished)) => "ran",
            (false, true, Some(Status::Cancelled)) => "cancelled",
            other => panic!("{other:?}"),
        }
    }
    check(model, ["ran", "cancelled"]);
}

/// A waiter claims the task that a worker is about to begin, and a third party cancels it.
#[test]
fn start_or_claim_or_cancel() {
    fn model() -> &'static str {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        let waiter = spawn(&future, Future::run);
        let cancelled = future.cancel();
        match (join(worker), join(waiter), cancelled) {
            (true, false, false) => "worker",
            (false, true, false) => "waiter",
            (false, false, true) => "cancelled",
            other => panic!("{other:?}"),
        }
    }
    check_three(model, ["worker", "waiter", "cancelled"]);
}

/// The pool hands the task to a worker; from then on it runs, on that worker or on a waiter, and cannot be cancelled.
#[test]
fn assign_or_cancel() {
    fn model() -> &'static str {
        let future = Future::pending();
        let waiter = spawn(&future, Future::run);
        let pool = spawn(&future, |future| {
            let assigned = future.slot.assign();
            (assigned, future.run())
        });
        let cancelled = future.cancel();
        match (join(pool), join(waiter), cancelled) {
            ((true, true), false, false) => "assigned, ran on the worker",
            ((true, false), true, false) => "assigned, ran on the waiter",
            ((false, false), true, false) => "ran on the waiter before",
            ((false, false), false, true) => "cancelled before",
            other => panic!("{other:?}"),
        }
    }
    check_three(
        model,
        [
            "assigned, ran on the worker",
            "assigned, ran on the waiter",
            "ran on the waiter before",
            "cancelled before",
        ],
    );
}

/// The owner of a promise opens and settles it while a reader cancels it: one of them gets its way.
#[test]
fn settle_or_cancel() {
    fn model() -> (bool, Option<u32>) {
        let slot: Calm<Arc<Slot<(), Tracked>>> = Calm::new(Arc::new(Slot::new(())));
        let promise = slot.clone();
        let owner = loom::thread::spawn(move || {
            let opened = promise.open();
            let settled = promise.settle(tracked(VALUE), Verdict::Finished).is_ok();
            assert_eq!(opened, settled, "what is open cannot be cancelled");
            settled
        });
        let cancelled = slot.cancel().is_some();
        let settled = join(owner);
        assert_ne!(settled, cancelled, "one of the two");
        (settled, slot.take().map(|value| *value.get_ref()))
    }
    check(model, [(true, Some(VALUE)), (false, None)]);
}

/// As above for an owner who settles without a word before.
#[test]
fn settle_at_once_or_cancel() {
    fn model() -> bool {
        let slot: Calm<Arc<Slot<(), Tracked>>> = Calm::new(Arc::new(Slot::new(())));
        let promise = slot.clone();
        let owner = loom::thread::spawn(move || {
            let refused = promise.settle(tracked(VALUE), Verdict::Failed).err();
            refused.is_none_or(|value| *value.get_ref() != VALUE)
        });
        let cancelled = slot.cancel().is_some();
        let settled = join(owner);
        assert_ne!(
            settled, cancelled,
            "one of the two, and who loses has the value back"
        );
        settled
    }
    check(model, [true, false]);
}

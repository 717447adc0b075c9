//! Planted faults: each is a mistake that is easily made in the core, and the model that looks for it must fail.

use crate::complete::register_while_completing;
use crate::explore::run;
use crate::futures::{Future, Watcher, spawn};
use crate::sync::{Fault, plant};
use crate::take::{get_while_completing, take_while_completing};

/// The word says "finished" before the value is written: a reader that trusts it reads too early.
#[test]
#[should_panic(expected = "Causality violation: Concurrent read and write accesses")]
fn publish_before_value_is_found_by_a_reader() {
    plant(Fault::PublishBeforeValue);
    run(get_while_completing);
}

/// The same fault, found by the owner who moves the value out.
#[test]
#[should_panic(expected = "Causality violation: Concurrent write accesses")]
fn publish_before_value_is_found_by_the_owner() {
    plant(Fault::PublishBeforeValue);
    run(take_while_completing);
}

/// The store that publishes does not release: the word arrives at another processor before the value.
#[test]
#[should_panic(expected = "Causality violation: Concurrent read and write accesses")]
fn relaxed_done_is_found_by_a_reader() {
    plant(Fault::RelaxedDone);
    run(get_while_completing);
}

/// The same fault, found by the owner who moves the value out.
#[test]
#[should_panic(expected = "Causality violation: Concurrent write accesses")]
fn relaxed_done_is_found_by_the_owner() {
    plant(Fault::RelaxedDone);
    run(take_while_completing);
}

/// A waiter gets on the list of a future that has ended, and nobody comes to tell it.
#[test]
#[should_panic(expected = "a waiter was never told")]
fn a_lost_waiter_is_found() {
    plant(Fault::LostWaiter);
    run(register_while_completing);
}

/// The same fault for a waiter who does nothing but wait to be told, as a set of futures does: it waits for ever.
#[test]
#[should_panic(expected = "deadlock")]
fn a_lost_waiter_is_found_by_waiting() {
    plant(Fault::LostWaiter);
    run(|| {
        let future = Future::pending();
        let worker = spawn(&future, Future::run);
        let member = Watcher::callback();
        if future.watch(&member) {
            while member.times_told() == 0 {
                loom::thread::park();
            }
        }
        drop(worker);
    });
}

//! Start × take back: a call goes to exactly one party.

use loom::sync::Arc;
use loom::sync::atomic::AtomicU64;
use loom::thread;

use super::slots::{Phase, Slot};
use super::sync::{Fault, plant};
use crate::calm::Calm;
use crate::explore::{check, check_three, run};
use crate::futures::join;

/// When each call of these models begins.
const TIME: u64 = 77;

/// The two words of a slot in shared memory.
struct Words([AtomicU64; 2]);

impl Words {
    fn slot(&self) -> Slot<'_> {
        Slot::new(&self.0[0], &self.0[1])
    }
}

/// A slot with the queued call 1.
fn queued() -> Calm<Arc<Words>> {
    let words = Words([AtomicU64::new(0), AtomicU64::new(0)]);
    words.slot().queue(1);
    Calm::new(Arc::new(words))
}

/// The worker begins a call while its owner takes it back.
fn start_while_taking_back() -> &'static str {
    let words = queued();
    let worker = {
        let words = words.clone();
        thread::spawn(move || words.slot().try_start(1, TIME))
    };
    let is_back = words.slot().try_take_back(1);
    match (join(worker), is_back, words.slot().phase(1)) {
        (true, false, Some(Phase::Running)) => "started",
        (false, true, Some(Phase::TakenBack)) => "taken back",
        other => panic!("not one of the two: {other:?}"),
    }
}

#[test]
fn start_or_take_back() {
    check(start_while_taking_back, ["started", "taken back"]);
}

/// Two threads of the parent want the call back, one to cancel it, one to run it elsewhere, while the worker begins it.
#[test]
fn start_or_take_back_twice() {
    fn model() -> &'static str {
        let words = queued();
        let worker = {
            let words = words.clone();
            thread::spawn(move || words.slot().try_start(1, TIME))
        };
        let other = {
            let words = words.clone();
            thread::spawn(move || words.slot().try_take_back(1))
        };
        let mine = words.slot().try_take_back(1);
        match (join(worker), join(other), mine) {
            (true, false, false) => "started",
            (false, true, false) => "taken back by the one",
            (false, false, true) => "taken back by the other",
            other => panic!("not one of the three: {other:?}"),
        }
    }
    check_three(
        model,
        [
            "started",
            "taken back by the one",
            "taken back by the other",
        ],
    );
}

/// The parent looks at a call while it runs: what is running has a time.
#[test]
fn run_or_look() {
    fn model() -> (Option<u64>, &'static str) {
        let words = queued();
        let worker = {
            let words = words.clone();
            thread::spawn(move || {
                assert!(words.slot().try_start(1, TIME));
                words.slot().finish(1);
            })
        };
        let since = words.slot().running_since(1);
        let then = match words.slot().phase(1) {
            Some(Phase::Queued) => "queued",
            Some(Phase::Running) => "running",
            Some(Phase::Done) => "done",
            other => panic!("{other:?}"),
        };
        join(worker);
        assert_eq!(words.slot().phase(1), Some(Phase::Done));
        (since, then)
    }
    check(
        model,
        [
            (None, "queued"),
            (None, "running"),
            (None, "done"),
            (Some(TIME), "running"),
            (Some(TIME), "done"),
        ],
    );
}

/// The owner of a call comes so late that the slot may be for the next one.
fn take_back_while_reusing() -> &'static str {
    let words = queued();
    let late = {
        let words = words.clone();
        thread::spawn(move || words.slot().try_take_back(1))
    };
    let slot = words.slot();
    let began = slot.try_start(1, TIME);
    if began {
        slot.finish(1);
    }
    slot.free(1);
    slot.queue(2);
    assert!(
        slot.try_start(2, TIME),
        "nobody wanted the second call back"
    );
    match (began, join(late)) {
        (true, false) => "too late",
        (false, true) => "in time",
        other => panic!("not one of the two: {other:?}"),
    }
}

#[test]
fn reuse_or_take_back() {
    check(take_back_while_reusing, ["too late", "in time"]);
}

/// A load and a store in place of the exchange: both think that the call is theirs.
#[test]
#[should_panic(expected = "not one of the two")]
fn a_start_in_two_steps_is_found() {
    plant(Fault::StartInTwoSteps);
    run(start_while_taking_back);
}

/// The same mistake on the other side.
#[test]
#[should_panic(expected = "not one of the two")]
fn a_take_back_in_two_steps_is_found() {
    plant(Fault::TakeBackInTwoSteps);
    run(start_while_taking_back);
}

/// Without the number, the late one takes back what is not its own.
#[test]
#[should_panic(expected = "nobody wanted the second call back")]
fn an_ignored_number_is_found() {
    plant(Fault::NumberIgnored);
    run(take_back_while_reusing);
}

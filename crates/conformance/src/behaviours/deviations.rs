//! Deliberate deviations about single futures: who is told of a cancellation, and how long a callback lives.

use futures_core::{ReturnWhen, Status, as_completed};

use super::wait::waiter;
use crate::Fixture;
use crate::support::{States, beside, watch};

/// A cancelled future is done for everyone who waits for it the moment it is cancelled, though every worker is busy.
pub fn dev_cancel_notifies_waiters<F: Fixture>() {
    for when in [
        ReturnWhen::AllCompleted,
        ReturnWhen::FirstCompleted,
        ReturnWhen::FirstException,
    ] {
        let states = States::<F>::new();
        let waiting = waiter(&[&states.pending], when);
        let next = {
            let pending = states.pending.clone();
            beside(move || {
                as_completed([pending], None)
                    .map(|future| future.unwrap().status())
                    .collect::<Vec<_>>()
            })
        };
        assert!(states.pending.cancel());
        assert_eq!(waiting.join().done, std::slice::from_ref(&states.pending));
        assert_eq!(next.join(), [Some(Status::Cancelled)]);
        assert!(states.running.running(), "the only worker is still busy");
    }
}

/// A callback is dropped right after it ran, not with its future.
pub fn dev_callbacks_dropped_after_run<F: Fixture>() {
    let states = States::<F>::new();
    let probe = states.fixture.probe();
    for future in [&states.running, &states.pending, &states.finished] {
        let live = probe.live();
        future.add_done_callback(move |_| {
            let _captured = &live;
        });
    }
    assert_eq!(probe.dropped(), 1, "the late one");
    assert!(states.pending.cancel());
    assert_eq!(probe.dropped(), 2, "the cancelled one");
    let last = watch(&states.running);
    states.gate.open();
    last.result().unwrap();
    // Callbacks run in order, so the one before the last is gone, though the future is here.
    assert_eq!(probe.dropped(), 3);
    assert!(states.running.result().is_ok());
}

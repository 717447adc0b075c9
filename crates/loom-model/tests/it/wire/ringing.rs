//! Publish × sleep: whoever sleeps is woken, and sees what was published.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU64, Ordering};
use loom::thread::{self, JoinHandle, Thread};

use super::bell;
use super::sync::{Fault, plant};
use crate::calm::Calm;
use crate::explore::{check, check_three, run};
use crate::futures::join;

/// What lies in the frame that is published.
const FRAME: u64 = 42;

/// One direction: what is published, and who waits for it.
struct Side {
    /// A word of a frame, as the ring has it: relaxed, and ordered by the position alone.
    frame: AtomicU64,
    positions: [AtomicU64; 2],
    asleep: AtomicU64,
}

type Handle = Calm<Arc<Side>>;

fn side() -> Handle {
    Calm::new(Arc::new(Side {
        frame: AtomicU64::new(0),
        positions: [AtomicU64::new(0), AtomicU64::new(0)],
        asleep: AtomicU64::new(0),
    }))
}

impl Side {
    /// Writes the frame, moves a position, and rings if that is needed. Says whether it was.
    ///
    /// The line is loom's token of a thread, which waits there until the thread parks.
    fn publish(&self, which: usize, new: u64, sleeper: &Thread) -> bool {
        self.frame.store(FRAME, Ordering::Relaxed);
        bell::publish(&self.positions[which], new);
        let rings = bell::must_ring(&self.asleep);
        if rings {
            sleeper.unpark();
        }
        rings
    }

    fn positions(&self) -> [u64; 2] {
        [0, 1].map(|which| self.positions[which].load(Ordering::Acquire))
    }

    /// Sleeps until both positions have arrived. Says how often it blocked.
    fn await_positions(&self, goal: [u64; 2]) -> u32 {
        let mut n_blocked = 0;
        loop {
            let seen = self.positions();
            if seen != [0, 0] {
                let frame = self.frame.load(Ordering::Relaxed);
                assert_eq!(frame, FRAME, "the position came before the frame");
            }
            if seen == goal {
                return n_blocked;
            }
            if bell::prepare_sleep(&self.asleep, || self.positions() == seen) {
                n_blocked += 1;
                thread::park();
                bell::awake(&self.asleep);
            }
        }
    }
}

/// Starts a ringer, for this thread as the sleeper, that moves one position step by step. It says how often it rang.
fn ringer(side: &Handle, which: usize, last: u64) -> JoinHandle<u32> {
    let (side, sleeper) = (side.clone(), thread::current());
    thread::spawn(move || {
        (1..=last)
            .map(|new| u32::from(side.publish(which, new, &sleeper)))
            .sum()
    })
}

/// One publication while its reader goes to sleep: how often the bell rang, and how often the reader blocked.
fn one_publication() -> (u32, u32) {
    let side = side();
    let ringer = ringer(&side, 0, 1);
    let n_blocked = side.await_positions([1, 0]);
    (join(ringer), n_blocked)
}

/// The reader is awake, or wakes, or finds what there is just before it sleeps while the bell rings for nothing.
#[test]
fn publish_or_sleep() {
    check(one_publication, [(0, 0), (1, 0), (1, 1)]);
}

/// The same ringer publishes once more: the flag of the first sleep must not be mistaken for that of the second.
/// (All interleavings, of which there are as many as with three threads, have passed too, but take half a minute.)
#[test]
fn publish_twice_or_sleep() {
    fn model() -> (u32, u32) {
        let side = side();
        let ringer = ringer(&side, 0, 2);
        let n_blocked = side.await_positions([2, 0]);
        (join(ringer), n_blocked)
    }
    check_three(model, [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]);
}

/// Two ringers, as two threads of a parent are for a child that waits for requests and for room: at most one of them
/// rings for each sleep.
#[test]
fn two_ringers() {
    fn model() -> u32 {
        let side = side();
        let (one, other) = (ringer(&side, 0, 1), ringer(&side, 1, 1));
        let n_blocked = side.await_positions([1, 1]);
        let n_rung = join(one) + join(other);
        assert!(n_blocked <= n_rung, "who is woken was woken by a bell");
        n_blocked
    }
    check_three(model, [0, 1, 2]);
}

/// A request and its reply: both sides sleep for each other.
#[test]
fn there_and_back() {
    fn model() -> (u32, u32) {
        let (requests, replies) = (side(), side());
        let worker = {
            let (requests, replies) = (requests.clone(), replies.clone());
            let parent = thread::current();
            thread::spawn(move || {
                let n_blocked = requests.await_positions([1, 0]);
                replies.publish(0, 1, &parent);
                n_blocked
            })
        };
        requests.publish(0, 1, worker.thread());
        let n_blocked = replies.await_positions([1, 0]);
        (join(worker), n_blocked)
    }
    check(model, [(0, 0), (0, 1), (1, 0), (1, 1)]);
}

/// The ringer looks at the flag before its publication has arrived: both miss each other.
#[test]
#[should_panic(expected = "deadlock")]
fn a_missing_fence_of_the_ringer_is_found() {
    plant(Fault::NoFenceBeforeRinging);
    run(one_publication);
}

/// The sleeper looks for work before its flag has arrived.
#[test]
#[should_panic(expected = "deadlock")]
fn a_missing_fence_of_the_sleeper_is_found() {
    plant(Fault::NoFenceBeforeSleeping);
    run(one_publication);
}

/// What is published between the first look and the flag is not seen.
#[test]
#[should_panic(expected = "deadlock")]
fn a_missing_second_look_is_found() {
    plant(Fault::NoSecondLook);
    run(one_publication);
}

/// The position arrives before the frame.
#[test]
#[should_panic(expected = "the position came before the frame")]
fn a_relaxed_publication_is_found() {
    plant(Fault::RelaxedPublication);
    run(one_publication);
}

//! What the machine itself charges, with no pool in between.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crate::options::Size;
use crate::pool::double_plus_one;
use crate::rows;

/// How the two threads of a round trip wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waiting {
    Parked,
    Spinning,
}

/// A word goes to another thread and back.
pub(crate) fn round_trip(waiting: Waiting, size: Size) -> Vec<f64> {
    let asked = Arc::new(AtomicU64::new(0));
    let answered = Arc::new(AtomicU64::new(0));
    let asker = thread::current();
    let answerer = thread::spawn({
        let (asked, answered) = (Arc::clone(&asked), Arc::clone(&answered));
        move || {
            for trip in 1.. {
                wait_for(&asked, trip, waiting);
                answered.store(trip, Ordering::Release);
                wake(&asker, waiting);
            }
        }
    });
    let mut trip = 0;
    rows::round_trip_by(size, || {
        trip += 1;
        asked.store(trip, Ordering::Release);
        wake(answerer.thread(), waiting);
        wait_for(&answered, trip, waiting);
    })
}

fn wait_for(word: &AtomicU64, trip: u64, waiting: Waiting) {
    while word.load(Ordering::Acquire) < trip {
        match waiting {
            Waiting::Parked => thread::park(),
            Waiting::Spinning => std::hint::spin_loop(),
        }
    }
}

fn wake(thread: &thread::Thread, waiting: Waiting) {
    if waiting == Waiting::Parked {
        thread.unpark();
    }
}

/// One thread maps the slice.
pub(crate) fn map(size: Size) -> Vec<f64> {
    rows::map_by(size, |items| items.iter().map(double_plus_one).collect())
}

/// One thread sleeps, and does the empty task itself.
pub(crate) fn idle(size: Size) -> Vec<f64> {
    rows::idle_by(size, |number| {
        black_box(number);
    })
}

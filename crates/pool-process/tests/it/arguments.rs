//! What becomes of arguments and results, of which there is one value in the parent and one in the worker.

use std::sync::Arc;

use conformance::{Case, CounterId, Fixture, Out, World, WorldName, cases};
use futures_core::{ErrorKind, Shutdown};
use pool_process::{Call, ProcessPool, SharedBytes};
use serde::{Deserialize, Serialize};

use crate::conformance_suite::Processes;
use crate::support::Held;
use crate::world::SharedWorld;

pub(crate) const CASES: &[Case] = cases![
    an_argument_lives_once_on_each_side,
    an_argument_whose_call_never_ran_lives_in_the_parent_only,
    a_refused_call_is_handed_back_whole,
    a_result_lives_once_on_each_side,
    large_arguments_and_results,
    shared_bytes_inside_of_values,
];

/// A value that counts its drops: those in the process that has made it, and those elsewhere.
#[derive(Debug, Serialize, Deserialize)]
struct Tracked {
    world: WorldName,
    at_home: CounterId,
    abroad: CounterId,
    home: u32,
}

impl Drop for Tracked {
    fn drop(&mut self) {
        let is_at_home = self.home == std::process::id();
        let counter = if is_at_home {
            self.at_home
        } else {
            self.abroad
        };
        SharedWorld::find(self.world).add(counter);
    }
}

/// Makes values, and counts how many are gone.
struct Tracker {
    world: Arc<SharedWorld>,
    at_home: CounterId,
    abroad: CounterId,
}

impl Tracker {
    fn new() -> Self {
        let world = SharedWorld::new();
        Tracker {
            at_home: world.new_counter(),
            abroad: world.new_counter(),
            world,
        }
    }

    fn value(&self) -> Tracked {
        Tracked {
            world: self.world.name(),
            at_home: self.at_home,
            abroad: self.abroad,
            home: std::process::id(),
        }
    }

    /// How many were dropped in this process, and in others.
    fn dropped(&self) -> (u64, u64) {
        (self.world.get(self.at_home), self.world.get(self.abroad))
    }
}

fn take(tracked: Tracked) {
    drop(tracked);
}

/// The parent's value is gone when `submit` returns, the worker's before the future ends.
fn an_argument_lives_once_on_each_side() {
    let tracker = Tracker::new();
    let pool = ProcessPool::new(1).unwrap();
    for n in 0..10 {
        let end = |(tracked, n): (Tracked, u64)| -> Result<(), String> {
            match n % 3 {
                0 => {
                    take(tracked);
                    Ok(())
                }
                1 => Err("badly".to_owned()),
                _ => panic!("loudly"),
            }
        };
        let future = pool.submit_fallible(end, (tracker.value(), n)).unwrap();
        assert_eq!(tracker.dropped().0, n + 1);
        let _ = future.result();
        assert_eq!(tracker.dropped(), (n + 1, n + 1));
    }
}

/// Nobody makes a value of the bytes of a call that was cancelled.
fn an_argument_whose_call_never_ran_lives_in_the_parent_only() {
    let tracker = Tracker::new();
    let pool = ProcessPool::new(1).unwrap();
    let held = Held::new();
    let _running = held.occupy(&pool, 1);
    let by_hand = pool.submit(take, tracker.value()).unwrap();
    let by_shutdown = pool.submit(take, tracker.value()).unwrap();
    assert!(by_hand.cancel());
    pool.shutdown(Shutdown::CancelPendingNoWait);
    assert!(by_shutdown.cancelled());
    held.gate.open();
    drop(pool);
    assert_eq!(tracker.dropped(), (2, 0));
}

/// A call that is refused comes back with its argument, which was neither dropped nor sent.
fn a_refused_call_is_handed_back_whole() {
    let tracker = Tracker::new();
    let pool = ProcessPool::new(1).unwrap();
    pool.shutdown(Shutdown::Drain);
    let refused = pool.submit(take, tracker.value()).unwrap_err();
    assert_eq!(refused.error().kind(), ErrorKind::ShutDown);
    assert_eq!(tracker.dropped(), (0, 0));
    let argument = refused.into_job().into_argument();
    assert_eq!(tracker.dropped(), (0, 0));
    drop(argument);
    assert_eq!(tracker.dropped(), (1, 0));
}

/// The worker's value is gone before the future ends, the parent's goes with its reader.
fn a_result_lives_once_on_each_side() {
    let processes = Processes::new();
    let probe = processes.probe();
    let tracker = Tracker::new();
    let pool = ProcessPool::new(1).unwrap();
    let make = |(world, at_home, abroad, home)| Tracked {
        world,
        at_home,
        abroad,
        home,
    };
    let like = (tracker.world.name(), tracker.at_home, tracker.abroad);
    let future = pool.submit(make, (like.0, like.1, like.2, std::process::id()));
    let value = future.unwrap().result().unwrap();
    assert_eq!(tracker.dropped(), (0, 1));
    drop(value);
    assert_eq!(tracker.dropped(), (1, 1));
    // One that travels as if it were moved counts once.
    let given = pool.submit_call(processes.job(probe.give())).unwrap();
    let given: Out = given.result().unwrap();
    assert_eq!(probe.dropped(), 0);
    drop(given);
    assert_eq!(probe.dropped(), 1);
}

/// Whatever the size, what comes back is what was sent: in the ring, or in memory of its own.
fn large_arguments_and_results() {
    let pool = ProcessPool::new(2).unwrap();
    let reverse = |mut bytes: Vec<u8>| {
        bytes.reverse();
        bytes
    };
    for size in [
        0,
        1,
        7,
        4096,
        32 << 10,
        (32 << 10) + 1,
        64 << 10,
        1 << 20,
        10 << 20,
    ] {
        let bytes: Vec<u8> = (0..size).map(|n: usize| (n % 251) as u8).collect();
        let mut expected = bytes.clone();
        expected.reverse();
        let reversed = pool.submit(reverse, bytes).unwrap().result().unwrap();
        assert!(reversed == expected, "{size} bytes");
    }
    let sum = |(text, numbers): (String, Vec<u64>)| text.len() as u64 + numbers.iter().sum::<u64>();
    let call = Call::new(sum, ("x".repeat(100_000), (0..100_000).collect()));
    let sum = pool.submit_call(call).unwrap().result().unwrap();
    assert_eq!(sum, 100_000 + 99_999 * 50_000);
}

/// Shared bytes travel inside of other values, in both directions, and through several calls.
fn shared_bytes_inside_of_values() {
    let pool = ProcessPool::new(2).unwrap();
    let bytes = SharedBytes::from(vec![3_u8; 1 << 20]);
    let join = |(one, other): (SharedBytes, Option<SharedBytes>)| {
        let other = other.map_or(0, |other| other.len());
        (one.clone(), one.len() + other)
    };
    let call = pool.submit(join, (bytes.clone(), Some(bytes.clone())));
    let (back, len) = call.unwrap().result().unwrap();
    assert_eq!(len, 2 << 20);
    assert!(back[..] == bytes[..]);
    let again = pool.submit(join, (back, None)).unwrap();
    let (again, len) = again.result().unwrap();
    assert_eq!(len, 1 << 20);
    assert!(again[..] == bytes[..]);
}

//! Workers that die while they run a call: that call fails, its neighbours do not, and the worker is replaced.

use std::fmt;
use std::time::Duration;

use conformance::{Case, cases};
use pool_process::{OnCrash, ProcessPool, SharedBytes};
use rustix::process::Signal;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::calls::{died, double, limited, pid, pool, signal_self, spin, works};
use crate::unsafe_calls;

pub(crate) const CASES: &[Case] = cases![
    kill,
    segfault,
    abort,
    exit_code,
    out_of_memory,
    result_larger_than_memory,
    while_reading_a_large_argument,
    while_writing_a_large_result,
    many_at_once_with_neighbours,
    retried_and_still_dying,
    retried_until_the_pool_is_ended,
    breaking_pool,
    panicking_payload,
    value_whose_drop_panics,
];

/// One worker dies of `call`; the other goes on, and both places are filled afterwards.
#[track_caller]
fn check(call: fn(()), words: &str) {
    let pool = pool(2);
    works(&pool);
    let (crash, other) = (
        pool.submit(call, ()).unwrap(),
        pool.submit(double, 4).unwrap(),
    );
    died(crash.result(), words);
    assert_eq!(other.result().unwrap(), 8);
    works(&pool);
    assert_eq!(pool.stats().died_workers, 1);
    assert_eq!(pool.stats().failed, 1);
}

fn kill() {
    check(
        |()| signal_self(Signal::KILL.as_raw()),
        "was killed by SIGKILL",
    );
}

fn segfault() {
    check(unsafe_calls::segfault, "was killed by SIGSEGV");
}

fn abort() {
    check(|()| std::process::abort(), "was killed by SIGABRT");
}

fn exit_code() {
    check(|()| std::process::exit(7), "exited with code 7");
    check(|()| std::process::exit(0), "exited with code 0");
}

/// A limit on memory ends the one call that exceeds it, and its last words say why.
fn out_of_memory() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .memory_limit(1 << 30)
        .build()
        .unwrap();
    let greedy = pool
        .submit(|bytes: usize| vec![1_u8; bytes].len() as u64, 4 << 30)
        .unwrap();
    died(
        greedy.result(),
        "memory allocation of 4294967296 bytes failed",
    );
    works(&pool);
}

/// The value is there, but what it is to be turned into has no room.
fn result_larger_than_memory() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .memory_limit(512 << 20)
        .build()
        .unwrap();
    let large = pool
        .submit(|bytes: usize| (7_u8, vec![1_u8; bytes]), 300 << 20)
        .unwrap();
    died(large.result(), "memory allocation");
    works(&pool);
}

/// Many bytes, and then the death of whichever worker reads or writes it.
#[derive(Debug)]
struct Deadly;

fn is_worker() -> bool {
    std::env::args().any(|arg| arg == "--pool-process-worker")
}

impl Serialize for Deadly {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_worker() {
            signal_self(Signal::KILL.as_raw());
        }
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for Deadly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Unit;
        impl Visitor<'_> for Unit {
            type Value = Deadly;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("nothing")
            }
            fn visit_unit<E: de::Error>(self) -> Result<Deadly, E> {
                if is_worker() {
                    signal_self(Signal::KILL.as_raw());
                }
                Ok(Deadly)
            }
        }
        deserializer.deserialize_unit(Unit)
    }
}

const LARGE: usize = 100 << 20;

fn while_reading_a_large_argument() {
    let pool = pool(1);
    let argument = ("a".repeat(LARGE), Deadly);
    let call = pool
        .submit(|(text, _): (String, Deadly)| text.len() as u64, argument)
        .unwrap();
    died(call.result(), "was killed by SIGKILL");
    works(&pool);
}

fn while_writing_a_large_result() {
    let pool = pool(1);
    let call = pool
        .submit(|len: usize| ("a".repeat(len), Deadly), LARGE)
        .unwrap();
    died(call.result(), "was killed by SIGKILL");
    let shared = |()| (SharedBytes::from(vec![1_u8; 1 << 20]), Deadly);
    died(
        pool.submit(shared, ()).unwrap().result(),
        "was killed by SIGKILL",
    );
    works(&pool);
}

/// Every fifth of a thousand calls kills its worker, with dozens sent ahead to it; none of those is lost or run twice.
fn many_at_once_with_neighbours() {
    let pool = pool(2);
    let call = |n: u64| {
        if n % 50 == 49 {
            std::process::abort();
        }
        n
    };
    let futures: Vec<_> = (0..1000)
        .map(|n| (n, pool.submit(call, n).unwrap()))
        .collect();
    for (n, future) in futures {
        match n % 50 {
            49 => died(future.result(), "SIGABRT"),
            _ => assert_eq!(future.result().unwrap(), n),
        }
    }
    let stats = pool.stats();
    assert_eq!(
        (stats.finished, stats.failed, stats.cancelled),
        (980, 20, 0)
    );
    assert_eq!(stats.died_workers, 20);
}

fn retried_and_still_dying() {
    let pool = ProcessPool::builder()
        .max_workers(1)
        .on_crash(OnCrash::Retry(2))
        .build()
        .unwrap();
    let crash = pool.submit(|()| std::process::abort(), ()).unwrap();
    let crash: Result<(), _> = crash.result();
    died(crash, "SIGABRT");
    assert_eq!(pool.stats().died_workers, 3);
    works(&pool);
}

/// A call that is to be tried again when its pool is ended by force ends with it.
fn retried_until_the_pool_is_ended() {
    for _ in 0..10 {
        let pool = ProcessPool::builder()
            .max_workers(2)
            .on_crash(OnCrash::Retry(1_000_000))
            .build()
            .unwrap();
        let crashes: Vec<_> = (0..4)
            .map(|_| pool.submit(|()| std::process::abort(), ()).unwrap())
            .collect();
        crate::census::within(Duration::from_secs(5), || pool.stats().died_workers > 2);
        pool.kill_workers();
        for crash in crashes {
            let crash: Result<(), _> = crash.result();
            let error = crash.unwrap_err();
            assert!(
                error.is_broken_pool() || error.is_cancelled() || error.is_worker_died(),
                "{error:?}"
            );
        }
    }
}

fn breaking_pool() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .on_crash(OnCrash::BreakPool)
        .build()
        .unwrap();
    let (forever, crash) = (
        pool.submit(spin, ()).unwrap(),
        pool.submit(unsafe_calls::segfault, ()).unwrap(),
    );
    let waiting: Vec<_> = (0..10).map(|n| pool.submit(double, n).unwrap()).collect();
    died(crash.result(), "SIGSEGV");
    assert!(forever.result().unwrap_err().is_broken_pool());
    for call in waiting {
        assert!(call.result().unwrap_err().is_broken_pool());
    }
    assert!(pool.submit(double, 1).unwrap_err().error().is_broken_pool());
}

/// What a panic carries may itself panic when it is dropped; the worker survives both.
fn panicking_payload() {
    struct Grenade;
    impl Drop for Grenade {
        fn drop(&mut self) {
            panic!("the payload panics as well");
        }
    }
    let pool = pool(1);
    let before = pool.submit(pid, ()).unwrap().result().unwrap();
    let call = pool
        .submit(|()| std::panic::panic_any(Grenade), ())
        .unwrap();
    let call: Result<(), _> = call.result();
    assert!(call.unwrap_err().is_panicked());
    assert_eq!(pool.submit(pid, ()).unwrap().result().unwrap(), before);
    // Not even a limit of its own is confused by that.
    assert_eq!(limited(&pool, 10_000, pid, ()).result().unwrap(), before);
}

/// Nobody wants the value, so the pool drops it, which panics on a thread that all others need.
fn value_whose_drop_panics() {
    #[derive(Serialize, Deserialize)]
    struct Fragile(u8);
    impl Drop for Fragile {
        fn drop(&mut self) {
            assert!(is_worker(), "the value panics");
        }
    }
    let pool = pool(1);
    for n in 0..3 {
        let call = pool.submit(Fragile, n).unwrap();
        // If it has ended already the value panics here, otherwise there.
        let _ = futures_core::panics::catch(|| drop(call));
        works(&pool);
    }
}

//! Everything at once, at random: no call is lost, each ends exactly once and in a way that it can, and all is cleaned up.
//!
//! `FAULT_SECONDS` says for how long (5 by default). A failure prints the seed of its round, which `FAULT_SEED` repeats:
//! the same calls and the same faults, though not at the same nanoseconds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use conformance::{Case, cases};
use futures_core::host::{self, Lock};
use futures_core::{Error, Event, Future, Observer, Shutdown, TaskId, panics};
use pool_process::{Call, OnCrash, Output, PoolHandle, ProcessPool, SubmitOptions};
use rustix::process::Signal;

use crate::calls::{signal, signal_self, sleep_ms, spin};
use crate::census::{children_of, within};
use crate::unsafe_calls;

pub(crate) const CASES: &[Case] = cases![everything];

const DEFAULT_SECONDS: u64 = 5;

/// Random numbers that are the same for the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 to one less than `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 32) % n
    }
}

fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a number"))
}

fn seconds() -> u64 {
    variable("FAULT_SECONDS").unwrap_or(DEFAULT_SECONDS)
}

/// How much longer this may take than other tests.
pub(crate) fn extra_time() -> Duration {
    Duration::from_secs(seconds())
}

/// What a call does. The number is how many kinds there are.
const KINDS: u64 = 16;

/// Does what its first part says; the second makes the value.
fn act((kind, n): (u64, u64)) -> Vec<u8> {
    match kind {
        0 => std::process::abort(),
        1 => std::process::exit(7),
        2 => unsafe_calls::segfault(()),
        3 => signal_self(Signal::KILL.as_raw()),
        4 => signal_self(Signal::STOP.as_raw()),
        5 => spin(()),
        6 => {
            unsafe_calls::ignore_termination();
            spin(());
        }
        7 => panic!("on purpose"),
        8 => {
            sleep_ms(n % 20);
        }
        9 => println!("a call prints {n}"),
        10 => unsafe_calls::close_file(3 + (n % 12) as i32),
        11 => return vec![n as u8; 200_000],
        _ => {}
    }
    n.to_le_bytes().to_vec()
}

/// Can a call of this kind end so?
fn is_possible(kind: u64, n: u64, result: Result<Vec<u8>, Error>) -> Result<(), String> {
    match result {
        Ok(bytes) => {
            let expected = match kind {
                11 => vec![n as u8; 200_000],
                _ => n.to_le_bytes().to_vec(),
            };
            match !matches!(kind, 0..=7) && bytes == expected {
                true => Ok(()),
                false => Err(format!(
                    "kind {kind} returned {} bytes, not those of {n}",
                    bytes.len()
                )),
            }
        }
        // Somebody may have done that to any call.
        Err(error)
            if error.is_cancelled()
                || error.is_interrupted()
                || error.is_broken_pool()
                || error.is_worker_died()
                || error.is_task_timeout() =>
        {
            Ok(())
        }
        Err(error) if error.is_panicked() && kind == 7 => Ok(()),
        // A call may have closed what the next one was to come through.
        Err(error) if error.is_serialization() => Ok(()),
        Err(error) => Err(format!("kind {kind} failed: {error:?}")),
    }
}

/// Has this process been told already that it is a worker?
fn is_worker(pid: u32) -> bool {
    let arguments = std::fs::read_to_string(format!("/proc/{pid}/cmdline"));
    arguments.is_ok_and(|arguments| arguments.contains("--pool-process-worker"))
}

/// Counts what is told of each call.
#[derive(Default)]
struct Counts(Lock<BTreeMap<TaskId, (u32, u32)>>);

impl Observer for Counts {
    fn observe(&self, _: Duration, event: &Event) {
        let mut counts = self.0.lock();
        match event {
            Event::Submitted { task, .. } => counts.entry(*task).or_default().0 += 1,
            Event::Ended { task, .. } | Event::Cancelled { task } | Event::Rejected { task } => {
                counts.entry(*task).or_default().1 += 1;
            }
            _ => {}
        }
    }
}

fn everything() {
    if let Some(seed) = variable("FAULT_SEED") {
        return round(seed);
    }
    let end = host::now() + Duration::from_secs(seconds());
    // Different from run to run.
    let mut seeds = Chance::new(u64::from(std::process::id()) ^ host::now().as_nanos() as u64);
    while host::now() < end {
        let seed = seeds.next() >> 32;
        if let Err(panic) = panics::catch(|| round(seed)) {
            panic!("FAULT_SEED={seed} repeats this: {panic}");
        }
    }
}

/// Ends the run if a round does not end, with its seed.
struct Alarm(conformance::Counter);

impl Alarm {
    fn new(seed: u64, pool: PoolHandle) -> Self {
        let counter = conformance::Counter::new();
        let is_over = counter.clone();
        let watch = host::spawn(host::Spawn::default(), move || {
            if !is_over.wait_for_timeout(1, Duration::from_secs(30)) {
                eprintln!("a round hangs: FAULT_SEED={seed} repeats it; {pool:?}");
                std::process::abort();
            }
        });
        drop(watch.unwrap());
        Alarm(counter)
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.0.add();
    }
}

fn make_pool(chance: &mut Chance, counts: &Arc<Counts>) -> ProcessPool {
    let mut builder = ProcessPool::builder()
        .max_workers(1 + chance.below(4) as usize)
        .spare_workers(chance.below(3) as usize / 2)
        .observer(counts.clone())
        .stdout(match chance.below(2) {
            0 => Output::Null,
            _ => Output::Lines(Arc::new(|_, line| {
                assert!(line.starts_with("a call prints"))
            })),
        })
        .stderr(Output::Null)
        // Everything ends by it at the latest.
        .task_timeout(Duration::from_millis(100 + chance.below(200)))
        // A worker may be stopped before it is ready.
        .start_timeout(Duration::from_secs(3))
        .on_crash(match chance.below(6) {
            0 => OnCrash::BreakPool,
            1 => OnCrash::Retry(1),
            _ => OnCrash::FailTask,
        });
    if chance.below(2) == 0 {
        builder = builder.kill_grace(Duration::from_millis(chance.below(30)));
    }
    if chance.below(3) == 0 {
        builder = builder.max_tasks_per_child(1 + chance.below(5));
    }
    if chance.below(4) == 0 {
        let every = 2 + chance.below(5);
        builder = builder.spawn_fault(move |n| {
            (n % every == every - 1).then(|| std::io::ErrorKind::WouldBlock.into())
        });
    }
    builder.build().unwrap()
}

fn round(seed: u64) {
    let chance = &mut Chance::new(seed);
    let counts = Arc::new(Counts::default());
    let ended = conformance::Counter::new();
    let mut pool = Some(make_pool(chance, &counts));
    let handle = pool.as_ref().unwrap().handle();
    let _alarm = Alarm::new(seed, handle.clone());
    let mut calls: Vec<(u64, u64, Future<Vec<u8>>)> = Vec::new();
    let mut accepted = 0;
    // Mostly harmless, or hardly any call would meet another one.
    let harm = 1 + chance.below(40);
    for n in 0..20 + chance.below(300) {
        let kind = match chance.below(40) < harm {
            true => chance.below(KINDS),
            false => KINDS - 1,
        };
        let mut options = SubmitOptions::new();
        if chance.below(10) == 0 {
            options = options.task_timeout(Duration::from_millis(1 + chance.below(50)));
        }
        if let Ok(call) = handle.submit_with(options, Call::new(act, (kind, n))) {
            accepted += 1;
            let ended = ended.clone();
            call.on_done(move |_, _| {
                ended.add();
            });
            calls.push((kind, n, call));
        }
        let any = chance.below(1 + calls.len() as u64) as usize;
        match chance.below(200) {
            0..5 => {
                if let Some((_, _, call)) = calls.get(any) {
                    call.cancel();
                }
            }
            5..10 => {
                if let Some((_, _, call)) = calls.get(any) {
                    call.kill();
                }
            }
            10..14 => {
                let children = children_of(std::process::id());
                if let Some(child) = children.get(chance.below(4) as usize) {
                    signal(*child, Signal::KILL);
                }
            }
            14 => {
                let children = children_of(std::process::id());
                // Not one that is only just being started: its parent waits until it is there.
                if let Some(child) = children.get(chance.below(4) as usize)
                    && is_worker(*child)
                {
                    signal(*child, Signal::STOP);
                }
            }
            15 if any < calls.len() => {
                // Nobody wants to know.
                let (_, _, call) = calls.swap_remove(any);
                drop(call);
            }
            16..20 => {
                if let Some((_, _, call)) = calls.get(any) {
                    let _ = call.wait_timeout(Duration::from_millis(chance.below(30)));
                }
            }
            20 if chance.below(4) == 0 => match chance.below(4) {
                0 => handle.terminate_workers(),
                1 => handle.kill_workers(),
                2 => handle.shutdown(Shutdown::CancelPendingNoWait),
                _ => {
                    if let (Some((_, _, call)), Some(pool)) = (calls.get(any), pool.take()) {
                        call.on_done(move |_, _| drop(pool));
                    }
                }
            },
            _ => {}
        }
    }
    match chance.below(5) {
        0 => handle.shutdown(Shutdown::CancelPending),
        1 => handle.shutdown(Shutdown::DrainNoWait),
        2 => handle.terminate_workers(),
        _ => {}
    }
    for (kind, n, call) in calls {
        if let Err(what) = is_possible(kind, n, call.result()) {
            panic!("{what}");
        }
    }
    drop(pool);
    let is_over = within(Duration::from_secs(20), || {
        handle
            .shutdown_timeout(Shutdown::Drain, Duration::from_secs(20))
            .is_ok()
    });
    assert!(is_over, "{:?}", handle.stats());
    let stats = handle.stats();
    assert_eq!(stats.submitted, accepted);
    assert_eq!(
        stats.finished + stats.failed + stats.cancelled,
        accepted,
        "{stats:?}"
    );
    assert_eq!((stats.workers, stats.pending), (0, 0), "{stats:?}");
    assert_eq!(ended.get(), accepted, "each call ends once");
    let counts = counts.0.lock();
    let odd: Vec<_> = counts
        .iter()
        .filter(|(_, count)| **count != (1, 1))
        .collect();
    assert!(odd.is_empty(), "submitted and ended: {odd:?}");
    assert!(children_of(std::process::id()).is_empty());
}

//! Many of everything: what a single one leaves behind unnoticed, thousands do not.

use std::collections::BTreeSet;
use std::fs;

use conformance::{Case, cases};
use pool_process::{ProcessPool, SharedBytes};

use crate::calls::{double, pid, pool, works};
use crate::meeting::{Meeting, meet};

pub(crate) const CASES: &[Case] = cases![
    ten_thousand_cancelled_calls,
    ten_thousand_cancelled_calls_sent_ahead,
    large_arguments_in_the_queue,
    thousand_recycled_workers,
];

fn n_files() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

fn length(bytes: SharedBytes) -> usize {
    bytes.len()
}

/// The argument is freed with the last call that has it, though their futures and a call before them stay.
fn ten_thousand_cancelled_calls() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let held = pool.submit(meet, meeting.name()).unwrap();
    let visitor = meeting.next();
    let before = n_files();
    let bytes = SharedBytes::from(vec![1; 1 << 20]);
    let calls: Vec<_> = (0..10_000)
        .map(|_| pool.submit(length, bytes.clone()).unwrap())
        .collect();
    drop(bytes);
    assert_eq!(n_files(), before + 1, "all of them share the memory");
    assert!(calls.iter().all(|call| call.cancel()));
    assert_eq!(n_files(), before);
    let stats = pool.stats();
    assert_eq!((stats.cancelled, stats.pending), (10_000, 0));
    drop(visitor);
    assert!(held.result().is_ok());
    works(&pool);
}

fn ten_thousand_cancelled_calls_sent_ahead() {
    let pool = pool(2);
    let mut cancelled = 0;
    for _ in 0..100 {
        let calls: Vec<_> = (0..100).map(|n| pool.submit(double, n).unwrap()).collect();
        for (n, call) in calls.into_iter().enumerate() {
            match call.cancel() {
                true => cancelled += 1,
                false => assert_eq!(call.result().unwrap(), 2 * n as u64),
            }
        }
    }
    let stats = pool.stats();
    assert_eq!(stats.cancelled, cancelled);
    assert_eq!(stats.finished + stats.cancelled, 10_000);
    works(&pool);
}

/// What waits in the queue does not use up the files that the process may have open.
fn large_arguments_in_the_queue() {
    let pool = pool(1);
    let meeting = Meeting::new();
    let held = pool.submit(meet, meeting.name()).unwrap();
    let visitor = meeting.next();
    let before = n_files();
    let sum = |bytes: Vec<u8>| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    let calls: Vec<_> = (0..2000)
        .map(|n| pool.submit(sum, vec![(n % 7) as u8; 40_000]).unwrap())
        .collect();
    assert!(
        n_files() <= before + 256,
        "{} files for them",
        n_files() - before
    );
    drop(visitor);
    assert!(held.result().is_ok());
    for (n, call) in calls.into_iter().enumerate() {
        assert_eq!(call.result().unwrap(), (n as u64 % 7) * 40_000);
    }
}

fn thousand_recycled_workers() {
    let pool = ProcessPool::builder()
        .max_workers(2)
        .max_tasks_per_child(1)
        .build()
        .unwrap();
    let pids: Vec<_> = (0..1000).map(|_| pool.submit(pid, ()).unwrap()).collect();
    let pids: BTreeSet<u32> = pids.into_iter().map(|pid| pid.result().unwrap()).collect();
    // A number may have come round again.
    assert!(pids.len() > 900, "{}", pids.len());
    let stats = pool.stats();
    assert_eq!((stats.started_workers, stats.died_workers), (1000, 0));
}

//! What a pool must not leave behind: processes, file descriptors, shared memory, threads.

use std::collections::BTreeMap;
use std::fs;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use conformance::Counter;
use futures_core::host::{self, Spawn};

/// What this process has at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Census {
    /// Its children, also those that have ended and were not reaped.
    children: Vec<u32>,
    /// What its file descriptors stand for, and how many stand for each. Numbers of sockets and pipes left out.
    files: BTreeMap<String, usize>,
    /// How many pieces of shared memory it has mapped.
    n_mapped: usize,
    n_threads: usize,
}

impl Census {
    fn take() -> Self {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir("/proc/self/fd").unwrap().flatten() {
            // The descriptor of this very directory is gone by now.
            if let Ok(target) = fs::read_link(entry.path()) {
                let target = target.to_string_lossy();
                let kind = target.split(":[").next().unwrap_or_default();
                *files.entry(kind.to_owned()).or_default() += 1;
            }
        }
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        Census {
            children: children_of(process::id()),
            files,
            n_mapped: maps.lines().filter(|line| line.contains("memfd:")).count(),
            n_threads: fs::read_dir("/proc/self/task").unwrap().count(),
        }
    }
}

/// The children of a process, also those that have ended and were not reaped.
pub(crate) fn children_of(pid: u32) -> Vec<u32> {
    let mut children = Vec::new();
    for task in fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let list = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.extend(
            list.split_whitespace()
                .map(|pid| pid.parse::<u32>().unwrap()),
        );
    }
    children.sort_unstable();
    children
}

/// Has this process ended? Whether it has been reaped is not asked: orphans are others' to reap.
pub(crate) fn has_ended(pid: u32) -> bool {
    matches!(state(pid), 'X' | 'Z')
}

/// What a process does, as one letter: `R`, `S`, `T` for stopped, `Z` for dead, and `X` for one that is gone.
pub(crate) fn state(pid: u32) -> char {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    after_name.chars().next().unwrap_or('X')
}

/// Looks again and again whether `is_so`, which nobody announces. False: not within `limit`.
pub(crate) fn within(limit: Duration, is_so: impl Fn() -> bool) -> bool {
    let deadline = host::now() + limit;
    loop {
        if is_so() {
            return true;
        }
        if host::now() >= deadline {
            return false;
        }
        let _ = host::sleep(Duration::from_micros(200));
    }
}

/// Runs a case, and tells of what it has left behind.
pub(crate) fn guarded(name: &str, case: &fn()) -> Result<(), String> {
    let before = Census::take();
    let is_done = Counter::new();
    let is_over = Arc::new(AtomicBool::new(false));
    let limit = Duration::from_secs(60) + crate::mix::extra_time();
    let watch = {
        let (name, is_done, is_over) = (name.to_owned(), is_done.clone(), is_over.clone());
        host::spawn(Spawn::default(), move || {
            if !is_done.wait_for_timeout(1, limit) && !is_over.load(Ordering::Acquire) {
                eprintln!("{name} hangs");
                process::abort();
            }
        })
    };
    let result = futures_core::panics::catch(case).map_err(|panic| panic.to_string());
    is_over.store(true, Ordering::Release);
    is_done.add();
    let joined = watch.unwrap().join();
    assert!(joined.is_ok(), "nobody interrupts a test");
    result?;
    // A pool that was dropped in a callback ends after the case, and the system closes files a moment after a death.
    if within(Duration::from_secs(10), || Census::take() == before) {
        return Ok(());
    }
    Err(format!("left behind: {:?}, not {before:?}", Census::take()))
}

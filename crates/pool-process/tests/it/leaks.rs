//! Nothing is left behind: when the last pool is gone, so are its processes, threads, descriptors and memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use conformance::{Case, cases};
use futures_core::host;
use pool_process::ProcessPool;
use rustix::io::Errno;
use rustix::process::{WaitId, WaitIdOptions, waitid};

pub(crate) const CASES: &[Case] = cases![a_live_pool_is_seen];

/// Threads of tests may end a moment after their tests.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the process has.
#[derive(Debug, PartialEq)]
pub(crate) struct Belongings {
    /// Open files: how many of each kind. `anon_inode:[eventfd]`, `/memfd:pool-process`, `pipe`.
    files: BTreeMap<String, usize>,
    /// Mapped memory that is shared with workers.
    mappings: Vec<String>,
    /// Threads of pools.
    threads: Vec<String>,
    has_children: bool,
}

impl Belongings {
    /// What there is at this moment.
    pub(crate) fn look() -> Self {
        let mut files = BTreeMap::new();
        for target in links(Path::new("/proc/self/fd")) {
            // Pipes and sockets have a number of their own.
            let kind = match target.split_once(":[") {
                Some((kind, number)) if number.starts_with(|c: char| c.is_ascii_digit()) => kind,
                _ => &target,
            };
            *files.entry(kind.to_owned()).or_insert(0) += 1;
        }
        let maps = fs::read_to_string("/proc/self/maps").expect("maps of this process");
        let shared = maps.lines().filter(|line| line.contains("memfd"));
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Belongings {
            files,
            mappings: shared.map(str::to_owned).collect(),
            threads: threads(),
            has_children: waitid(WaitId::All, options).err() != Some(Errno::CHILD),
        }
    }

    /// Waits until there is no more than there was.
    ///
    /// # Errors
    /// What was then, and what is now.
    pub(crate) fn expect_no_more(&self) -> Result<(), String> {
        let limit = host::now() + PATIENCE;
        loop {
            let now = Belongings::look();
            if now == *self {
                return Ok(());
            }
            if host::now() >= limit {
                return Err(format!(
                    "something is left behind:\nbefore {self:#?}\nafter {now:#?}"
                ));
            }
            std::thread::yield_now();
        }
    }
}

/// Where the links in a folder point to. One that goes meanwhile is skipped.
fn links(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder of this process");
    let targets = entries.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    targets
        .map(|target| target.to_string_lossy().into_owned())
        .collect()
}

/// The names of the threads that belong to pools; the system cuts them at fifteen bytes.
fn threads() -> Vec<String> {
    let entries = fs::read_dir("/proc/self/task").expect("the threads of this process");
    let names =
        entries.filter_map(|entry| fs::read_to_string(entry.ok()?.path().join("comm")).ok());
    names.filter(|name| name.contains("Pool")).collect()
}

/// Whatever a pool could leave behind is seen while it lives.
fn a_live_pool_is_seen() {
    let pool = ProcessPool::new(1).unwrap();
    pool.submit(|()| (), ()).unwrap().result().unwrap();
    let now = Belongings::look();
    assert!(now.has_children);
    assert!(!now.mappings.is_empty());
    assert!(!now.threads.is_empty());
    let is_of_pool = |kind: &&String| kind.contains("eventfd") || kind.contains("eventpoll");
    assert_eq!(now.files.keys().filter(is_of_pool).count(), 2);
}

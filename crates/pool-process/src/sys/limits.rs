//! What a worker does to itself before it runs anything: it dies with its parent, and keeps within its limits.
//!
//! All of it is done by the child, after it has been executed: work between fork and exec would force the standard library
//! to fork a process with threads. The signal mask needs no care: the standard library starts every child with an empty one.

use std::fs;
use std::io;

use rustix::process::{
    Pid, Resource, Rlimit, Signal, getppid, getrlimit, set_parent_process_death_signal, setrlimit,
};

/// Is the process still there that started this one?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a worker whose parent is gone must end"]
pub(crate) enum Parent {
    /// It is, and this process dies with it.
    Alive,
    /// It died before the arrangement was made.
    Gone,
}

/// Arranges that this process is killed when the thread ends that has started it, which is one of the process `parent`.
pub(crate) fn die_with_parent(parent: u32) -> io::Result<Parent> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    // If it died before, then nobody will send the signal; but then this process belongs to another one by now.
    let is_alive = getppid()
        .map(Pid::as_raw_nonzero)
        .is_some_and(|pid| pid.get() as u32 == parent);
    Ok(if is_alive {
        Parent::Alive
    } else {
        Parent::Gone
    })
}

/// Limits the address space of this process to `bytes`, program, stacks and shared memory included. An allocation beyond
/// it fails, which ends a Rust program by SIGABRT.
pub(crate) fn limit_memory(bytes: u64) -> io::Result<()> {
    limit(Resource::As, bytes, bytes)
}

/// Limits this process to `seconds` of processor time, over all its threads. It is then ended by SIGXCPU, and if that is
/// caught, a second later by SIGKILL.
pub(crate) fn limit_cpu(seconds: u64) -> io::Result<()> {
    limit(Resource::Cpu, seconds, seconds.saturating_add(1))
}

/// A crash of this process leaves no core file: a pool that survives crashes would fill the disk with them.
pub(crate) fn no_core_dumps() -> io::Result<()> {
    limit(Resource::Core, 0, 0)
}

/// Asks the system to kill this process rather than its parent when memory runs out. Best effort: not every container
/// has the file.
pub(crate) fn prefer_as_oom_victim() {
    // The highest value there is; raising it needs no privilege.
    let _ = fs::write("/proc/self/oom_score_adj", "1000");
}

/// Sets both limits, but raises none: that would need a privilege.
fn limit(resource: Resource, soft: u64, hard: u64) -> io::Result<()> {
    let maximum = getrlimit(resource).maximum.unwrap_or(u64::MAX).min(hard);
    let new = Rlimit {
        current: Some(soft.min(maximum)),
        maximum: Some(maximum),
    };
    Ok(setrlimit(resource, new)?)
}

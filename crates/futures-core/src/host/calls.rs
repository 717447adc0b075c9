//! What the crates above ask of the current host.

use std::io;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::TaskId;
use crate::host::{
    Host, JoinHandle, Locals, Spawn, Trip, WaitReason, Wake, current, join, lock,
    real as real_host, thread,
};

/// The time since the run began.
///
/// Monotonic. Python's counterpart is `time.monotonic()`, of which only differences mean anything.
pub fn now() -> Duration {
    lock::assert_none_held("now");
    thread::with_host(|host| host.now())
}

/// The moment `timeout` from now, or `None` (never) if that is further away than a clock can say. [`Duration::MAX`]
/// always is, also where time begins at zero.
pub fn deadline_in(timeout: Duration) -> Option<Duration> {
    let deadline = now().checked_add(timeout)?;
    (deadline < Duration::MAX).then_some(deadline)
}

/// Blocks the calling thread until it is unparked or interrupted or `deadline` (as of [`now`]) is reached.
///
/// A token set by an earlier [`Thread::unpark`](crate::host::Thread::unpark) is consumed and makes this return at once, so a wake-up between
/// checking a condition and parking is not lost. It may be stale: check the condition again.
pub fn park(deadline: Option<Duration>, reason: &WaitReason) -> Wake {
    lock::assert_none_held("park");
    let me = current();
    thread::with_host(|host| host.park(&me, deadline, reason))
}

/// Blocks the calling thread for `time`. Ends early, with [`Wake::Interrupted`], only when interrupted.
pub fn sleep(time: Duration) -> Wake {
    let deadline = deadline_in(time);
    loop {
        match park(deadline, &WaitReason::Sleep) {
            Wake::Notified => {}
            Wake::Deadline => return Wake::Deadline,
            Wake::Interrupted => return Wake::Interrupted,
        }
    }
}

/// Starts a thread in the caller's world.
///
/// Unlike `std::thread::spawn` the handle's `join` can be interrupted and never panics; `body` is expected to catch its
/// own panics, and one that escapes ends the thread quietly.
///
/// # Errors
/// What the operating system says when it has no thread to give.
pub fn spawn(spec: Spawn, body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle> {
    lock::assert_none_held("spawn");
    let (handle, body) = join::prepare(thread::host_of_current(), spec.name.clone(), body);
    let os = thread::with_host(|host| host.spawn(spec, body))?;
    Ok(handle.with(os))
}

/// Marks a place where another thread might just as well run. Costs one thread-local byte under the real host.
#[inline]
pub fn yield_point(label: &'static str) {
    if thread::is_hosted() {
        lock::assert_none_held("yield_point");
        thread::with_host(|host| host.yield_point(label));
    }
}

/// Picks one of `n` equally good ways to go on; always the first under the real host, where it costs one thread-local
/// byte. May be called with a lock held: no other thread runs meanwhile.
#[inline]
pub fn choose(n: usize) -> usize {
    if thread::is_hosted() {
        thread::with_host(|host| host.choose(n))
    } else {
        0
    }
}

/// Tells the host where a task was submitted, so that its reports can say it. For those who make tasks; costs one
/// thread-local byte under the real host.
#[inline]
pub fn task_made(task: TaskId, at: &'static Location<'static>) {
    if thread::is_hosted() {
        thread::with_host(|host| host.task_made(task, at));
    }
}

/// Where the program's own random numbers are to come from: a number that is the same in every such run of a simulation.
/// `None` in the real world, where they may differ from run to run.
pub fn seed() -> Option<u64> {
    thread::with_host(|host| host.seed())
}

/// How many threads can run at once; what Python calls `os.process_cpu_count()`.
pub fn cpus() -> usize {
    thread::with_host(|host| host.cpus())
}

/// May a thread poll for a few microseconds before it sleeps?
pub fn may_spin() -> bool {
    !thread::is_hosted() || thread::with_host(|host| host.may_spin())
}

/// May a thread block in the operating system, elsewhere than in [`park`], and the others run on?
///
/// Always under the real host. Under a host that lets one thread run at a time nobody could go on meanwhile, so a pool
/// that waits for files or processes is to refuse to be made there.
pub fn may_block() -> bool {
    !thread::is_hosted() || thread::with_host(|host| host.may_block())
}

/// What belongs to this run and to no other.
pub fn with_locals<R>(f: impl FnOnce(&Locals) -> R) -> R {
    thread::with_host(|host| f(host.locals()))
}

/// The real world, for a [`Host`] that changes only a part of it and passes the rest on.
pub fn real() -> &'static dyn Host {
    real_host::host()
}

/// Runs `f` in the real world, for what comes from there or goes there, such as reading a terminal.
///
/// Under a simulation nobody else of its world goes on meanwhile, and the wait is not taken for an accident. Elsewhere
/// this is a plain call.
pub fn outside<R>(f: impl FnOnce() -> R) -> R {
    struct Return(Arc<dyn Host>);
    impl Drop for Return {
        fn drop(&mut self) {
            self.0.outside(Trip::Returns);
        }
    }
    let Some(host) = thread::host_of_current() else {
        return f();
    };
    host.outside(Trip::Leaves);
    let _return = Return(host);
    thread::leave(f)
}

/// Runs `f` with `host` as the current host of this thread and of all threads that it spawns.
pub fn enter<R>(host: Arc<dyn Host>, f: impl FnOnce() -> R) -> R {
    thread::enter(host, f)
}

//! The seam between this crate and the world: time, blocking, threads, chance, and what belongs to one run.
//!
//! Every wait of every pool goes through [`park`], every thread through [`spawn`], every look at the clock through
//! [`now`]. That is what makes it possible to interrupt a wait, to name what a program is stuck on, and to replace the
//! world by a simulated one: each thread has one current [`Host`], inherited by what it spawns, and the real one needs
//! no set-up.
//!
//! The rules for code that blocks:
//!
//! * say why, with a [`WaitReason`];
//! * check your condition again after [`park`] returns: a wake-up may be stale;
//! * hold no [`Lock`] across a call into the host (debug builds assert it).

mod join;
mod locals;
mod lock;
mod real;
mod reason;
mod thread;

use std::io;
use std::time::Duration;

pub use join::JoinHandle;
pub use locals::Locals;
pub use lock::{Guard, Lock};
pub use reason::WaitReason;
pub use thread::{Thread, current};

pub(crate) use thread::{swap_task, thread_number, with_task};

/// Why [`park`] returned.
#[must_use = "a wait can end by its deadline or an interruption"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Somebody called [`Thread::unpark`].
    Notified,
    /// The deadline has passed.
    Deadline,
    /// Somebody called [`Thread::interrupt`] or [`Thread::interrupt_task`].
    Interrupted,
}

/// What a new thread should be like.
#[derive(Clone, Debug, Default)]
pub struct Spawn {
    /// Its name; the operating system may show only the first 15 bytes.
    pub name: String,
    /// Its stack in bytes; `None` leaves it to the standard library (2 MiB).
    pub stack_size: Option<usize>,
}

/// What a host must be able to end: a thread's operating-system part.
pub trait Join: Send {
    /// Waits until the thread is gone. Called after its body has returned, so this is short.
    fn join(self: Box<Self>);
}

/// A world in which pools run. The real one is built in; a simulation is another.
///
/// Implement it to run pools under a virtual clock or a scheduler of your own, and enter it with [`enter`].
pub trait Host: Send + Sync {
    /// The time since the run began.
    fn now(&self) -> Duration;
    /// Blocks the calling thread, whose handle is `thread`, until it is unparked, interrupted or `deadline` is reached.
    fn park(&self, thread: &Thread, deadline: Option<Duration>, reason: &WaitReason) -> Wake;
    /// Called after `thread`'s token was set: makes its [`park`](Host::park) return.
    fn unpark(&self, thread: &Thread);
    /// Starts a thread that runs `body`.
    ///
    /// # Errors
    /// What the operating system says when it has no thread to give.
    fn spawn(&self, spec: Spawn, body: Box<dyn FnOnce() + Send>) -> io::Result<Box<dyn Join>>;
    /// A place, named by `label`, where another thread might just as well run.
    fn yield_point(&self, label: &'static str);
    /// Picks one of `n` equally good ways to go on, from 0; the real host always takes the first.
    fn choose(&self, n: usize) -> usize;
    /// How many threads can run at once.
    fn cpus(&self) -> usize;
    /// May a thread poll for a few microseconds before it sleeps?
    fn may_spin(&self) -> bool;
    /// What belongs to this run and to no other: counters and lazily made values.
    fn locals(&self) -> &Locals;
}

/// The time since the run began.
///
/// Monotonic. Python's counterpart is `time.monotonic()`, of which only differences mean anything.
pub fn now() -> Duration {
    lock::assert_none_held("now");
    thread::with_host(|host| host.now())
}

/// The moment `timeout` from now, or `None` (never) if that is further away than a clock can say.
pub fn deadline_in(timeout: Duration) -> Option<Duration> {
    now().checked_add(timeout)
}

/// Blocks the calling thread until it is unparked or interrupted or `deadline` (as of [`now`]) is reached.
///
/// A token set by an earlier [`Thread::unpark`] is consumed and makes this return at once, so a wake-up between
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
    let (handle, body) = join::prepare(thread::host_of_current(), body);
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

/// Picks one of `n` equally good ways to go on; always the first under the real host.
pub fn choose(n: usize) -> usize {
    if thread::is_hosted() {
        thread::with_host(|host| host.choose(n))
    } else {
        0
    }
}

/// How many threads can run at once; what Python calls `os.process_cpu_count()`.
pub fn cpus() -> usize {
    thread::with_host(|host| host.cpus())
}

/// May a thread poll for a few microseconds before it sleeps?
pub fn may_spin() -> bool {
    !thread::is_hosted() || thread::with_host(|host| host.may_spin())
}

/// What belongs to this run and to no other.
pub fn with_locals<R>(f: impl FnOnce(&Locals) -> R) -> R {
    thread::with_host(|host| f(host.locals()))
}

/// The real world, for a [`Host`] that changes only a part of it and passes the rest on.
pub fn real() -> &'static dyn Host {
    real::host()
}

/// Runs `f` with `host` as the current host of this thread and of all threads that it spawns.
pub fn enter<R>(host: std::sync::Arc<dyn Host>, f: impl FnOnce() -> R) -> R {
    thread::enter(host, f)
}

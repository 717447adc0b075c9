//! What a world in which pools run must be able to do.

use std::io;
use std::panic::Location;
use std::time::Duration;

use crate::TaskId;
use crate::host::{Locals, Thread, WaitReason};

/// Why [`park`](crate::host::park) returned.
#[must_use = "a wait can end by its deadline or an interruption"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Somebody called [`Thread::unpark`](crate::host::Thread::unpark).
    Notified,
    /// The deadline has passed.
    Deadline,
    /// Somebody called [`Thread::interrupt`](crate::host::Thread::interrupt) or [`Thread::interrupt_task`](crate::host::Thread::interrupt_task).
    Interrupted,
}

/// Which way a thread goes that has something to do in the real world; see [`outside`](crate::host::outside).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trip {
    /// Out of its own world.
    Leaves,
    /// Back into it.
    Returns,
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
/// Implement it to run pools under a virtual clock or a scheduler of your own, and enter it with [`enter`](crate::host::enter).
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
    /// Where a program's own random numbers are to come from, if they are not to differ from run to run.
    fn seed(&self) -> Option<u64> {
        None
    }
    /// How many threads can run at once.
    fn cpus(&self) -> usize;
    /// May a thread poll for a few microseconds before it sleeps?
    fn may_spin(&self) -> bool;
    /// May a thread block in the operating system, elsewhere than in [`park`](Host::park), and the others run on? What
    /// waits for files or processes needs that. Unless a host says otherwise it has threads that run one at a time.
    fn may_block(&self) -> bool {
        false
    }
    /// What belongs to this run and to no other: counters and lazily made values.
    fn locals(&self) -> &Locals;
    /// The calling thread leaves this world for the real one, or comes back from there: meanwhile it asks for nothing,
    /// however long that takes. Nothing need be done about it.
    fn outside(&self, trip: Trip) {
        let _ = trip;
    }
    /// A task was submitted at this place of the program. Nothing need be done about it.
    fn task_made(&self, task: TaskId, at: &'static Location<'static>) {
        let _ = (task, at);
    }
}

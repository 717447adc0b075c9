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

mod calls;
mod contract;
mod join;
mod locals;
mod lock;
mod real;
mod reason;
mod thread;

pub use calls::{
    choose, cpus, deadline_in, enter, may_block, may_spin, now, outside, park, real, seed, sleep,
    spawn, task_made, with_locals, yield_point,
};
pub use contract::{Host, Join, Spawn, Trip, Wake};
pub use join::JoinHandle;
pub use locals::Locals;
pub use lock::{Guard, Lock, NestedLock};
pub use reason::WaitReason;
pub use thread::{Thread, current};

pub(crate) use thread::{swap_task, thread_number, with_task};

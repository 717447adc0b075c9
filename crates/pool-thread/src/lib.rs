//! A pool of threads with the whole of Python's `ThreadPoolExecutor`, and what Python never got.
//!
//! ```
//! use pool_thread::{ThreadPool, as_completed};
//!
//! let pool = ThreadPool::new(4).unwrap();
//! let futures: Vec<_> = (1..=3_u64).map(|n| pool.submit(move || n * n).unwrap()).collect();
//! for future in as_completed(futures, None) {
//!     println!("{}", future.unwrap().result().unwrap());
//! }
//! ```
//!
//! Everything about futures is in [`futures_core`], whose names are passed on here, so that this crate alone is enough.
//!
//! What it costs beside other pools is in `docs/performance.md` of the repository, how that grows in
//! `docs/complexity.md`, and Python's behaviour beside this one in `docs/semantics.md`.
//!
//! # What is special
//!
//! * **Nested waits never deadlock.** A task that waits for another one of its pool runs that one itself if nobody has
//!   begun it; in any other wait it lends its place, so that `max_workers` unblocked workers exist. What remains, tasks
//!   that wait for each other, is an error that names them.
//! * **Which tasks can be cancelled is no matter of luck.** `submit` hands the task to a free worker there and then; only
//!   what is queued is pending.
//! * **[Scopes](PoolHandle::scope)** for tasks that borrow, [bounded queues](Builder::queue_limit) with three policies,
//!   [initializers](Builder::initializer), [observers](Builder::observer), [four ways to shut down](Shutdown) and one
//!   with a [time limit](PoolHandle::shutdown_timeout).
//!
//! # How it works
//!
//! One lock protects the queue and the list of idle workers; `src/roster.rs` has the protocol by which workers are woken
//! and the argument why no wake-up is lost. `src/worker.rs` is the life of a worker.

mod builder;
mod config;
mod core;
mod default;
mod pool;
mod roster;
mod scope;
mod stack;
mod stats;
mod submit;
mod timings;
mod worker;

pub use builder::{BuildError, Builder, MAX_WORKERS, WhenFull};
pub use default::default_pool;
pub use futures_core::{
    AsCompleted, DoneAndNotDone, Error, ErrorKind, Event, Executor, Fallible, Future, Job, Map,
    MapOptions, MapUnordered, Observer, Promise, Rejected, ReturnWhen, SharedFuture, Shutdown,
    State, Status, TaskId, as_completed, promise, task, wait,
};
pub use pool::{PoolHandle, ThreadPool, Unfinished};
pub use scope::{Scope, ScopedFuture};
pub use stats::Stats;
pub use submit::SubmitOptions;
pub use timings::{Histogram, Timings, TimingsSoFar};

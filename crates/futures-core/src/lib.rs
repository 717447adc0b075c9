//! Futures as in Python's `concurrent.futures`, and the seams that executors are built on.
//!
//! A [`Future`] stands for a result that is not there yet. Somebody runs a [`Task`] or keeps a [`Promise`]; somebody else
//! waits: for [one](Future::result), for [several](wait), for each [as it completes](as_completed), or with `.await` in
//! any async runtime. [`map`] does all of it for a whole input. This crate knows no pool: `pool-thread` runs closures on
//! threads, `pool-process` runs calls in other processes, and [`Inline`] shows in a page how to write your own.
//!
//! ```
//! use futures_core::{Executor, Inline, as_completed};
//!
//! // `Inline` runs each job at once; put a pool in its place and nothing else changes.
//! let futures: Vec<_> = [3, 1, 2].into_iter().map(|n| Inline.submit(move || n * n).unwrap()).collect();
//! let mut squares: Vec<i32> = as_completed(futures, None).map(|f| f.unwrap().result().unwrap()).collect();
//! squares.sort();
//! assert_eq!(squares, [1, 4, 9]);
//! ```
//!
//! # What you may rely on
//!
//! * A future ends exactly once, and always: a panic, a dropped promise, a dropped task each end it with an error.
//! * [`cancel`](Future::cancel) and the start of the task are one compare-and-swap; who has won does not change.
//! * A wait inside a task of a pool never starves that pool, and one that could never end is a
//!   [`Deadlock`](ErrorKind::Deadlock) error that says who waits for whom.
//! * No code of yours (task, callback, observer, destructor) runs while a lock of this crate is held.
//!
//! # For those who come from Python
//!
//! | Python | here |
//! |---|---|
//! | `future.result()` | [`Future::result`] moves the value out; [`SharedFuture::result`] lends it, as often as asked |
//! | `future.result(timeout=t)` | [`SharedFuture::result_timeout`], or [`Future::wait_timeout`] first |
//! | `future.exception()` | [`SharedFuture::exception`], or match on the error of `result` |
//! | `future.add_done_callback(f)` | [`SharedFuture::add_done_callback`], [`Future::on_done`] |
//! | `Future()` with `set_result` | [`promise`] |
//! | `wait(fs, timeout, return_when)` | [`wait`] |
//! | `as_completed(fs, timeout)` | [`as_completed`] |
//! | `executor.map(f, xs, timeout=, chunksize=, buffersize=)` | [`map_with`] and [`MapOptions`] |
//!
//! # For those who write an executor
//!
//! Make a [`Task`] with [`Task::builder`], keep its running half, return the other. Block, tell the time and start threads
//! through [`host`], so that your pool can be interrupted, explained and simulated like the others; give your threads a
//! [`Seat`], so that waiting tasks do not starve it; tell an [`Observer`] what happens.

mod as_completed;
mod awaiting;
mod blocking;
mod cell;
mod error;
mod event;
mod executor;
#[doc(hidden)]
pub mod fault;
mod future;
mod graph;
pub mod host;
mod id;
mod identity;
mod inline;
mod job;
mod map;
mod observer;
pub mod panics;
mod poller;
mod promise;
mod reader;
mod seat;
mod shared;
mod slot;
mod state;
mod sync;
pub mod task;
mod wait;
mod wait_set;
mod waitable;
mod waiters;

pub use as_completed::{AsCompleted, as_completed};
pub use awaiting::{Awaiting, AwaitingRef, AwaitingShared};
pub use cell::{Control, Ending};
pub use error::{Error, ErrorKind};
pub use event::{Event, Observer};
pub use executor::{Executor, Rejected, Shutdown};
pub use future::Future;
pub use id::TaskId;
pub use inline::Inline;
pub use job::{Fallible, Job};
pub use map::{
    Apply, Chunk, ChunkResults, Map, MapJobs, MapOptions, MapUnordered, One, Plain, Trying, map,
    map_fallible, map_jobs, map_jobs_unordered, map_unordered, map_unordered_fallible,
    map_unordered_with, map_with,
};
pub use promise::{InvalidState, Promise, PromiseBuilder, promise};
pub use seat::{Place, Seat, current_seat, lending, seated};
pub use shared::SharedFuture;
pub use state::{State, Status};
pub use task::{NewTask, Task, TaskBuilder};
pub use wait::{DoneAndNotDone, ReturnWhen, wait, wait_unfailing};
pub use waitable::Waitable;

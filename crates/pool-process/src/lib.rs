//! Calls in child processes: Python's `ProcessPoolExecutor`, whose calls can be timed out, killed, and crash alone.
//!
//! ```no_run
//! use std::time::Duration;
//! use pool_process::{Call, ProcessPool, SubmitOptions};
//!
//! fn square(n: u64) -> u64 {
//!     n * n
//! }
//!
//! fn never_ends(_: ()) {
//!     loop {
//!         std::hint::spin_loop();
//!     }
//! }
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     pool_process::init(); // the first line of main
//!
//!     let pool = ProcessPool::new(4)?;
//!     assert_eq!(pool.submit(square, 7)?.result()?, 49);
//!
//!     let squares: Result<Vec<u64>, _> = pool.map(square, 1..=5).collect();
//!     assert_eq!(squares?, [1, 4, 9, 16, 25]);
//!
//!     let limit = SubmitOptions::new().task_timeout(Duration::from_millis(100));
//!     let error = pool.submit_with(limit, Call::new(never_ends, ()))?.result().unwrap_err();
//!     assert!(error.is_task_timeout());
//!     Ok(())
//! }
//! ```
//!
//! What it costs beside other pools is in `docs/performance.md` of the repository.
//!
//! # What you may rely on
//!
//! * Each call ends exactly once. A worker that dies, however, takes with it the one call that it was running, which then
//!   fails with the process's number, its exit code or signal, and the end of what it wrote to standard error. What else
//!   it had been given runs elsewhere. ([`OnCrash`] says otherwise, if Python's breaking pool or a retry is wanted.)
//! * [`kill`](futures_core::Future::kill) and time limits end a *running* call, whatever it does. A limit counts from the
//!   beginning of the call, not from its submission.
//! * A call that no worker has begun can be cancelled, also if it has been sent to one ahead of time.
//! * If the parent dies its workers die, even if they are stuck. A dropped pool leaves no process, file or memory behind.
//! * Callbacks may wait for other calls of the same pool.
//!
//! # Limits
//!
//! * Without a time limit nobody ends a worker that somebody has stopped (SIGSTOP): its calls wait until it goes on, or
//!   until [`kill`](futures_core::Future::kill), [`kill_workers`](PoolHandle::kill_workers) or
//!   [`terminate_workers`](PoolHandle::terminate_workers). Once it has nothing to do it does not hold up a shutdown.
//! * A new process that is stopped before it executes its program holds up the thread that starts processes, and the time
//!   limits with it, until it goes on. That is a moment of some hundred microseconds, in which nobody knows its number;
//!   but SIGSTOP cannot be blocked, and the system returns from starting a program no sooner.
//! * A callback that waits needs another thread to read replies meanwhile. If the system refuses that thread the wait
//!   lasts until the system has one to give; a time limit of the wait holds.
//! * The pool needs threads that run by themselves: in a simulated world (a [`Host`](futures_core::host::Host) that says
//!   nothing else) building it is [refused](BuildError::is_unreal).
//!
//! # How it works
//!
//! ```text
//!  user's threads                      this process │ one process per worker
//!  ──────────────                                   │
//!  submit ──encode──▶ desk: queue, staff ──────requests ring──▶ worker: decode, call, encode
//!                      ▲    │        ▲              │ (shared    │
//!                      │    │orders  │books         │  memory)   │
//!                      │    ▼        │              │            │
//!              deaths  │  keeper   reader ◀────────replies ring──┘
//!            (pidfds)──┴──▶ │        │              │
//!                           │        └──▶ futures, callbacks
//!                           └── starts, watches, ends, buries ──▶ processes
//! ```
//!
//! The pool starts the running program again; [`init`] turns such a process into a worker. Functions are named by their
//! distance from a landmark in the program, which is the same program, as the greeting checks. Each worker shares a few
//! pages of memory with its parent: a ring of requests, a ring of replies, and a word per call under way, on which
//! beginning and taking back are one compare-and-swap each, so exactly one wins. A socket carries bells (one byte, only to
//! a side that sleeps) and the descriptors of payloads too large for the rings. Since finished replies lie in shared
//! memory, a crash loses none of them.
//!
//! No lock is ever shared between processes, so none can be left locked. Two threads serve a pool: the keeper, which owns
//! the processes and never runs code of yours, and the reader, which takes replies, decodes, and runs callbacks; another
//! one takes over while your code waits for something.
//!
//! Linux only (5.4 or newer): the parts that another system would replace are in `src/sys`.

mod answer;
mod call;
mod codec;
mod function;
mod image;
mod init;
mod map;
mod outcome;
mod perform;
mod pool;
mod registry;
mod remote_error;
mod shared_bytes;
mod sys;
mod wire;
mod worker;

pub use call::{Call, ChunkCall, RemoteJob};
pub use futures_core::{
    Error, ErrorKind, Event, Executor, Future, Job, Map, MapOptions, MapUnordered, Observer,
    Rejected, ReturnWhen, SharedFuture, Shutdown, State, Status, TaskId, as_completed, wait,
};
pub use init::{init, init_with};
pub use map::Calls;
pub use pool::{
    BuildError, Builder, MAX_WORKERS, OnCrash, OnLine, Output, PoolHandle, ProcessPool, Stats,
    SubmitOptions, Unfinished,
};
pub use registry::Registry;
pub use remote_error::RemoteError;
pub use shared_bytes::SharedBytes;
pub use worker::current_call;

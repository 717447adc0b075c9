//! Workers of a simulated world: threads, each with a run, an engine and a compiled script of its own.
//!
//! What a call needs and what comes of it are bytes here as well, written and read by the code that real workers use; so
//! what cannot travel is refused, and nothing is shared by accident. Only the pipes are missing.
//!
//! ```text
//!  submit ──▶ desk: queue, staff ──▶ worker threads: read the request, call, write the reply
//!              ▲          │  ▲                        │
//!        timer ┘          │  └── how it ended ────────┘
//!                         └─────▶ reader thread: futures, callbacks
//! ```
//!
//! Other than with processes: calls start in the order of submission, since none is sent ahead; a worker is there at once,
//! so there are none to spare; a process ends as soon as it is to, whatever `kill_grace` says; `memory_limit` limits
//! nothing.

mod books;
mod call;
mod config;
mod control;
mod desk;
mod job;
mod losses;
mod office;
mod pids;
mod pool;
mod reader;
mod timer;
mod worker;

pub(super) use pool::Simulated;

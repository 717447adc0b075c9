//! A simulated world for pools and threads: one thread runs at a time, time is virtual, and every choice comes from a
//! seed.
//!
//! Concurrent code is hard to test because its bugs depend on who comes first. Here that is a choice, made by a
//! [`Scheduler`]: [`explore`] tries many, and a run that fails can be seen again, exactly. A sleep takes no real time. A
//! deadlock is a report on who waits for what, and not a test that hangs.
//!
//! The program is not changed for this. Whatever it does through [`futures_core::host`], directly or by a pool, happens in
//! the simulated world: the very code that is shipped, with its queues, its workers and its ways to shut down.
//!
//! ```
//! use std::time::Duration;
//! use futures_core::{Executor, host};
//! use pool_thread::ThreadPool;
//!
//! let slept = futures_sim::run(7, || {
//!     let pool = ThreadPool::new(2).unwrap();
//!     let nap = pool.submit(|| {
//!         let _ = host::sleep(Duration::from_secs(600));
//!         host::now()
//!     });
//!     nap.unwrap().result().unwrap()
//! });
//! assert_eq!(slept, Duration::from_secs(600));
//! ```
//!
//! `docs/simulation.md` of the repository shows it for scripts, with how to read a schedule, and compares it with others.
//!
//! What it can not show: memory orderings weaker than sequential (use loom for those), and anything that happens between
//! two calls into the host, since no other thread runs there. A thread that waits for something outside of this world (a
//! file, a socket, a lock that is not [`futures_core::host::Lock`]) stops everybody; the run is then ended, with the name
//! of that thread.
//!
//! ```text
//!   Simulation::run ── control ── joins threads that have ended, finds that nothing can go on
//!                        │ ▲
//!                 hands on │ pauses
//!                        ▼ │
//!   main ── worker ── worker ── thread      only one of them runs; it hands on at each place where
//!     └───────┴───────┴──────────┘          another one might go on, if the scheduler says so
//!                 World: Host               ready ones, clock, places passed, choices, log
//! ```

mod chance;
mod deadlock;
mod explore;
mod log;
mod outcome;
mod reduce;
mod schedule;
mod scheduler;
mod simulation;
mod world;

pub use deadlock::{Blocked, Deadlock};
pub use explore::{Exploration, Explored, Found, Strategy, explore};
pub use log::Entry;
pub use outcome::{Failure, Outcome, Trace, Verdict};
pub use schedule::{InvalidSchedule, Schedule, Turn};
pub use scheduler::Scheduler;
pub use simulation::{Simulation, is_simulated, replay, run};

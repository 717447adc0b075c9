//! Script functions in other processes: how they travel, and what is done with them there.
//!
//! ```text
//!  the run                                       │ a worker of its pool
//!                                                │
//!  process_pool(…) ──▶ Program ─────initializer──▶ compiles the script, runs none of it
//!  submit(f, args…) ─▶ request ──────────────────▶ finds f by its name, calls it
//!  f.result()      ◀── reply, or failure ◀───────── its value, or its error
//! ```
//!
//! In a simulated world the workers are threads, and all of this is the same but for the pipes.
//!
//! Parent and worker are the same program and have compiled the same text with the same seed, so that functions and
//! closures have the same names in both. A session has no script but its inputs, which workers are told as they come
//! ([`inputs`]). A request names a function and brings what it captured, its arguments and the
//! script's constants; all values are written directly to bytes and read directly from them.

mod bytes;
mod error;
mod exit;
mod failure;
mod inputs;
mod process;
mod program;
mod read;
mod refused;
mod reply;
mod request;
mod response;
mod said;
mod tag;
mod worker;
mod write;

pub(crate) use exit::Exit;
pub(crate) use failure::Failure;
pub(crate) use process::{End, Process};
pub(crate) use program::{Clock, Program};
pub(crate) use reply::{Packed, Reply};
pub(crate) use request::{Header, failing};
pub(crate) use said::say_again;
pub(crate) use worker::{
    PARENT_POOL, answer, call, crash, current_task, forget, is_worker, process_id,
    set_current_call, set_up, set_up_simulated,
};

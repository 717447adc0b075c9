//! A run that stays open: input after input, as a shell has them.
//!
//! ```text
//!   owner of the Session                    the session's thread, "script"
//!   ────────────────────                    ──────────────────────────────
//!   run(text) ── Order::Input ──▶ mail ──▶  compile, evaluate in the variables of all inputs
//!     looks for deadlocks, time limits      │
//!   outcome  ◀─────────────────── mail ◀──  value or error
//!   views: look at the state between inputs
//!   end()     ── Order::End ────▶ mail ──▶  what a script does at its end
//! ```
//!
//! * [`Desk`](desk::Desk) is what both sides share, and the thread's side of it.
//! * [`State`](state::State) is what one input leaves to the next: variables, constants, functions.
//! * [`Session`] is the owner's side.

mod complete;
mod desk;
mod handle;
mod owner;
mod state;
mod views;

pub use handle::SessionHandle;
pub use owner::Session;
pub use views::{Function, FutureView, PoolView, ThreadView, Variable};

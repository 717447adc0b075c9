//! What parent and child have in common: the shared memory between them and what lies in it.
//!
//! ```text
//!                    ┌───────────────── one page of shared memory ─────────────────┐
//!          push ───▶ │ requests ▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ │ ───▶ pop
//!  parent  take back │ slots    word and start time of each call under way         │ start, finish   child
//!          pop  ◀─── │ replies  ░░░░░░░░░░░░░░░░░░▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░░░░░░ │ ◀─── push
//!                    └─────────────────────────────────────────────────────────────┘
//!                ◀───── socket: bells for who sleeps, file descriptors of large payloads ─────▶
//! ```

pub(crate) mod bell;
pub(crate) mod frame;
pub(crate) mod handshake;
pub(crate) mod page;
pub(crate) mod ring;
pub(crate) mod slots;
mod sync;

//! The frames that lie in the rings: requests to a worker, and its replies.
//!
//! ```text
//!  0      kind
//!  1      variant of what the kind contains
//!  2–3    slot
//!  4–7    length of the head
//!  8–15   check sum of the head
//!  16–    the other fields, the last of the head
//!  …      an inline payload, up to the end of the frame
//! ```
//!
//! The check sum is there for a worker that writes where it should not: one changed word of the fields is always found
//! out, other damage to the head but for one chance in 2⁶⁴. It does not cover the payload, for that would cost more
//! than copying it; the codec checks what it decodes. All numbers are little-endian.
//!
//! File descriptors travel beside the frames, through the socket: first that of a payload in a segment, then those that
//! are attached to the value, each frame's in one message. They are sent before their frame is published, so whoever
//! has seen the frame finds them there.

mod bytes;
mod envelope;
mod error;
mod outcome;
mod parts;
mod reply;
mod request;

#[cfg(test)]
mod tests;

pub(super) use bytes::{Reader, Writer};
pub(crate) use error::FrameError;
pub(crate) use outcome::Outcome;
pub(crate) use parts::{FunctionRef, Payload};
pub(crate) use reply::Reply;
pub(crate) use request::Request;

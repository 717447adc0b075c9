//! Why a ring takes or yields nothing.

use std::fmt;

/// What the other side has written is nonsense: its memory is corrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Corrupt {
    /// A position went back, or overtook the other one.
    Position,
    /// Where a frame should begin there is something else.
    Header,
    /// A frame is longer than it may be, or than what was published.
    Length,
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Corrupt::Position => "the shared memory is corrupt: impossible position",
            Corrupt::Header => "the shared memory is corrupt: no frame where one should begin",
            Corrupt::Length => "the shared memory is corrupt: impossible length of a frame",
        })
    }
}

impl std::error::Error for Corrupt {}

/// Why a frame could not be staged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PushError {
    /// There is no room before the consumer releases some.
    Full,
    /// It is longer than [`max_frame`](super::Layout::max_frame).
    TooLarge,
    /// There will never be room again.
    Corrupt(Corrupt),
}

impl From<Corrupt> for PushError {
    fn from(corrupt: Corrupt) -> Self {
        PushError::Corrupt(corrupt)
    }
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PushError::Full => f.write_str("the ring is full"),
            PushError::TooLarge => f.write_str("the frame is too large for the ring"),
            PushError::Corrupt(corrupt) => corrupt.fmt(f),
        }
    }
}

impl std::error::Error for PushError {}

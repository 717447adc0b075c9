//! Why some bytes are no frame.

use std::fmt;

/// Why some bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameError {
    /// They end too early.
    Truncated,
    /// They go on where they should end.
    Surplus,
    /// The check sum is wrong.
    Check,
    /// There is no such kind, variant or flag.
    Kind,
    /// There is no such slot.
    Slot,
    /// A text is not UTF-8.
    Text,
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FrameError::Truncated => "malformed frame: too short",
            FrameError::Surplus => "malformed frame: too long",
            FrameError::Check => "malformed frame: wrong check sum",
            FrameError::Kind => "malformed frame: unknown kind",
            FrameError::Slot => "malformed frame: no such slot",
            FrameError::Text => "malformed frame: text that is not UTF-8",
        })
    }
}

impl std::error::Error for FrameError {}

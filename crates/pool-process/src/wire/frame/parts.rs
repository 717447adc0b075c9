//! What several kinds of frames contain: payloads and functions.

use super::bytes::{Reader, Writer};
use super::error::FrameError;

/// The bytes of an encoded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload<'a> {
    /// They are here.
    Inline(&'a [u8]),
    /// They are in a segment of this length, whose file descriptor was sent before the frame was published, in order.
    Segment { len: u64 },
}

/// Which function to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionRef<'a> {
    /// By its place in the program, and that of the code that knows its types.
    Offset { shim: i64, function: i64 },
    /// By its name in the worker's registry.
    Named { name: &'a str },
}

impl<'a> Payload<'a> {
    /// The bit of a variant that says that the payload is elsewhere.
    pub(super) const IN_SEGMENT: u8 = 1;

    pub(super) fn write(self, writer: &mut Writer<'_>) -> &'a [u8] {
        match self {
            Payload::Inline(bytes) => {
                writer.u64(bytes.len() as u64);
                bytes
            }
            Payload::Segment { len } => {
                writer.u64(len);
                &[]
            }
        }
    }

    pub(super) fn read(fields: &mut Reader<'a>, variant: u8) -> Result<Self, FrameError> {
        let len = fields.u64()?;
        if variant & Self::IN_SEGMENT != 0 {
            return Ok(Payload::Segment { len });
        }
        // A length beyond all memory is beyond the end of the frame in any case.
        let len = usize::try_from(len).map_err(|_| FrameError::Truncated)?;
        Ok(Payload::Inline(fields.payload(len)?))
    }
}

impl<'a> FunctionRef<'a> {
    /// The bit of a variant that says that the function is known by its name.
    pub(super) const NAMED: u8 = 2;

    pub(super) fn write(self, writer: &mut Writer<'_>) {
        match self {
            FunctionRef::Offset { shim, function } => {
                writer.i64(shim);
                writer.i64(function);
            }
            FunctionRef::Named { name } => writer.text(name),
        }
    }

    pub(super) fn read(fields: &mut Reader<'a>, variant: u8) -> Result<Self, FrameError> {
        if variant & !(Self::NAMED | Payload::IN_SEGMENT) != 0 {
            return Err(FrameError::Kind);
        }
        if variant & Self::NAMED == 0 {
            return Ok(FunctionRef::Offset {
                shim: fields.i64()?,
                function: fields.i64()?,
            });
        }
        Ok(FunctionRef::Named {
            name: fields.text()?,
        })
    }
}

//! What became of a call, as a part of a reply.

use super::bytes::{Reader, Writer};
use super::error::FrameError;
use super::parts::Payload;

/// A text longer than this is cut, so that the longest reply, with three of them, fits a frame.
pub(super) const MAX_TEXT: usize = 16 * 1024;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome<'a> {
    /// It returned.
    Value {
        payload: Payload<'a>,
        /// So many file descriptors belong to the value, besides that of a payload in a segment.
        attachments: u16,
    },
    /// It returned an error.
    Failed { text: &'a str },
    /// It panicked.
    Panicked {
        message: &'a str,
        location: &'a str,
        backtrace: &'a str,
    },
    /// Its argument could not be decoded, and it has not run.
    BadArgument { text: &'a str },
    /// It returned, but what it returned could not be encoded.
    BadResult { text: &'a str },
    /// The worker knows no such function.
    UnknownFunction { text: &'a str },
}

impl<'a> Outcome<'a> {
    pub(super) fn variant(&self) -> u8 {
        match self {
            Outcome::Value {
                payload: Payload::Inline(_),
                ..
            } => 0,
            Outcome::Value {
                payload: Payload::Segment { .. },
                ..
            } => Payload::IN_SEGMENT,
            Outcome::Failed { .. } => 4,
            Outcome::Panicked { .. } => 5,
            Outcome::BadArgument { .. } => 6,
            Outcome::BadResult { .. } => 7,
            Outcome::UnknownFunction { .. } => 8,
        }
    }

    pub(super) fn write(self, writer: &mut Writer<'_>) -> &'a [u8] {
        match self {
            Outcome::Value {
                payload,
                attachments,
            } => {
                writer.u16(attachments);
                return payload.write(writer);
            }
            Outcome::Panicked {
                message,
                location,
                backtrace,
            } => {
                for text in [message, location, backtrace] {
                    writer.text(cut(text));
                }
            }
            Outcome::Failed { text }
            | Outcome::BadArgument { text }
            | Outcome::BadResult { text }
            | Outcome::UnknownFunction { text } => writer.text(cut(text)),
        }
        &[]
    }

    pub(super) fn read(fields: &mut Reader<'a>, variant: u8) -> Result<Self, FrameError> {
        Ok(match variant {
            0 | Payload::IN_SEGMENT => Outcome::Value {
                attachments: fields.u16()?,
                payload: Payload::read(fields, variant)?,
            },
            4 => Outcome::Failed {
                text: fields.text()?,
            },
            5 => Outcome::Panicked {
                message: fields.text()?,
                location: fields.text()?,
                backtrace: fields.text()?,
            },
            6 => Outcome::BadArgument {
                text: fields.text()?,
            },
            7 => Outcome::BadResult {
                text: fields.text()?,
            },
            8 => Outcome::UnknownFunction {
                text: fields.text()?,
            },
            _ => return Err(FrameError::Kind),
        })
    }
}

/// The beginning of a text, as much as a frame may carry.
pub(super) fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT)]
}

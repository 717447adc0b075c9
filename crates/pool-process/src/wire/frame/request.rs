//! What the parent asks of a worker.

use super::envelope::{Opened, begin, finish, open};
use super::error::FrameError;
use super::parts::{FunctionRef, Payload};
use crate::wire::handshake::Hello;

/// What the parent asks of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request<'a> {
    /// The first one.
    Hello(Hello),
    /// Call the pool's initializer, before any call.
    Initialize {
        function: FunctionRef<'a>,
        payload: Payload<'a>,
        attachments: u16,
    },
    /// Run a call.
    Call {
        slot: u16,
        number: u64,
        function: FunctionRef<'a>,
        payload: Payload<'a>,
        /// So many file descriptors belong to the argument, besides that of a payload in a segment.
        attachments: u16,
    },
    /// End, after all calls before this.
    Retire,
}

impl<'a> Request<'a> {
    /// Replaces the content of `head` with the frame up to an inline payload, and returns that: the two together, one
    /// after the other, are the frame.
    pub(crate) fn encode(&self, head: &mut Vec<u8>) -> &'a [u8] {
        let (kind, variant, slot) = match self {
            Request::Hello(_) => (1, 0, 0),
            Request::Initialize {
                function, payload, ..
            } => (2, variant(function, payload), 0),
            Request::Call {
                slot,
                function,
                payload,
                ..
            } => (3, variant(function, payload), *slot),
            Request::Retire => (4, 0, 0),
        };
        let mut writer = begin(head, kind, variant, slot);
        let payload = match *self {
            Request::Hello(ref hello) => {
                hello.write(&mut writer);
                &[]
            }
            Request::Initialize {
                function,
                payload,
                attachments,
            } => {
                function.write(&mut writer);
                writer.u16(attachments);
                payload.write(&mut writer)
            }
            Request::Call {
                slot: _,
                number,
                function,
                payload,
                attachments,
            } => {
                writer.u64(number);
                function.write(&mut writer);
                writer.u16(attachments);
                payload.write(&mut writer)
            }
            Request::Retire => &[],
        };
        finish(head);
        payload
    }

    /// The request in `frame`.
    pub(crate) fn decode(frame: &'a [u8]) -> Result<Self, FrameError> {
        let Opened {
            kind,
            variant,
            slot,
            mut fields,
        } = open(frame)?;
        let request = match (kind, variant) {
            (1, 0) => Request::Hello(Hello::read(&mut fields)?),
            (2, _) => Request::Initialize {
                function: FunctionRef::read(&mut fields, variant)?,
                attachments: fields.u16()?,
                payload: Payload::read(&mut fields, variant)?,
            },
            (3, _) => Request::Call {
                slot,
                number: fields.u64()?,
                function: FunctionRef::read(&mut fields, variant)?,
                attachments: fields.u16()?,
                payload: Payload::read(&mut fields, variant)?,
            },
            (4, 0) => Request::Retire,
            _ => return Err(FrameError::Kind),
        };
        fields.end()?;
        Ok(request)
    }
}

fn variant(function: &FunctionRef<'_>, payload: &Payload<'_>) -> u8 {
    let named = match function {
        FunctionRef::Offset { .. } => 0,
        FunctionRef::Named { .. } => FunctionRef::NAMED,
    };
    let in_segment = match payload {
        Payload::Inline(_) => 0,
        Payload::Segment { .. } => Payload::IN_SEGMENT,
    };
    named | in_segment
}

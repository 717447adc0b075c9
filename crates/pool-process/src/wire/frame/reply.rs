//! What a worker has to say.

use super::envelope::{Opened, begin, finish, open};
use super::error::FrameError;
use super::outcome::{Outcome, cut};

/// What a worker has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply<'a> {
    /// It can take calls.
    Ready,
    /// It cannot work for this parent.
    Refused { reason: &'a str },
    /// It cannot take calls.
    InitializerFailed { text: &'a str },
    /// A call has run.
    Done {
        slot: u16,
        number: u64,
        /// How long it ran.
        busy_ns: u64,
        outcome: Outcome<'a>,
    },
    /// A call had been taken back, and has not run.
    Skipped { slot: u16, number: u64 },
}

impl<'a> Reply<'a> {
    /// As [`encode`](super::Request::encode) of a request. Texts longer than 16 KiB are cut.
    pub(crate) fn encode(&self, head: &mut Vec<u8>) -> &'a [u8] {
        let (kind, variant, slot) = match self {
            Reply::Ready => (129, 0, 0),
            Reply::Refused { .. } => (130, 0, 0),
            Reply::InitializerFailed { .. } => (131, 0, 0),
            Reply::Done { slot, outcome, .. } => (132, outcome.variant(), *slot),
            Reply::Skipped { slot, .. } => (133, 0, *slot),
        };
        let mut writer = begin(head, kind, variant, slot);
        let mut payload: &[u8] = &[];
        match *self {
            Reply::Ready => {}
            Reply::Refused { reason } => writer.text(cut(reason)),
            Reply::InitializerFailed { text } => writer.text(cut(text)),
            Reply::Done {
                slot: _,
                number,
                busy_ns,
                outcome,
            } => {
                writer.u64(number);
                writer.u64(busy_ns);
                payload = outcome.write(&mut writer);
            }
            Reply::Skipped { slot: _, number } => writer.u64(number),
        }
        finish(head);
        payload
    }

    /// The reply in `frame`.
    pub(crate) fn decode(frame: &'a [u8]) -> Result<Self, FrameError> {
        let Opened {
            kind,
            variant,
            slot,
            mut fields,
        } = open(frame)?;
        let reply = match (kind, variant) {
            (129, 0) => Reply::Ready,
            (130, 0) => Reply::Refused {
                reason: fields.text()?,
            },
            (131, 0) => Reply::InitializerFailed {
                text: fields.text()?,
            },
            (132, _) => Reply::Done {
                slot,
                number: fields.u64()?,
                busy_ns: fields.u64()?,
                outcome: Outcome::read(&mut fields, variant)?,
            },
            (133, 0) => Reply::Skipped {
                slot,
                number: fields.u64()?,
            },
            _ => return Err(FrameError::Kind),
        };
        fields.end()?;
        Ok(reply)
    }
}

//! The frames that lie in the rings: requests to a worker, and its replies.
//!
//! ```text
//!  0      kind
//!  1      variant of what the kind contains
//!  2–3    slot
//!  4–7    length of the head
//!  8–15   check sum of the head
//!  16–    the other fields      } all of this is the head
//!  …      an inline payload, up to the end of the frame
//! ```
//!
//! The check sum is there for a worker that writes where it should not: any one byte of the head that changes is found out,
//! and other damage almost surely. It does not cover the payload, for that would cost more than copying it; the codec checks
//! what it decodes. All numbers are little-endian.

use std::fmt;

use super::bytes::{Reader, Writer};
use super::handshake::Hello;
use super::page::N_SLOTS;

/// A text longer than this is cut, so that the longest reply, with three of them, fits a frame.
pub(crate) const MAX_TEXT: usize = 16 * 1024;

/// The bytes before the first field.
const PREFIX: usize = 16;

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
            rest,
        } = open(frame)?;
        let request = match (kind, variant) {
            (1, 0) => Request::Hello(Hello::read(&mut fields)?),
            (2, _) => Request::Initialize {
                function: FunctionRef::read(&mut fields, variant)?,
                attachments: fields.u16()?,
                payload: Payload::read(&mut fields, variant, rest)?,
            },
            (3, _) => Request::Call {
                slot,
                number: fields.u64()?,
                function: FunctionRef::read(&mut fields, variant)?,
                attachments: fields.u16()?,
                payload: Payload::read(&mut fields, variant, rest)?,
            },
            (4, 0) => Request::Retire,
            _ => return Err(FrameError::Kind),
        };
        fields.end()?;
        let payload = match request {
            Request::Initialize { payload, .. } | Request::Call { payload, .. } => Some(payload),
            Request::Hello(_) | Request::Retire => None,
        };
        check_rest(payload, rest)?;
        Ok(request)
    }
}

impl<'a> Reply<'a> {
    /// As [`Request::encode`]. Texts longer than [`MAX_TEXT`] are cut.
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
            rest,
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
                outcome: Outcome::read(&mut fields, variant, rest)?,
            },
            (133, 0) => Reply::Skipped {
                slot,
                number: fields.u64()?,
            },
            _ => return Err(FrameError::Kind),
        };
        fields.end()?;
        let payload = match reply {
            Reply::Done {
                outcome: Outcome::Value { payload, .. },
                ..
            } => Some(payload),
            _ => None,
        };
        check_rest(payload, rest)?;
        Ok(reply)
    }
}

impl<'a> Outcome<'a> {
    fn variant(&self) -> u8 {
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

    fn write(self, writer: &mut Writer<'_>) -> &'a [u8] {
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

    fn read(fields: &mut Reader<'a>, variant: u8, rest: &'a [u8]) -> Result<Self, FrameError> {
        Ok(match variant {
            0 | Payload::IN_SEGMENT => Outcome::Value {
                attachments: fields.u16()?,
                payload: Payload::read(fields, variant, rest)?,
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

impl<'a> Payload<'a> {
    /// The bit of a variant that says that the payload is elsewhere.
    const IN_SEGMENT: u8 = 1;

    fn write(self, writer: &mut Writer<'_>) -> &'a [u8] {
        match self {
            Payload::Inline(bytes) => bytes,
            Payload::Segment { len } => {
                writer.u64(len);
                &[]
            }
        }
    }

    fn read(fields: &mut Reader<'a>, variant: u8, rest: &'a [u8]) -> Result<Self, FrameError> {
        if variant & Self::IN_SEGMENT == 0 {
            return Ok(Payload::Inline(rest));
        }
        Ok(Payload::Segment { len: fields.u64()? })
    }
}

impl<'a> FunctionRef<'a> {
    /// The bit of a variant that says that the function is known by its name.
    const NAMED: u8 = 2;

    fn write(self, writer: &mut Writer<'_>) {
        match self {
            FunctionRef::Offset { shim, function } => {
                writer.i64(shim);
                writer.i64(function);
            }
            FunctionRef::Named { name } => writer.text(name),
        }
    }

    fn read(fields: &mut Reader<'a>, variant: u8) -> Result<Self, FrameError> {
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

/// The beginning of a text, as much as a frame may carry.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT)]
}

/// Begins a frame. The length and check sum of the head are filled in by [`finish`].
fn begin(head: &mut Vec<u8>, kind: u8, variant: u8, slot: u16) -> Writer<'_> {
    head.clear();
    let mut writer = Writer::new(head);
    writer.u8(kind);
    writer.u8(variant);
    writer.u16(slot);
    writer.u32(0);
    writer.u64(0);
    writer
}

fn finish(head: &mut [u8]) {
    let len = u32::try_from(head.len()).expect("far shorter than 4 GiB");
    head[4..8].copy_from_slice(&len.to_le_bytes());
    let sum = check_sum(head);
    head[8..16].copy_from_slice(&sum.to_le_bytes());
}

/// A frame whose head has been checked.
struct Opened<'a> {
    kind: u8,
    variant: u8,
    slot: u16,
    /// The fields behind the prefix.
    fields: Reader<'a>,
    /// What follows the head.
    rest: &'a [u8],
}

fn open(frame: &[u8]) -> Result<Opened<'_>, FrameError> {
    let mut prefix = Reader::new(frame);
    let (kind, variant, slot) = (prefix.u8()?, prefix.u8()?, prefix.u16()?);
    let (head_len, sum) = (prefix.u32()? as usize, prefix.u64()?);
    let (head, rest) = frame
        .split_at_checked(head_len)
        .ok_or(FrameError::Truncated)?;
    let fields = head.get(PREFIX..).ok_or(FrameError::Truncated)?;
    if check_sum(head) != sum {
        return Err(FrameError::Check);
    }
    if usize::from(slot) >= N_SLOTS {
        return Err(FrameError::Slot);
    }
    Ok(Opened {
        kind,
        variant,
        slot,
        fields: Reader::new(fields),
        rest,
    })
}

/// Behind the head there is an inline payload or nothing.
fn check_rest(payload: Option<Payload<'_>>, rest: &[u8]) -> Result<(), FrameError> {
    match payload {
        Some(Payload::Inline(_)) => Ok(()),
        _ if rest.is_empty() => Ok(()),
        _ => Err(FrameError::Surplus),
    }
}

/// The check sum of a head, which leaves out the bytes where it is itself.
///
/// Each step is a bijection of the state for a given word, and of the word for a given state: so heads that differ in one
/// word only never have the same sum.
fn check_sum(head: &[u8]) -> u64 {
    let mut sum = head.len() as u64;
    for bytes in [&head[..8], &head[PREFIX..]] {
        let (words, rest) = bytes.as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        for &word in words.iter().chain([&last]) {
            // An odd number, half of whose bits are set: the golden ratio's.
            sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            sum ^= sum >> 32;
        }
    }
    sum
}

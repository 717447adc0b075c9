//! Values to bytes.

use serde::Serialize;

use super::attachments::while_sending;
use super::error::CodecError;
use super::names::Names;
use super::writer::Writer;
use super::{form, raw, tag};
use crate::shared_bytes::SharedBytes;

/// From here on a value is not copied into a buffer that is there already: its own memory is handed on.
const WORTH_MOVING: usize = 64 * 1024;

/// A value as bytes, with the memory that travels beside them. To be reused.
#[derive(Debug, Default)]
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    /// At most 64, each of which has a descriptor.
    pub(crate) attachments: Vec<SharedBytes>,
}

/// A number and its form fit, or a few, so that a small value is not moved while it is written.
const SMALL: usize = 32;

impl Encoded {
    /// Nothing, with room for a small value.
    pub(crate) fn small() -> Self {
        Encoded {
            bytes: Vec::with_capacity(SMALL),
            attachments: Vec::new(),
        }
    }

    /// Nothing, in a buffer that keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.attachments.clear();
    }

    fn reset(&mut self, (bytes, attachments): (usize, usize)) {
        self.bytes.truncate(bytes);
        self.attachments.truncate(attachments);
    }

    fn mark(&self) -> (usize, usize) {
        (self.bytes.len(), self.attachments.len())
    }
}

/// Appends `value` to `out`.
///
/// # Errors
/// Its type refuses; `out` is as it was.
pub(crate) fn encode<T: Serialize + 'static>(
    value: &T,
    out: &mut Encoded,
) -> Result<(), CodecError> {
    match raw::write(value, &mut out.bytes) {
        Some(form) => {
            out.bytes.push(form);
            Ok(())
        }
        None => encode_by_serde(value, out),
    }
}

/// As [`encode`], for a value that is no longer needed and an empty `out`: the memory of a large one becomes `out`'s.
pub(crate) fn encode_owned<T: Serialize + 'static>(
    value: T,
    out: &mut Encoded,
) -> Result<(), CodecError> {
    if parts(&value).is_none() {
        return encode(&value, out);
    }
    match raw::into_bytes(value) {
        Ok((bytes, form)) => {
            out.bytes = bytes;
            out.bytes.push(form);
            Ok(())
        }
        Err(value) => encode(&value, out),
    }
}

/// The payload of a large value whose bytes can be written as they lie: with these, nothing needs to be encoded.
pub(crate) fn parts<T: 'static>(value: &T) -> Option<[&[u8]; 2]> {
    let (bytes, form) = raw::as_bytes(value)?;
    let form: &[u8] = match form {
        tag::BYTES => &[tag::BYTES],
        _ => &[tag::TEXT],
    };
    (bytes.len() >= WORTH_MOVING).then_some([bytes, form])
}

/// As [`encode`], for types that are none of those that [`raw`] knows.
pub(super) fn encode_by_serde<T: Serialize>(
    value: &T,
    out: &mut Encoded,
) -> Result<(), CodecError> {
    match write(value, out, Some(Names::take())) {
        Err(error) if error.is_for_too_many_names() => write(value, out, None),
        result => result,
    }
}

fn write<T: Serialize>(
    value: &T,
    out: &mut Encoded,
    names: Option<Names>,
) -> Result<(), CodecError> {
    let before = out.mark();
    let Encoded { bytes, attachments } = out;
    let mut names_after = None;
    let result = while_sending(attachments, || {
        let mut writer = Writer::new(std::mem::take(bytes), names);
        let result = value.serialize(&mut writer);
        (*bytes, names_after) = (writer.out, writer.names);
        result
    });
    let result = result.and_then(|()| match &names_after {
        Some(names) => names.write(bytes),
        None => Ok(form::PLAIN),
    });
    if let Some(names) = names_after {
        names.give_back();
    }
    match result {
        Ok(form) => {
            out.bytes.push(form);
            Ok(())
        }
        Err(error) => {
            out.reset(before);
            Err(error)
        }
    }
}

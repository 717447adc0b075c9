//! Bytes to values.

use std::borrow::Cow;
use std::os::fd::OwnedFd;

use serde::de::DeserializeOwned;

use super::attachments::while_receiving;
use super::error::CodecError;
use super::reader::Reader;
use super::table::Table;
use super::whole::Whole;
use super::{form, raw};

/// The bytes of a value and the memory that has come with them.
///
/// Owned bytes become the value if that is a `Vec<u8>` or a `String`.
#[derive(Debug)]
pub(crate) struct Received<'a> {
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) attachments: Vec<OwnedFd>,
}

/// The value.
///
/// # Errors
/// The bytes are not those of a `T`, or its type refuses them.
pub(crate) fn decode<T: DeserializeOwned + 'static>(
    received: Received<'_>,
) -> Result<T, CodecError> {
    let Received { bytes, attachments } = received;
    while_receiving(attachments, || decode_bytes(bytes))
}

/// As [`decode`], while the attachments are where they can be found.
pub(super) fn decode_bytes<T: DeserializeOwned + 'static>(
    mut payload: Cow<'_, [u8]>,
) -> Result<T, CodecError> {
    let form = pop(&mut payload)?;
    if form > form::BATCH {
        if let Some(result) = raw::read(form, &mut payload) {
            return result;
        }
        return T::deserialize(Whole {
            kind: form,
            content: &payload,
            is_some: false,
        });
    }
    let mut content = &*payload;
    let table = match form {
        form::PLAIN => Table::default(),
        form::TABLED => Table::take(&mut content)?,
        _ => return Err(CodecError::new("a chunk of values came where one belongs")),
    };
    let mut reader = Reader::new(content, table);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Takes the last byte off.
pub(super) fn pop(payload: &mut Cow<'_, [u8]>) -> Result<u8, CodecError> {
    let popped = match payload {
        Cow::Owned(bytes) => bytes.pop(),
        Cow::Borrowed(bytes) => bytes.split_last().map(|(last, rest)| {
            *bytes = rest;
            *last
        }),
    };
    popped.ok_or_else(|| CodecError::new("there are no bytes"))
}

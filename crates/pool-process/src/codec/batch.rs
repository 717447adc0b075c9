//! The items of a chunk on their way to a worker and their results on the way back: values, and in the places of those
//! that have none, why.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::attachments::while_receiving;
use super::decode::{Received, decode_bytes, pop};
use super::encode::{Encoded, encode, encode_by_serde};
use super::error::CodecError;
use super::form;
use crate::answer::Answer;

/// The failures of a chunk with their places among all of its items, ascending.
pub(crate) type Failures = Vec<(u64, Answer)>;

/// Appends a chunk; the values that refuse become failures, as `refuse` puts it.
///
/// # Errors
/// None of the values is to blame, which cannot be.
pub(crate) fn encode_batch<T: Serialize + 'static>(
    values: &Vec<T>,
    mut failures: Failures,
    refuse: impl Fn(CodecError) -> Answer,
    out: &mut Encoded,
) -> Result<(), CodecError> {
    let start = out.bytes.len();
    if encode(values, out).is_err() {
        let good = without_the_bad(values, &mut failures, refuse);
        encode_by_serde(&good, out)?;
    }
    let size = out.bytes.len() - start;
    encode(&failures, out)?;
    out.bytes.extend_from_slice(&(size as u64).to_le_bytes());
    out.bytes.push(form::BATCH);
    Ok(())
}

/// The values that can be written. The others are put among the failures.
fn without_the_bad<'a, T: Serialize>(
    values: &'a [T],
    failures: &mut Failures,
    refuse: impl Fn(CodecError) -> Answer,
) -> Vec<&'a T> {
    let mut before = std::mem::take(failures).into_iter().peekable();
    let mut scratch = Encoded::default();
    let mut good = Vec::with_capacity(values.len());
    for value in values {
        while let Some(known) = before.next_if(|(place, _)| *place == next_place(&good, failures)) {
            failures.push(known);
        }
        scratch.clear();
        match encode_by_serde(value, &mut scratch) {
            Ok(()) => good.push(value),
            Err(error) => failures.push((next_place(&good, failures), refuse(error))),
        }
    }
    failures.extend(before);
    good
}

fn next_place<T>(good: &[T], failures: &Failures) -> u64 {
    (good.len() + failures.len()) as u64
}

/// Reads a chunk: the values, and the failures between them.
///
/// # Errors
/// The bytes are not those of a chunk of `T`, or `T` refuses them.
pub(crate) fn decode_batch<T: DeserializeOwned + 'static>(
    received: Received<'_>,
) -> Result<(Vec<T>, Failures), CodecError> {
    let Received {
        bytes: mut payload,
        attachments,
    } = received;
    let form = pop(&mut payload)?;
    if form != form::BATCH {
        return Err(CodecError::new(
            "one value came where a chunk of them belongs",
        ));
    }
    let parts = payload.split_last_chunk().and_then(|(rest, size)| {
        let size = usize::try_from(u64::from_le_bytes(*size)).ok()?;
        rest.split_at_checked(size)
    });
    let Some((values, failures)) = parts else {
        return Err(CodecError::new("the bytes end inside a chunk"));
    };
    while_receiving(attachments, || {
        let values: Vec<T> = decode_bytes(Cow::Borrowed(values))?;
        let failures: Failures = decode_bytes(Cow::Borrowed(failures))?;
        let items = (values.len() + failures.len()) as u64;
        let is_sound = failures.is_sorted_by(|(before, _), (after, _)| before < after)
            && failures.last().is_none_or(|(place, _)| *place < items)
            && failures.iter().all(|(_, answer)| answer.is_failure());
        match is_sound {
            true => Ok((values, failures)),
            false => Err(CodecError::new(
                "the failures of a chunk have no places in it",
            )),
        }
    })
}

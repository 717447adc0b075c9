//! What all frames have in common: the prefix, and the check sum of the head.

use super::bytes::{Reader, Writer};
use super::error::FrameError;
use crate::wire::page::N_SLOTS;

/// The bytes before the first field.
const PREFIX: usize = 16;

/// Begins a frame. The length and check sum of the head are filled in by [`finish`].
pub(super) fn begin(head: &mut Vec<u8>, kind: u8, variant: u8, slot: u16) -> Writer<'_> {
    head.clear();
    let mut writer = Writer::new(head);
    writer.u8(kind);
    writer.u8(variant);
    writer.u16(slot);
    writer.u32(0);
    writer.u64(0);
    writer
}

pub(super) fn finish(head: &mut [u8]) {
    let len = u32::try_from(head.len()).expect("far shorter than 4 GiB");
    head[4..8].copy_from_slice(&len.to_le_bytes());
    let sum = check_sum(head);
    head[8..16].copy_from_slice(&sum.to_le_bytes());
}

/// A frame whose head has been checked.
pub(super) struct Opened<'a> {
    pub(super) kind: u8,
    pub(super) variant: u8,
    pub(super) slot: u16,
    /// The fields behind the prefix, and the payload.
    pub(super) fields: Reader<'a>,
}

pub(super) fn open(frame: &[u8]) -> Result<Opened<'_>, FrameError> {
    let mut prefix = Reader::new(frame, &[]);
    let (kind, variant, slot) = (prefix.u8()?, prefix.u8()?, prefix.u16()?);
    let (head_len, sum) = (prefix.u32()? as usize, prefix.u64()?);
    let (head, payload) = frame
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
        fields: Reader::new(fields, payload),
    })
}

/// The check sum of a head, which leaves out the bytes where it is itself.
///
/// Each step is a bijection of the state for a given word, and of the word for a given state: so heads that differ in
/// one word only never have the same sum.
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

//! Where the parts of a ring lie, and how a frame is laid out in it.

use super::error::Corrupt;
use crate::sys::memory::WORD;

/// Where the parts of a ring lie, as indexes of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Up to where the producer has published.
    pub(crate) tail: usize,
    /// Up to where the consumer has released.
    pub(crate) head: usize,
    /// Does the producer's process sleep?
    pub(crate) producer_asleep: usize,
    /// Does the consumer's process sleep?
    pub(crate) consumer_asleep: usize,
    /// The first word of the frames.
    pub(crate) data: usize,
    /// How many words of frames there are, a power of two.
    pub(crate) n_words: usize,
}

impl Layout {
    /// The length in bytes of the longest frame: a quarter of the ring, so that a long one never has to wait for the
    /// whole ring to be empty.
    pub(crate) const fn max_frame(&self) -> usize {
        self.n_words / 4 * WORD
    }
}

/// A frame of `len` bytes takes so many words, its header included.
pub(super) fn frame_words(len: usize) -> u64 {
    1 + len.div_ceil(WORD) as u64
}

/// The header of a frame of `len` bytes at `position`: the length below, the low half of the position above, by which
/// anything else in its place is found out.
pub(super) fn header(len: usize, position: u64) -> u64 {
    len as u64 | position << 32
}

/// The length in `header`.
pub(super) fn length(header: u64, position: u64) -> Result<usize, Corrupt> {
    if header >> 32 != position & u64::from(u32::MAX) {
        return Err(Corrupt::Header);
    }
    Ok((header & u64::from(u32::MAX)) as usize)
}

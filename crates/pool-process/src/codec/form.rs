//! The last byte of a payload: how its content is to be read.
//!
//! The content of every other form is a `String`, a `Vec<u8>` or a vector of numbers; the form is the [tag](super::tag)
//! of text, of bytes, or of such a number.

/// One value with its tag.
pub(super) const PLAIN: u8 = 0;
/// One value with its tag, and behind it a table of the names in it.
pub(super) const TABLED: u8 = 1;
/// The items of a chunk, or their results.
pub(super) const BATCH: u8 = 2;

/// Is this payload a chunk?
pub(crate) fn is_batch(payload: &[u8]) -> bool {
    payload.last() == Some(&BATCH)
}

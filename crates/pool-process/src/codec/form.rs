//! The last byte of a payload: how its content is to be read.

/// Through serde, structs as their fields in order.
pub(super) const IN_ORDER: u8 = 0;
/// Through serde, structs as pairs of name and value, since some field was left out.
pub(super) const BY_NAME: u8 = 1;
/// The items of a chunk, or their results.
pub(super) const BATCH: u8 = 2;
/// The content is a `String`.
pub(super) const TEXT: u8 = 3;
/// The content is a `Vec<u8>`.
pub(super) const BYTES: u8 = 4;

/// What a form is called in the text of an error.
pub(super) fn name(form: u8) -> &'static str {
    match form {
        IN_ORDER | BY_NAME => "a serialized value",
        BATCH => "a chunk of values",
        TEXT => "a String",
        BYTES => "a Vec<u8>",
        other => super::raw::name(other).unwrap_or("something unknown"),
    }
}

/// Is this payload a chunk?
pub(crate) fn is_batch(payload: &[u8]) -> bool {
    payload.last() == Some(&BATCH)
}

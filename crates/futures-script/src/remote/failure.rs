//! The error of a call on its way through the pool, which carries nothing but text.

use std::error::Error as StdError;
use std::fmt;

use super::bytes::{Read, Reader, damaged};
use super::error;
use super::read::Libraries;
use crate::capture::MAX_DEPTH;
use crate::error::ScriptError;

/// What a byte is as a character: none of these can be in an error that is not one of ours, nor is any of them special.
const FIRST: u32 = 0x2800;

/// Bytes as a text of one line.
pub(super) fn to_text(bytes: &[u8]) -> String {
    let chars = bytes
        .iter()
        .map(|byte| char::from_u32(FIRST + u32::from(*byte)));
    chars.flatten().collect()
}

/// The bytes of which this is the text.
pub(super) fn from_text(text: &str) -> Read<Vec<u8>> {
    let byte = |char: char| u8::try_from(u32::from(char).wrapping_sub(FIRST)).ok();
    let bytes: Option<_> = text.chars().map(byte).collect();
    bytes.ok_or_else(damaged)
}

/// The error of a script function, in a worker. Its text is the bytes of the error.
#[derive(Debug)]
pub(crate) struct Failure(Vec<u8>);

impl Failure {
    pub(super) fn new(error: &ScriptError) -> Self {
        let mut bytes = Vec::new();
        error::put(error, MAX_DEPTH, &mut bytes);
        Failure(bytes)
    }

    /// The error of which the parent has this text.
    ///
    /// # Errors
    /// If it is none of ours.
    pub(crate) fn read(text: &str, libraries: &Libraries) -> Read<ScriptError> {
        let bytes = from_text(text)?;
        error::take(&mut Reader(&bytes), libraries, MAX_DEPTH)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_text(&self.0))
    }
}

impl StdError for Failure {}

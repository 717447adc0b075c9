//! The error of a call on its way through the pool, which carries nothing but text.

use std::error::Error as StdError;
use std::fmt::{self, Write};

use super::bytes::{Read, Reader, damaged};
use super::error;
use super::read::Libraries;
use crate::capture::MAX_DEPTH;
use crate::error::ScriptError;

/// What a byte is as a character: none of these can be in an error that is not one of ours, nor is any of them special.
const FIRST: u32 = 0x2800;

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
        let byte = |char: char| u8::try_from(u32::from(char).wrapping_sub(FIRST)).ok();
        let bytes: Vec<u8> = text
            .chars()
            .map(byte)
            .collect::<Option<_>>()
            .ok_or_else(damaged)?;
        error::take(&mut Reader(&bytes), libraries, MAX_DEPTH)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chars = self
            .0
            .iter()
            .map(|byte| char::from_u32(FIRST + u32::from(*byte)));
        chars.flatten().try_for_each(|char| f.write_char(char))
    }
}

impl StdError for Failure {}

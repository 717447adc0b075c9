//! Values as bytes: what calls send to other processes and get back.
//!
//! The format is our own and small. What it does for us that postcard, bincode or MessagePack do not:
//!
//! * An error has the path of the offending field *and* the text that its type gave. Postcard drops that text, and
//!   needs a second walk for the path. Here each compound adds its piece to the path while the error goes up.
//! * Every value has at least one byte, so that a length in a truncated or hostile payload can be checked against what
//!   is left: no such length allocates or loops for long. Nesting is bounded too, so that no payload overflows a stack.
//! * Fields that `skip_serializing_if` leaves out are read correctly (formats without names misread what follows).
//! * Numbers have their fixed width, which is faster to read and write than a variable one.
//!
//! The last byte of a payload is its [`Form`](form). It stands at the end so that the vector in which a `Vec<u8>`
//! arrived becomes that value: one byte is popped, none is moved. Text, bytes and vectors of numbers are copied as they
//! are; all else goes through serde.
//!
//! ```text
//! payload     = content form
//! length      = 0..=254 in one byte, or 255 and eight bytes (little-endian, as everything)
//! number      its bytes      bool, Option   0 | 1 value      unit   0      char   its four bytes
//! text, bytes = length content                enum variant = length (its number), then its content
//! sequence    = length values                  map = length (key value)*
//! tuple       = values, or 0 if there are none
//! struct      = length (number of fields) values; with names: length (text size8 value)*
//! batch       = payload(values) payload(failures) size8 (of the first)
//! ```

mod access;
mod attachments;
mod batch;
mod compound;
mod decode;
mod encode;
mod error;
mod form;
mod raw;
mod reader;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use attachments::{Place, attach, attached, is_receiving};
pub(crate) use batch::{decode_batch, encode_batch};
pub(crate) use decode::{Received, decode};
pub(crate) use encode::{Encoded, encode, encode_owned, parts};
pub(crate) use error::CodecError;
pub(crate) use form::is_batch;

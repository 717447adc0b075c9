//! Values as bytes: what calls send to other processes and get back.
//!
//! Everything that serde can describe travels, as everything travels that Python can pickle: each value says in its
//! first byte what it is, so `#[serde(flatten)]`, enums without a tag or with one inside, and `serde_json::Value` can be
//! read back. The format is our own, because the libraries that say of each value what it is (MessagePack, CBOR) lose
//! something that Rust's types tell apart, first of all `Some(None)` from `None`; none of them says where inside a value
//! an error happened, and rmp-serde takes nearly three times as long to write a `Vec<u8>` within a struct. What ours does:
//!
//! * An error has the path of the offending field and the text that its type gave, in one walk: each compound adds its
//!   piece to the path while the error goes up.
//! * Every value has at least one byte, so that a length in a truncated or hostile payload can be checked against what
//!   is left: no such length allocates or loops for long. Nesting is bounded too, so that no payload overflows a stack.
//! * The names of a type's fields stand once in a payload, behind the value. A struct whose fields are those of the type
//!   that reads it, which is nearly always so, is read in order without looking at them; any other is read by name, so
//!   that programs of different versions understand each other as they would by JSON.
//! * Numbers have their fixed width, and sequences of numbers of one kind have no tags between them.
//!
//! The last byte of a payload is its [`form`]. It stands at the end so that the vector in which a `Vec<u8>` arrived
//! becomes that value: one byte is popped, none is moved. Text, bytes and vectors of numbers that are sent alone are
//! copied as they are; all else goes through serde.
//!
//! ```text
//! payload     = value PLAIN | value table size4 TABLED | text, bytes or numbers, and their tag | batch BATCH
//! value       = tag, then by tag
//!   unit, false, true, none, skipped      nothing           some       value
//!   each type of number                   its bytes         char       its four bytes
//!   text, bytes                           length content    packed     tag length numbers
//!   sequence, tuple                       length value*     map        length (key value)*
//!   struct, sparse struct                 shape value*      variant without content, with it     name | name value
//! length      = 0..=254 in one byte, or 255 and eight bytes (little-endian, as everything)
//! table       = count (length name*)* count name*           of shapes, of variants; shape, name: a number in it
//! batch       = payload(values) payload(failures) size8 (of the first)
//! ```
//!
//! A payload with more shapes or variants than a byte can number has no table: its structs are maps, and its variants
//! text or maps of one entry.

mod access;
mod attachments;
mod batch;
mod compound;
mod decode;
mod encode;
mod error;
mod form;
mod key;
mod names;
mod packed;
mod raw;
mod reader;
mod table;
mod tag;
mod variant;
mod whole;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use attachments::{Place, attach, attached, is_receiving};
pub(crate) use batch::{decode_batch, encode_batch};
pub(crate) use decode::{Received, decode};
pub(crate) use encode::{Encoded, encode, encode_owned, parts};
pub(crate) use error::CodecError;
pub(crate) use form::is_batch;

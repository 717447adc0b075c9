//! Text, bytes and vectors of numbers that arrive alone and are read as something else: a `String` that was sent to a
//! function of a `Box<str>` or a `serde_json::Value`, say.

use serde::de::{self, Visitor};
use serde::forward_to_deserialize_any;

use super::error::CodecError;
use super::packed;
use super::tag;

/// The content of a payload whose form is `kind`.
pub(super) struct Whole<'de> {
    pub(super) kind: u8,
    pub(super) content: &'de [u8],
    /// It has been read as an `Option` already. Types of `Option`s inside each other would go on for ever.
    pub(super) is_some: bool,
}

impl<'de> de::Deserializer<'de> for Whole<'de> {
    type Error = CodecError;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.kind {
            tag::TEXT => match std::str::from_utf8(self.content) {
                Ok(text) => visitor.visit_borrowed_str(text),
                Err(error) => Err(CodecError::new(error.to_string())),
            },
            tag::BYTES => packed::visit(tag::U8, self.content, visitor),
            kind if tag::width(kind).is_some() => packed::visit(kind, self.content, visitor),
            other => Err(CodecError::new(format!("no payload ends with {other}"))),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.kind {
            tag::BYTES => visitor.visit_borrowed_bytes(self.content),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.is_some {
            true => self.deserialize_any(visitor),
            false => visitor.visit_some(Whole {
                is_some: true,
                ..self
            }),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

//! The reading half of the format. It trusts nothing that it reads.
//!
//! A type that asks for what is there gets it at once. One that asks for something else is given what is there all the
//! same, as if it had asked for anything: its visitor takes it, or says what it expected instead.

use serde::de::{self, Visitor};
use serde::forward_to_deserialize_any;

use super::access::{Entries, Named, PartNames, Parts};
use super::error::CodecError;
use super::packed;
use super::table::Table;
use super::tag;
use super::variant::{Single, Variant};
use super::writer::{DEEPEST, LONG, too_deep};

/// Reads values off the front of some bytes.
pub(super) struct Reader<'de> {
    pub(super) rest: &'de [u8],
    depth: u32,
    pub(super) table: Table<'de>,
}

#[cold]
pub(super) fn too_short() -> CodecError {
    CodecError::new("the bytes end before the value does")
}

impl<'de> Reader<'de> {
    pub(super) fn new(bytes: &'de [u8], table: Table<'de>) -> Self {
        Reader {
            rest: bytes,
            depth: 0,
            table,
        }
    }

    /// Makes sure that everything was read.
    pub(super) fn end(&self) -> Result<(), CodecError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(CodecError::new(format!(
                "{left} bytes are left when the value is complete"
            ))),
        }
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let (array, rest) = self.rest.split_first_chunk().ok_or_else(too_short)?;
        self.rest = rest;
        Ok(*array)
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Result<u8, CodecError> {
        self.array().map(|[byte]| byte)
    }

    /// Passes over the next byte if it is `kind`.
    #[inline]
    pub(super) fn next_is(&mut self, kind: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == kind => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    #[inline]
    pub(super) fn len(&mut self) -> Result<usize, CodecError> {
        match self.byte()? {
            LONG => usize::try_from(u64::from_le_bytes(self.array()?)).map_err(|_| too_short()),
            short => Ok(usize::from(short)),
        }
    }

    /// The number of parts of something whose parts take at least a byte each.
    #[inline]
    fn count(&mut self) -> Result<usize, CodecError> {
        let count = self.len()?;
        match count > self.rest.len() {
            true => Err(too_short()),
            false => Ok(count),
        }
    }

    #[inline]
    fn split(&mut self, len: usize) -> Result<&'de [u8], CodecError> {
        let (bytes, rest) = self.rest.split_at_checked(len).ok_or_else(too_short)?;
        self.rest = rest;
        Ok(bytes)
    }

    #[inline]
    fn bytes(&mut self) -> Result<&'de [u8], CodecError> {
        let len = self.len()?;
        self.split(len)
    }

    #[inline]
    pub(super) fn text(&mut self) -> Result<&'de str, CodecError> {
        std::str::from_utf8(self.bytes()?).map_err(|error| CodecError::new(error.to_string()))
    }

    pub(super) fn char(&mut self) -> Result<char, CodecError> {
        let number = u32::from_le_bytes(self.array()?);
        char::from_u32(number).ok_or_else(|| CodecError::new(format!("{number:#x} is no char")))
    }

    #[inline]
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, CodecError>,
    ) -> Result<T, CodecError> {
        if self.depth == DEEPEST {
            return Err(too_deep());
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// What follows the tag of a sequence.
    #[inline]
    fn sequence<V: Visitor<'de>>(
        &mut self,
        names: PartNames,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        let count = self.count()?;
        self.parts(count, names, visitor)
    }

    #[inline]
    fn parts<V: Visitor<'de>>(
        &mut self,
        count: usize,
        names: PartNames,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.nested(|reader| {
            let mut parts = Parts::new(reader, count, names);
            let value = visitor.visit_seq(&mut parts)?;
            parts.all_read(value)
        })
    }

    /// What follows the tag of a packed sequence.
    #[inline]
    fn packed<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, CodecError> {
        let kind = self.byte()?;
        let len = self.len()?;
        let size = len.checked_mul(tag::width(kind).unwrap_or(1));
        let bytes = self.split(size.ok_or_else(too_short)?)?;
        packed::visit(kind, bytes, visitor)
    }

    /// What follows the tag of a map.
    fn map<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, CodecError> {
        let count = self.count()?;
        self.nested(|reader| {
            let mut entries = Entries::new(reader, count);
            let value = visitor.visit_map(&mut entries)?;
            entries.all_read(value)
        })
    }

    /// What follows the tag of a struct, by name.
    fn named<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, CodecError> {
        let number = self.byte()?;
        let places = self.table.shape(number)?;
        self.nested(|reader| {
            let mut fields = Named::new(reader, places);
            let value = visitor.visit_map(&mut fields)?;
            fields.all_read(value)
        })
    }

    /// A struct: in order if it was written in the order in which it is read, otherwise by name.
    #[inline]
    pub(super) fn fields<V: Visitor<'de>>(
        &mut self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        if let [tag::STRUCT, number, rest @ ..] = self.rest
            && self.table.is_same(*number, names)
        {
            self.rest = rest;
            return self.parts(names.len(), PartNames::Fields(names), visitor);
        }
        self.any(visitor)
    }

    #[inline]
    pub(super) fn tuple<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, CodecError> {
        match self.next_is(tag::SEQ) {
            true => self.sequence(PartNames::Numbers, visitor),
            false => self.any(visitor),
        }
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident $number:ident $kind:ident;)*) => {
        impl<'de> Reader<'de> {
            /// Whatever there is.
            #[inline(never)]
            pub(super) fn any<V: Visitor<'de>>(
                &mut self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                match self.byte()? {
                    tag::UNIT => visitor.visit_unit(),
                    tag::FALSE => visitor.visit_bool(false),
                    tag::TRUE => visitor.visit_bool(true),
                    tag::NONE => visitor.visit_none(),
                    tag::SOME => self.nested(|reader| visitor.visit_some(reader)),
                    tag::CHAR => visitor.visit_char(self.char()?),
                    tag::TEXT => visitor.visit_borrowed_str(self.text()?),
                    tag::BYTES => visitor.visit_borrowed_bytes(self.bytes()?),
                    tag::SEQ => self.sequence(PartNames::Indices, visitor),
                    tag::PACKED => self.packed(visitor),
                    tag::MAP => self.map(visitor),
                    tag::STRUCT | tag::SPARSE => self.named(visitor),
                    tag::UNIT_VARIANT => {
                        let number = self.byte()?;
                        visitor.visit_borrowed_str(self.table.variant(number)?)
                    }
                    tag::VARIANT => {
                        let number = self.byte()?;
                        let name = self.table.variant(number)?;
                        self.nested(|reader| {
                            let mut single = Single::new(reader, name);
                            let value = visitor.visit_map(&mut single)?;
                            single.all_read(value)
                        })
                    }
                    $(tag::$kind => visitor.$visit($number::from_le_bytes(self.array()?)),)*
                    other => Err(CodecError::new(format!("no value begins with {other}"))),
                }
            }
        }

        impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
            type Error = CodecError;

            $(#[inline]
            fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
                const WIDTH: usize = size_of::<$number>();
                if let Some(([tag::$kind], rest)) = self.rest.split_first_chunk()
                    && let Some((number, rest)) = rest.split_first_chunk::<WIDTH>()
                {
                    self.rest = rest;
                    return visitor.$visit($number::from_le_bytes(*number));
                }
                self.any(visitor)
            })*

            fn is_human_readable(&self) -> bool {
                false
            }

            fn deserialize_any<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.any(visitor)
            }

            #[inline]
            fn deserialize_bool<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                if self.next_is(tag::TRUE) {
                    return visitor.visit_bool(true);
                }
                match self.next_is(tag::FALSE) {
                    true => visitor.visit_bool(false),
                    false => self.any(visitor),
                }
            }

            #[inline]
            fn deserialize_str<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                match self.next_is(tag::TEXT) {
                    true => visitor.visit_borrowed_str(self.text()?),
                    false => self.any(visitor),
                }
            }

            #[inline]
            fn deserialize_string<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.deserialize_str(visitor)
            }

            /// A sequence of single bytes is taken for bytes where bytes are asked for.
            fn deserialize_bytes<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                if let [tag::PACKED, tag::U8, rest @ ..] = self.rest {
                    self.rest = rest;
                    return visitor.visit_borrowed_bytes(self.bytes()?);
                }
                self.any(visitor)
            }

            fn deserialize_byte_buf<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.deserialize_bytes(visitor)
            }

            /// What is there without being optional is there. That counts as a depth too, as types that are nothing but
            /// an `Option` of themselves would go on for ever.
            #[inline]
            fn deserialize_option<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                match self.rest.first() {
                    Some(&tag::NONE | &tag::SOME | &tag::UNIT) | None => self.any(visitor),
                    Some(_) => self.nested(|reader| visitor.visit_some(reader)),
                }
            }

            #[inline]
            fn deserialize_newtype_struct<V: Visitor<'de>>(
                self,
                _: &'static str,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                visitor.visit_newtype_struct(self)
            }

            /// Bytes are taken for a sequence where one is asked for.
            #[inline]
            fn deserialize_seq<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                if self.next_is(tag::SEQ) {
                    return self.sequence(PartNames::Indices, visitor);
                }
                if self.next_is(tag::PACKED) {
                    return self.packed(visitor);
                }
                match self.next_is(tag::BYTES) {
                    true => packed::visit(tag::U8, self.bytes()?, visitor),
                    false => self.any(visitor),
                }
            }

            #[inline]
            fn deserialize_tuple<V: Visitor<'de>>(
                self,
                _: usize,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.tuple(visitor)
            }

            #[inline]
            fn deserialize_tuple_struct<V: Visitor<'de>>(
                self,
                _: &'static str,
                _: usize,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.tuple(visitor)
            }

            #[inline]
            fn deserialize_struct<V: Visitor<'de>>(
                self,
                _: &'static str,
                names: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                self.fields(names, visitor)
            }

            /// Where names stand in the value, a variant is text, or a map of one entry.
            fn deserialize_enum<V: Visitor<'de>>(
                self,
                _: &'static str,
                _: &'static [&'static str],
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                if self.next_is(tag::UNIT_VARIANT) {
                    let number = self.byte()?;
                    let name = self.table.variant(number)?;
                    return visitor.visit_enum(Variant::unit(self, name));
                }
                if self.next_is(tag::VARIANT) {
                    let number = self.byte()?;
                    let name = self.table.variant(number)?;
                    return self
                        .nested(|reader| visitor.visit_enum(Variant::with_content(reader, name)));
                }
                if let [tag::MAP, 1, tag::TEXT, rest @ ..] = self.rest {
                    self.rest = rest;
                    let name = self.text()?;
                    return self
                        .nested(|reader| visitor.visit_enum(Variant::with_content(reader, name)));
                }
                if self.next_is(tag::TEXT) {
                    let name = self.text()?;
                    return visitor.visit_enum(Variant::unit(self, name));
                }
                self.any(visitor)
            }

            forward_to_deserialize_any! {
                char unit unit_struct map identifier ignored_any
            }
        }
    };
}

numbers! {
    deserialize_i8 visit_i8 i8 I8;
    deserialize_i16 visit_i16 i16 I16;
    deserialize_i32 visit_i32 i32 I32;
    deserialize_i64 visit_i64 i64 I64;
    deserialize_i128 visit_i128 i128 I128;
    deserialize_u8 visit_u8 u8 U8;
    deserialize_u16 visit_u16 u16 U16;
    deserialize_u32 visit_u32 u32 U32;
    deserialize_u64 visit_u64 u64 U64;
    deserialize_u128 visit_u128 u128 U128;
    deserialize_f32 visit_f32 f32 F32;
    deserialize_f64 visit_f64 f64 F64;
}

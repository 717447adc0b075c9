//! The reading half of the format. It trusts nothing that it reads.

use serde::de::{self, Visitor};

use super::access::{Entries, Key, Names, Parts, Variant};
use super::error::CodecError;
use super::writer::{DEEPEST, LONG, too_deep};

/// Reads values off the front of some bytes.
pub(super) struct Reader<'de> {
    pub(super) rest: &'de [u8],
    depth: u32,
    by_name: bool,
    /// Set while the key of a map is read, so that an error in its value can tell the key.
    pub(super) is_key: bool,
    pub(super) key: Option<Key<'de>>,
    /// What is left when a named field is at its beginning, and how much of that is the field.
    pub(super) field: (usize, usize),
}

#[cold]
fn too_short() -> CodecError {
    CodecError::new("the bytes end before the value does")
}

impl<'de> Reader<'de> {
    pub(super) fn new(bytes: &'de [u8], by_name: bool) -> Self {
        Reader {
            rest: bytes,
            depth: 0,
            by_name,
            is_key: false,
            key: None,
            field: (0, 0),
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
    fn byte(&mut self) -> Result<u8, CodecError> {
        self.array().map(|[byte]| byte)
    }

    #[inline]
    fn len(&mut self) -> Result<usize, CodecError> {
        match self.byte()? {
            LONG => self.size(),
            short => Ok(usize::from(short)),
        }
    }

    pub(super) fn size(&mut self) -> Result<usize, CodecError> {
        let size = u64::from_le_bytes(self.array()?);
        usize::try_from(size).map_err(|_| too_short())
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
    fn bytes(&mut self) -> Result<&'de [u8], CodecError> {
        let len = self.len()?;
        let (bytes, rest) = self.rest.split_at_checked(len).ok_or_else(too_short)?;
        self.rest = rest;
        Ok(bytes)
    }

    #[inline]
    fn text(&mut self) -> Result<&'de str, CodecError> {
        std::str::from_utf8(self.bytes()?).map_err(|error| CodecError::new(error.to_string()))
    }

    #[inline]
    fn flag(&mut self) -> Result<bool, CodecError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(CodecError::new(format!("{other} stands where 0 or 1 must"))),
        }
    }

    fn nothing(&mut self) -> Result<(), CodecError> {
        match self.byte()? {
            0 => Ok(()),
            other => Err(CodecError::new(format!("{other} stands where 0 must"))),
        }
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

    pub(super) fn tuple<V: Visitor<'de>>(
        &mut self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        if len == 0 {
            self.nothing()?;
        }
        self.nested(|reader| visitor.visit_seq(Parts::new(reader, len, Names::Numbers)))
    }

    pub(super) fn fields<V: Visitor<'de>>(
        &mut self,
        type_name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        let len = self.count()?;
        if self.by_name {
            return self.nested(|reader| visitor.visit_map(Parts::new(reader, len, Names::Read)));
        }
        if len != names.len() {
            return Err(CodecError::new(format!(
                "{type_name} was written with {len} fields and is read with {}",
                names.len()
            )));
        }
        self.nested(|reader| visitor.visit_seq(Parts::new(reader, len, Names::Fields(names))))
    }
}

fn needs_types<T>() -> Result<T, CodecError> {
    Err(CodecError::new(
        "its type can only be read from a format that names types, as enums with \
         #[serde(untagged)] or #[serde(tag)] and structs with #[serde(flatten)] do",
    ))
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident $number:ident $key:ident;)*) => {
        $(#[inline]
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
            let number = $number::from_le_bytes(self.array()?);
            if self.is_key {
                self.key = Some(Key::$key(number.into()));
            }
            visitor.$visit(number)
        })*
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = CodecError;

    numbers! {
        deserialize_i8 visit_i8 i8 Signed;
        deserialize_i16 visit_i16 i16 Signed;
        deserialize_i32 visit_i32 i32 Signed;
        deserialize_i64 visit_i64 i64 Signed;
        deserialize_i128 visit_i128 i128 Signed;
        deserialize_u8 visit_u8 u8 Unsigned;
        deserialize_u16 visit_u16 u16 Unsigned;
        deserialize_u32 visit_u32 u32 Unsigned;
        deserialize_u64 visit_u64 u64 Unsigned;
        deserialize_u128 visit_u128 u128 Unsigned;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, CodecError> {
        needs_types()
    }

    /// A field that this program does not know can be passed over, as its size stands before it.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        let (left, size) = self.field;
        if left != self.rest.len() || size == 0 {
            return needs_types();
        }
        self.rest = self.rest.get(size..).ok_or_else(too_short)?;
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        visitor.visit_f32(f32::from_le_bytes(self.array()?))
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        visitor.visit_f64(f64::from_le_bytes(self.array()?))
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        let number = u32::from_le_bytes(self.array()?);
        match char::from_u32(number) {
            Some(char) => visitor.visit_char(char),
            None => Err(CodecError::new(format!("{number:#x} is no char"))),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        let text = self.text()?;
        if self.is_key {
            self.key = Some(Key::Text(text));
        }
        visitor.visit_borrowed_str(text)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        match self.flag()? {
            false => visitor.visit_none(),
            true => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        self.nothing()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.nested(|reader| visitor.visit_newtype_struct(reader))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        let len = self.count()?;
        self.nested(|reader| {
            let mut parts = Parts::new(reader, len, Names::Indices);
            let value = visitor.visit_seq(&mut parts)?;
            parts.all_read(value)
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.tuple(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
        let len = self.count()?;
        self.nested(|reader| {
            let mut entries = Entries(Parts::new(reader, len, Names::Keys));
            let value = visitor.visit_map(&mut entries)?;
            entries.0.all_read(value)
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        type_name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.fields(type_name, names, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        let number = self.len()?;
        let name = variants.get(number).copied().unwrap_or("?");
        visitor.visit_enum(Variant::new(self, number, name))
    }
}

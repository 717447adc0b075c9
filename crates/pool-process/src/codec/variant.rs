//! Reading a variant of an enum: for a type that asks for one, and as a map of one entry for a type that takes anything.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed, Expected, Unexpected, Visitor};

use super::error::{CodecError, Step};
use super::reader::Reader;

/// A variant whose name has been read.
pub(super) struct Variant<'b, 'de> {
    reader: &'b mut Reader<'de>,
    name: &'de str,
    has_content: bool,
}

impl<'b, 'de> Variant<'b, 'de> {
    pub(super) fn unit(reader: &'b mut Reader<'de>, name: &'de str) -> Self {
        Variant {
            reader,
            name,
            has_content: false,
        }
    }

    pub(super) fn with_content(reader: &'b mut Reader<'de>, name: &'de str) -> Self {
        Variant {
            reader,
            name,
            has_content: true,
        }
    }

    #[inline]
    fn content<T>(
        self,
        expected: &dyn Expected,
        read: impl FnOnce(&mut Reader<'de>) -> Result<T, CodecError>,
    ) -> Result<T, CodecError> {
        let result = match self.has_content {
            true => read(self.reader),
            false => Err(de::Error::invalid_type(Unexpected::UnitVariant, expected)),
        };
        result.map_err(|error| error.inside(Step::Named(self.name.to_owned())))
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = CodecError;
    type Variant = Self;

    /// By name: serde numbers variants otherwise when it writes than when it reads if some are skipped.
    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), CodecError> {
        let name = BorrowedStrDeserializer::<CodecError>::new(self.name);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = CodecError;

    #[inline]
    fn unit_variant(self) -> Result<(), CodecError> {
        match self.has_content {
            false => Ok(()),
            true => Err(de::Error::invalid_type(
                Unexpected::Other("a variant with content"),
                &"a variant without content",
            )),
        }
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, CodecError> {
        self.content(&"a variant with one value", |reader| {
            seed.deserialize(reader)
        })
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, CodecError> {
        self.content(&"a variant with values", |reader| reader.tuple(visitor))
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.content(&"a variant with fields", |reader| {
            reader.fields(names, visitor)
        })
    }
}

/// A variant as a map: its content under its name.
pub(super) struct Single<'b, 'de> {
    reader: &'b mut Reader<'de>,
    name: &'de str,
    left: usize,
}

impl<'b, 'de> Single<'b, 'de> {
    pub(super) fn new(reader: &'b mut Reader<'de>, name: &'de str) -> Self {
        Single {
            reader,
            name,
            left: 1,
        }
    }

    /// Makes sure that the content was read.
    pub(super) fn all_read<T>(&self, value: T) -> Result<T, CodecError> {
        match self.left {
            0 => Ok(value),
            left => Err(CodecError::unread(left)),
        }
    }
}

impl<'de> de::MapAccess<'de> for Single<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        match self.left {
            0 => Ok(None),
            _ => seed
                .deserialize(BorrowedStrDeserializer::new(self.name))
                .map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, CodecError> {
        self.left = 0;
        seed.deserialize(&mut *self.reader)
            .map_err(|error| error.inside(Step::Named(self.name.to_owned())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

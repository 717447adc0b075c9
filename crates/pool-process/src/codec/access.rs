//! Reading what has parts: serde's visitors ask for them here one by one.

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::error::{CodecError, Step};
use super::reader::Reader;

/// How the path of an error calls a part.
#[derive(Clone, Copy)]
pub(super) enum Names {
    Indices,
    Numbers,
    Fields(&'static [&'static str]),
    /// Those of the fields, as they were read.
    Read,
    Keys,
}

/// The key of a map, as a path shows it.
#[derive(Clone, Copy)]
pub(super) enum Key<'de> {
    Text(&'de str),
    Variant(&'static str),
    Signed(i128),
    Unsigned(u128),
}

impl Key<'_> {
    fn step(key: Option<Self>, number: usize) -> Step {
        Step::Key(match key {
            Some(Key::Text(text)) => format!("{text:?}"),
            Some(Key::Variant(name)) => name.to_owned(),
            Some(Key::Signed(key)) => key.to_string(),
            Some(Key::Unsigned(key)) => key.to_string(),
            None => format!("entry {number}"),
        })
    }

    fn field(key: Option<Self>) -> Step {
        Step::Named(match key {
            Some(Key::Text(name)) => name.to_owned(),
            _ => "?".to_owned(),
        })
    }
}

/// What is left of the parts of something.
pub(super) struct Parts<'b, 'de> {
    reader: &'b mut Reader<'de>,
    left: usize,
    read: usize,
    names: Names,
    key: Option<Key<'de>>,
}

impl<'b, 'de> Parts<'b, 'de> {
    pub(super) fn new(reader: &'b mut Reader<'de>, len: usize, names: Names) -> Self {
        Parts {
            reader,
            left: len,
            read: 0,
            names,
            key: None,
        }
    }

    /// Makes sure that whoever made `value` has read all of it, since what follows would be misread otherwise.
    pub(super) fn all_read<T>(&self, value: T) -> Result<T, CodecError> {
        match self.left {
            0 => Ok(value),
            left => Err(CodecError::new(format!(
                "its type left {left} parts unread"
            ))),
        }
    }

    fn step(&self) -> Step {
        match self.names {
            Names::Indices => Step::Index(self.read),
            Names::Numbers => Step::Element(self.read),
            Names::Fields(names) => names
                .get(self.read)
                .map_or(Step::Element(self.read), |name| Step::Field(name)),
            Names::Read => Key::field(self.key),
            Names::Keys => Key::step(self.key, self.read),
        }
    }

    fn key<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, CodecError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.reader.is_key = true;
        self.reader.key = None;
        let key = seed.deserialize(&mut *self.reader);
        self.reader.is_key = false;
        self.key = self.reader.key.take();
        key.map(Some)
            .map_err(|error| error.inside(Step::Key("a key".to_owned())))
    }

    fn value<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, CodecError> {
        let value = seed.deserialize(&mut *self.reader);
        let value = value.map_err(|error| error.inside(self.step()));
        self.read += 1;
        value
    }
}

impl<'de> de::SeqAccess<'de> for Parts<'_, 'de> {
    type Error = CodecError;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, CodecError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => {
                self.read += 1;
                Ok(Some(value))
            }
            Err(error) => Err(error.inside(self.step())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The fields of a struct by name: the size of each stands before it.
impl<'de> de::MapAccess<'de> for Parts<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        self.key(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, CodecError> {
        let size = self.reader.size()?;
        let left = self.reader.rest.len();
        self.reader.field = (left, size);
        let value = self.value(seed)?;
        match left - self.reader.rest.len() == size {
            true => Ok(value),
            false => Err(CodecError::new("a field has another size than was written")),
        }
    }
}

/// The entries of a map.
pub(super) struct Entries<'b, 'de>(pub(super) Parts<'b, 'de>);

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        self.0.key(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, CodecError> {
        self.0.value(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.left)
    }
}

/// A variant of an enum, of which the number has been read.
pub(super) struct Variant<'b, 'de> {
    reader: &'b mut Reader<'de>,
    number: u32,
    name: &'static str,
}

impl<'b, 'de> Variant<'b, 'de> {
    pub(super) fn new(reader: &'b mut Reader<'de>, number: usize, name: &'static str) -> Self {
        Variant {
            reader,
            // No enum has so many variants: such a number is refused as unknown.
            number: u32::try_from(number).unwrap_or(u32::MAX),
            name,
        }
    }
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = CodecError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), CodecError> {
        let number: de::value::U32Deserializer<CodecError> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = CodecError;

    fn unit_variant(self) -> Result<(), CodecError> {
        if self.reader.is_key {
            self.reader.key = Some(Key::Variant(self.name));
        }
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, CodecError> {
        self.reader
            .nested(|reader| seed.deserialize(reader))
            .map_err(|error| error.inside(Step::Variant(self.name)))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.reader
            .tuple(len, visitor)
            .map_err(|error| error.inside(Step::Variant(self.name)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        self.reader
            .fields(self.name, names, visitor)
            .map_err(|error| error.inside(Step::Variant(self.name)))
    }
}

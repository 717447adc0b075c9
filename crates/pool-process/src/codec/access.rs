//! Reading what has parts: serde's visitors ask for them here one by one.

use std::ops::Range;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeSeed};

use super::error::{CodecError, Step};
use super::key;
use super::reader::Reader;
use super::tag;

/// How the path of an error calls a part.
#[derive(Clone, Copy)]
pub(super) enum PartNames {
    Indices,
    Numbers,
    Fields(&'static [&'static str]),
}

/// What is left of the parts of something that has them in order.
pub(super) struct Parts<'b, 'de> {
    reader: &'b mut Reader<'de>,
    left: usize,
    read: usize,
    names: PartNames,
}

impl<'b, 'de> Parts<'b, 'de> {
    #[inline]
    pub(super) fn new(reader: &'b mut Reader<'de>, len: usize, names: PartNames) -> Self {
        Parts {
            reader,
            left: len,
            read: 0,
            names,
        }
    }

    /// Makes sure that whoever made `value` has read all of it, since what follows would be misread otherwise.
    #[inline]
    pub(super) fn all_read<T>(&self, value: T) -> Result<T, CodecError> {
        match self.left {
            0 => Ok(value),
            left => Err(CodecError::unread(left)),
        }
    }

    #[cold]
    fn step(&self) -> Step {
        match self.names {
            PartNames::Indices => Step::Index(self.read),
            PartNames::Numbers => Step::Element(self.read),
            PartNames::Fields(names) => names
                .get(self.read)
                .map_or(Step::Element(self.read), |name| Step::Field(name)),
        }
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

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// What is left of a struct that is read by name.
pub(super) struct Named<'b, 'de> {
    reader: &'b mut Reader<'de>,
    /// Where the names of the fields to come are in the table.
    places: Range<usize>,
    name: &'de str,
}

impl<'b, 'de> Named<'b, 'de> {
    pub(super) fn new(reader: &'b mut Reader<'de>, places: Range<usize>) -> Self {
        Named {
            reader,
            places,
            name: "",
        }
    }

    /// As for [`Parts`].
    pub(super) fn all_read<T>(&self, value: T) -> Result<T, CodecError> {
        match self.places.len() {
            0 => Ok(value),
            left => Err(CodecError::unread(left)),
        }
    }
}

impl<'de> de::MapAccess<'de> for Named<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        for place in self.places.by_ref() {
            if !self.reader.next_is(tag::SKIPPED) {
                self.name = self.reader.table.name(place);
                return seed
                    .deserialize(BorrowedStrDeserializer::new(self.name))
                    .map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, CodecError> {
        seed.deserialize(&mut *self.reader)
            .map_err(|error| error.inside(Step::Named(self.name.to_owned())))
    }
}

/// What is left of a map.
pub(super) struct Entries<'b, 'de> {
    reader: &'b mut Reader<'de>,
    left: usize,
    read: usize,
    /// What begins with the last key.
    key: &'de [u8],
}

impl<'b, 'de> Entries<'b, 'de> {
    pub(super) fn new(reader: &'b mut Reader<'de>, len: usize) -> Self {
        Entries {
            reader,
            left: len,
            read: 0,
            key: &[],
        }
    }

    /// As for [`Parts`].
    pub(super) fn all_read<T>(&self, value: T) -> Result<T, CodecError> {
        match self.left {
            0 => Ok(value),
            left => Err(CodecError::unread(left)),
        }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = CodecError;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, CodecError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.key = self.reader.rest;
        seed.deserialize(&mut *self.reader)
            .map(Some)
            .map_err(|error| error.inside(Step::Key("a key".to_owned())))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, CodecError> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => {
                self.read += 1;
                Ok(value)
            }
            Err(error) => {
                let table = &self.reader.table;
                let variant = |number| table.variant(number).ok();
                Err(error.inside(key::step(self.key, self.read, variant)))
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

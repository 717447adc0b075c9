//! Writing what has parts: serde hands them over here one by one.

use serde::{Serialize, ser};

use super::error::{CodecError, Step};
use super::writer::Writer;

/// The parts of something that has several.
pub(super) struct Compound<'b, const KEY: bool> {
    writer: &'b mut Writer<KEY>,
    /// How many there were said to be; `None`: it is written into the place `patch` at the end.
    announced: Option<usize>,
    pub(super) patch: usize,
    written: usize,
}

impl<'b, const KEY: bool> Compound<'b, KEY> {
    pub(super) fn new(writer: &'b mut Writer<KEY>, announced: Option<usize>) -> Self {
        Compound {
            writer,
            announced,
            patch: 0,
            written: 0,
        }
    }

    #[inline]
    fn part<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
        step: impl FnOnce(usize) -> Step,
    ) -> Result<(), CodecError> {
        match value.serialize(&mut *self.writer) {
            Ok(()) => {
                self.written += 1;
                Ok(())
            }
            Err(error) => Err(error.inside(step(self.written))),
        }
    }

    #[inline]
    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        if !self.writer.by_name {
            return self.part(value, |_| Step::Field(name));
        }
        self.writer.len(name.len());
        self.writer.out.extend_from_slice(name.as_bytes());
        self.written += 1;
        let written = self.writer.sized(value);
        written.map_err(|error| error.inside(Step::Field(name)))
    }

    #[inline]
    fn finish(self) -> Result<(), CodecError> {
        self.writer.depth -= 1;
        match self.announced {
            Some(announced) if announced == self.written => Ok(()),
            Some(announced) => Err(CodecError::new(format!(
                "its type announced {announced} parts and wrote {}",
                self.written
            ))),
            None => {
                let place = self.patch..self.patch + 8;
                self.writer.out[place].copy_from_slice(&(self.written as u64).to_le_bytes());
                Ok(())
            }
        }
    }
}

impl<const KEY: bool> ser::SerializeSeq for Compound<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.part(value, Step::Index)
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

impl<const KEY: bool> ser::SerializeTuple for Compound<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.part(value, Step::Element)
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

impl<const KEY: bool> ser::SerializeTupleStruct for Compound<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.part(value, Step::Element)
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

impl<const KEY: bool> ser::SerializeMap for Compound<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CodecError> {
        key.serialize(&mut *self.writer)
            .map_err(|error| error.inside(Step::Key("a key".to_owned())))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.part(value, |number| Step::Key(format!("entry {number}")))
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), CodecError> {
        self.serialize_key(key)?;
        let Err(error) = value.serialize(&mut *self.writer) else {
            self.written += 1;
            return Ok(());
        };
        let step = key_text(key).unwrap_or_else(|| format!("entry {}", self.written));
        Err(error.inside(Step::Key(step)))
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

/// A key of a map as a path shows it, if it is text, a number or the like.
#[cold]
fn key_text<K: Serialize + ?Sized>(key: &K) -> Option<String> {
    let mut writer = Writer::<true>::new(Vec::new(), true);
    key.serialize(&mut writer).ok()?;
    writer.key.take()
}

impl<const KEY: bool> ser::SerializeStruct for Compound<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.field(name, value)
    }

    fn skip_field(&mut self, _: &'static str) -> Result<(), CodecError> {
        match self.writer.by_name {
            true => Ok(()),
            false => Err(CodecError::wants_names()),
        }
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

/// The parts of a variant of an enum.
pub(super) struct InVariant<'b, const KEY: bool> {
    pub(super) variant: &'static str,
    pub(super) content: Compound<'b, KEY>,
}

impl<const KEY: bool> ser::SerializeTupleVariant for InVariant<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.content
            .part(value, Step::Element)
            .map_err(|error| error.inside(Step::Variant(self.variant)))
    }

    fn end(self) -> Result<(), CodecError> {
        self.content.finish()
    }
}

impl<const KEY: bool> ser::SerializeStructVariant for InVariant<'_, KEY> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.content
            .field(name, value)
            .map_err(|error| error.inside(Step::Variant(self.variant)))
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), CodecError> {
        ser::SerializeStruct::skip_field(&mut self.content, name)
    }

    fn end(self) -> Result<(), CodecError> {
        self.content.finish()
    }
}

//! Writing what has parts: serde hands them over here one by one.

use serde::{Serialize, ser};

use super::error::{CodecError, Step};
use super::key;
use super::names::Names;
use super::tag;
use super::writer::Writer;

/// The parts of something that is written with their number before them.
pub(super) struct Compound<'b> {
    writer: &'b mut Writer,
    /// How many there were said to be; `None`: it is written into the place `patch` at the end.
    announced: Option<usize>,
    patch: usize,
    written: usize,
    /// Where the last key of a map begins.
    key: usize,
}

impl<'b> Compound<'b> {
    #[inline]
    pub(super) fn new(writer: &'b mut Writer, announced: Option<usize>, patch: usize) -> Self {
        Compound {
            writer,
            announced,
            patch,
            written: 0,
            key: 0,
        }
    }

    #[inline]
    pub(super) fn part<T: Serialize + ?Sized>(
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

    /// The elements of a sequence that have not been written yet, and its end.
    #[inline]
    pub(super) fn rest<T: Serialize>(
        mut self,
        elements: impl Iterator<Item = T>,
    ) -> Result<(), CodecError> {
        for element in elements {
            self.part(&element, Step::Index)?;
        }
        self.finish()
    }

    /// A number that is there as bytes.
    pub(super) fn tagged(&mut self, kind: u8, number: &[u8]) {
        self.writer.out.push(kind);
        self.writer.out.extend_from_slice(number);
        self.written += 1;
    }

    #[inline]
    pub(super) fn finish(self) -> Result<(), CodecError> {
        self.writer.depth -= 1;
        match self.announced {
            Some(announced) if announced == self.written => Ok(()),
            Some(announced) => Err(CodecError::miscounted(announced, self.written)),
            None => {
                self.writer.patch(self.patch, self.written);
                Ok(())
            }
        }
    }
}

impl ser::SerializeSeq for Compound<'_> {
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

impl ser::SerializeTuple for Compound<'_> {
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

impl ser::SerializeTupleStruct for Compound<'_> {
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

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CodecError> {
        self.key = self.writer.out.len();
        key.serialize(&mut *self.writer)
            .map_err(|error| error.inside(Step::Key("a key".to_owned())))
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        let Err(error) = value.serialize(&mut *self.writer) else {
            self.written += 1;
            return Ok(());
        };
        let Writer { out, names, .. } = &*self.writer;
        let variant = |number| {
            names
                .as_ref()
                .and_then(|names: &Names| names.variant_name(number))
        };
        Err(error.inside(key::step(&out[self.key..], self.written, variant)))
    }

    fn end(self) -> Result<(), CodecError> {
        self.finish()
    }
}

/// The fields of a struct whose names go into the table.
pub(super) struct Fields<'b> {
    writer: &'b mut Writer,
    /// Where its tag is; the number of its shape follows.
    header: usize,
    shape: usize,
    count: usize,
    has_skipped: bool,
}

impl<'b> Fields<'b> {
    #[inline]
    pub(super) fn new(writer: &'b mut Writer, header: usize, shape: usize) -> Self {
        Fields {
            writer,
            header,
            shape,
            count: 0,
            has_skipped: false,
        }
    }

    #[inline]
    fn name(&mut self, name: &'static str) -> Result<(), CodecError> {
        if let Some(names) = &mut self.writer.names {
            self.shape = names.field(self.shape, self.count, name)?;
        }
        self.count += 1;
        Ok(())
    }

    #[inline]
    fn finish(self) -> Result<(), CodecError> {
        self.writer.depth -= 1;
        if let Some(names) = &mut self.writer.names {
            self.writer.out[self.header + 1] = names.end(self.shape, self.count)?;
        }
        if self.has_skipped {
            self.writer.out[self.header] = tag::SPARSE;
        }
        Ok(())
    }
}

/// The fields of a struct.
pub(super) enum Structure<'b> {
    Fields(Fields<'b>),
    /// With the names where they stand, as keys of a map.
    Map(Compound<'b>),
}

impl ser::SerializeStruct for Structure<'_> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        let written = match self {
            Structure::Fields(fields) => {
                fields.name(name)?;
                value.serialize(&mut *fields.writer)
            }
            Structure::Map(map) => {
                map.writer.put_text(name);
                map.written += 1;
                value.serialize(&mut *map.writer)
            }
        };
        written.map_err(|error| error.inside(Step::Field(name)))
    }

    #[inline]
    fn skip_field(&mut self, name: &'static str) -> Result<(), CodecError> {
        if let Structure::Fields(fields) = self {
            fields.name(name)?;
            fields.writer.out.push(tag::SKIPPED);
            fields.has_skipped = true;
        }
        Ok(())
    }

    #[inline]
    fn end(self) -> Result<(), CodecError> {
        match self {
            Structure::Fields(fields) => fields.finish(),
            Structure::Map(map) => map.finish(),
        }
    }
}

/// The parts of a variant of an enum.
pub(super) struct InVariant<C> {
    pub(super) variant: &'static str,
    pub(super) content: C,
}

impl ser::SerializeTupleVariant for InVariant<Compound<'_>> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        self.content
            .part(value, Step::Element)
            .map_err(|error| error.inside(Step::Variant(self.variant)))
    }

    fn end(self) -> Result<(), CodecError> {
        self.content.writer.depth -= 1;
        self.content.finish()
    }
}

impl ser::SerializeStructVariant for InVariant<Structure<'_>> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        ser::SerializeStruct::serialize_field(&mut self.content, name, value)
            .map_err(|error| error.inside(Step::Variant(self.variant)))
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), CodecError> {
        ser::SerializeStruct::skip_field(&mut self.content, name)
    }

    fn end(mut self) -> Result<(), CodecError> {
        match &mut self.content {
            Structure::Fields(fields) => fields.writer.depth -= 1,
            Structure::Map(map) => map.writer.depth -= 1,
        }
        ser::SerializeStruct::end(self.content)
    }
}

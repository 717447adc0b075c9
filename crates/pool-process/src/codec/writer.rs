//! The writing half of the format.

use std::fmt::Display;

use serde::{Serialize, ser};

use super::error::{CodecError, Step};

/// How deep values may be nested, the bound of `serde_json`. A deeper one would overflow a stack sooner or later, and
/// that ends a process; so it is refused before it leaves.
pub(super) const DEEPEST: u32 = 128;

/// From here on a length takes nine bytes.
pub(super) const LONG: u8 = 255;

pub(super) fn too_deep() -> CodecError {
    CodecError::new(format!("nested more than {DEEPEST} deep"))
}

/// Appends values to a buffer.
pub(super) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    depth: u32,
    /// Do structs name their fields?
    by_name: bool,
    /// Set while the key of a map is written, so that an error in its value can tell the key.
    is_key: bool,
    key: Option<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, by_name: bool) -> Self {
        Writer {
            out,
            depth: 0,
            by_name,
            is_key: false,
            key: None,
        }
    }

    #[inline]
    fn len(&mut self, len: usize) {
        match u8::try_from(len) {
            Ok(short) if short != LONG => self.out.push(short),
            _ => {
                self.out.push(LONG);
                self.out.extend_from_slice(&(len as u64).to_le_bytes());
            }
        }
    }

    #[inline]
    fn deeper(&mut self) -> Result<(), CodecError> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err(too_deep()),
            false => Ok(()),
        }
    }

    #[inline]
    fn note_key(&mut self, key: impl Display) {
        if self.is_key {
            self.key = Some(key.to_string());
        }
    }

    /// Writes a value whose size stands before it.
    fn sized<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
        let place = self.out.len();
        self.out.extend_from_slice(&[0; 8]);
        value.serialize(&mut *self)?;
        let size = (self.out.len() - place - 8) as u64;
        self.out[place..place + 8].copy_from_slice(&size.to_le_bytes());
        Ok(())
    }

    fn compound<'b>(
        &'b mut self,
        announced: Option<usize>,
    ) -> Result<Compound<'b, 'a>, CodecError> {
        self.deeper()?;
        Ok(Compound {
            patch: 0,
            announced,
            written: 0,
            writer: self,
        })
    }

    fn fields<'b>(&'b mut self, len: usize) -> Result<Compound<'b, 'a>, CodecError> {
        self.len(len);
        self.compound(Some(len))
    }
}

/// The parts of something that has several.
pub(super) struct Compound<'b, 'a> {
    writer: &'b mut Writer<'a>,
    /// How many there were said to be; `None`: it is written into the place `patch` at the end.
    announced: Option<usize>,
    patch: usize,
    written: usize,
}

impl Compound<'_, '_> {
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

macro_rules! numbers {
    ($($method:ident $number:ty;)*) => {
        $(#[inline]
        fn $method(self, number: $number) -> Result<(), CodecError> {
            self.note_key(number);
            self.out.extend_from_slice(&number.to_le_bytes());
            Ok(())
        })*
    };
}

impl<'b, 'a> ser::Serializer for &'b mut Writer<'a> {
    type Ok = ();
    type Error = CodecError;
    type SerializeSeq = Compound<'b, 'a>;
    type SerializeTuple = Compound<'b, 'a>;
    type SerializeTupleStruct = Compound<'b, 'a>;
    type SerializeTupleVariant = InVariant<'b, 'a>;
    type SerializeMap = Compound<'b, 'a>;
    type SerializeStruct = Compound<'b, 'a>;
    type SerializeStructVariant = InVariant<'b, 'a>;

    numbers! {
        serialize_i8 i8;
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
        serialize_i128 i128;
        serialize_u8 u8;
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_u128 u128;
        serialize_f32 f32;
        serialize_f64 f64;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), CodecError> {
        self.note_key(value);
        self.out.push(u8::from(value));
        Ok(())
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<(), CodecError> {
        self.note_key(value);
        self.out.extend_from_slice(&u32::from(value).to_le_bytes());
        Ok(())
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<(), CodecError> {
        if self.is_key {
            self.key = Some(format!("{text:?}"));
        }
        self.serialize_bytes(text.as_bytes())
    }

    #[inline]
    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), CodecError> {
        self.len(bytes.len());
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), CodecError> {
        self.out.push(0);
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), CodecError> {
        self.out.push(1);
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), CodecError> {
        self.out.push(0);
        Ok(())
    }

    #[inline]
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), CodecError> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
    ) -> Result<(), CodecError> {
        self.note_key(variant);
        self.len(number as usize);
        Ok(())
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.deeper()?;
        value.serialize(&mut *self)?;
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.len(number as usize);
        self.deeper()?;
        value
            .serialize(&mut *self)
            .map_err(|error| error.inside(Step::Variant(variant)))?;
        self.depth -= 1;
        Ok(())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Compound<'b, 'a>, CodecError> {
        match len {
            Some(len) => self.fields(len),
            None => {
                self.out.push(LONG);
                let patch = self.out.len();
                self.out.extend_from_slice(&[0; 8]);
                let mut compound = self.compound(None)?;
                compound.patch = patch;
                Ok(compound)
            }
        }
    }

    fn serialize_tuple(self, len: usize) -> Result<Compound<'b, 'a>, CodecError> {
        if len == 0 {
            self.out.push(0);
        }
        self.compound(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        len: usize,
    ) -> Result<Compound<'b, 'a>, CodecError> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<InVariant<'b, 'a>, CodecError> {
        self.len(number as usize);
        self.serialize_tuple(len)
            .map(|content| InVariant { variant, content })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'b, 'a>, CodecError> {
        match len {
            Some(len) => self.fields(len),
            // Reading one back is what a format without types in it cannot do, so better say it on this side.
            None => Err(CodecError::new(
                "a map of unknown length, as #[serde(flatten)] makes one, cannot be sent",
            )),
        }
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Compound<'b, 'a>, CodecError> {
        self.fields(len)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<InVariant<'b, 'a>, CodecError> {
        self.len(number as usize);
        self.fields(len)
            .map(|content| InVariant { variant, content })
    }
}

impl ser::SerializeSeq for Compound<'_, '_> {
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

impl ser::SerializeTuple for Compound<'_, '_> {
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

impl ser::SerializeTupleStruct for Compound<'_, '_> {
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

impl ser::SerializeMap for Compound<'_, '_> {
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
    let mut bytes = Vec::new();
    let mut writer = Writer::new(&mut bytes, true);
    writer.is_key = true;
    key.serialize(&mut writer).ok()?;
    writer.key.take()
}

impl ser::SerializeStruct for Compound<'_, '_> {
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
pub(super) struct InVariant<'b, 'a> {
    variant: &'static str,
    content: Compound<'b, 'a>,
}

impl ser::SerializeTupleVariant for InVariant<'_, '_> {
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

impl ser::SerializeStructVariant for InVariant<'_, '_> {
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

//! The writing half of the format.

use std::fmt::Display;

use serde::{Serialize, ser};

use super::compound::{Compound, InVariant};
use super::error::{CodecError, Step};

/// How deep values may be nested, the bound of `serde_json`. A deeper one would overflow a stack sooner or later, and
/// that ends a process; so it is refused before it leaves.
pub(super) const DEEPEST: u32 = 128;

/// From here on a length takes nine bytes.
pub(super) const LONG: u8 = 255;

pub(super) fn too_deep() -> CodecError {
    CodecError::new(format!("nested more than {DEEPEST} deep"))
}

/// Appends values to a buffer, which it owns meanwhile: one pointer less to follow for every byte.
///
/// `KEY`: it writes the key of a map once more, to tell it as text in the path of an error.
pub(super) struct Writer<const KEY: bool = false> {
    pub(super) out: Vec<u8>,
    pub(super) depth: u32,
    /// Do structs name their fields?
    pub(super) by_name: bool,
    pub(super) key: Option<String>,
}

impl<const KEY: bool> Writer<KEY> {
    pub(super) fn new(out: Vec<u8>, by_name: bool) -> Self {
        Writer {
            out,
            depth: 0,
            by_name,
            key: None,
        }
    }

    #[inline]
    pub(super) fn len(&mut self, len: usize) {
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
        if KEY {
            self.key = Some(key.to_string());
        }
    }

    /// Writes a value whose size stands before it.
    pub(super) fn sized<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CodecError> {
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
    ) -> Result<Compound<'b, KEY>, CodecError> {
        self.deeper()?;
        Ok(Compound::new(self, announced))
    }

    fn fields<'b>(&'b mut self, len: usize) -> Result<Compound<'b, KEY>, CodecError> {
        self.len(len);
        self.compound(Some(len))
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

impl<'b, const KEY: bool> ser::Serializer for &'b mut Writer<KEY> {
    type Ok = ();
    type Error = CodecError;
    type SerializeSeq = Compound<'b, KEY>;
    type SerializeTuple = Compound<'b, KEY>;
    type SerializeTupleStruct = Compound<'b, KEY>;
    type SerializeTupleVariant = InVariant<'b, KEY>;
    type SerializeMap = Compound<'b, KEY>;
    type SerializeStruct = Compound<'b, KEY>;
    type SerializeStructVariant = InVariant<'b, KEY>;

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
        if KEY {
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

    fn serialize_seq(self, len: Option<usize>) -> Result<Compound<'b, KEY>, CodecError> {
        match len {
            Some(len) => {
                // Each has a byte at least; the loop that follows then grows the buffer rarely.
                self.out.reserve(len.min(1 << 20));
                self.fields(len)
            }
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

    fn serialize_tuple(self, len: usize) -> Result<Compound<'b, KEY>, CodecError> {
        if len == 0 {
            self.out.push(0);
        }
        self.compound(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        len: usize,
    ) -> Result<Compound<'b, KEY>, CodecError> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<InVariant<'b, KEY>, CodecError> {
        self.len(number as usize);
        self.serialize_tuple(len)
            .map(|content| InVariant { variant, content })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'b, KEY>, CodecError> {
        match len {
            Some(len) => self.fields(len),
            // Reading one back is what a format without types in it cannot do, so better say it on this side.
            None => Err(CodecError::new(
                "a map of unknown length, as #[serde(flatten)] makes one, cannot be sent",
            )),
        }
    }

    fn serialize_struct(
        self,
        _: &'static str,
        len: usize,
    ) -> Result<Compound<'b, KEY>, CodecError> {
        self.fields(len)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        number: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<InVariant<'b, KEY>, CodecError> {
        self.len(number as usize);
        self.fields(len)
            .map(|content| InVariant { variant, content })
    }
}

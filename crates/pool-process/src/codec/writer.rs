//! The writing half of the format.

use serde::{Serialize, ser};

use super::compound::{Compound, Fields, InVariant, Structure};
use super::error::{CodecError, Step};
use super::names::Names;
use super::packed::Bare;
use super::tag;

/// How deep values may be nested; every tag that has values behind it counts. Twice the bound of `serde_json`, as a struct
/// variant counts as two. A deeper one would overflow a stack sooner or later, and that ends a process; so it is refused
/// before it leaves.
pub(super) const DEEPEST: u32 = 256;

/// From here on a length takes nine bytes.
pub(super) const LONG: u8 = 255;

pub(super) fn too_deep() -> CodecError {
    CodecError::new(format!("nested more than {DEEPEST} deep"))
}

#[inline]
pub(super) fn put_len(out: &mut Vec<u8>, len: usize) {
    match u8::try_from(len) {
        Ok(short) if short != LONG => out.push(short),
        _ => {
            put_long(out, len);
        }
    }
}

/// A length with its full width, which can be put right later. Returns the place of its eight bytes.
fn put_long(out: &mut Vec<u8>, len: usize) -> usize {
    out.push(LONG);
    let place = out.len();
    out.extend_from_slice(&(len as u64).to_le_bytes());
    place
}

/// Appends values to a buffer, which it owns meanwhile: one pointer less to follow for every byte.
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    pub(super) depth: u32,
    /// `None`: they stand in the value, where structs are maps and variants text or maps of one entry.
    pub(super) names: Option<Names>,
}

impl Writer {
    pub(super) fn new(out: Vec<u8>, names: Option<Names>) -> Self {
        Writer {
            out,
            depth: 0,
            names,
        }
    }

    #[inline]
    pub(super) fn put(&mut self, kind: u8, number: u8) {
        self.out.extend_from_slice(&[kind, number]);
    }

    #[inline]
    pub(super) fn put_text(&mut self, text: &str) {
        self.out.push(tag::TEXT);
        put_len(&mut self.out, text.len());
        self.out.extend_from_slice(text.as_bytes());
    }

    #[inline]
    fn deeper(&mut self) -> Result<(), CodecError> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err(too_deep()),
            false => Ok(()),
        }
    }

    /// The beginning of something with `len` parts, which is counted if that is not known.
    #[inline]
    fn compound(&mut self, kind: u8, len: Option<usize>) -> Result<Compound<'_>, CodecError> {
        self.deeper()?;
        self.out.push(kind);
        let patch = match len {
            Some(len) => {
                // Each has a byte at least; the loop that follows then grows the buffer rarely.
                self.out.reserve(len.min(1 << 20));
                put_len(&mut self.out, len);
                0
            }
            None => put_long(&mut self.out, 0),
        };
        Ok(Compound::new(self, len, patch))
    }

    #[inline]
    fn fields(&mut self, owner: &'static str) -> Result<Structure<'_>, CodecError> {
        let Some(names) = &mut self.names else {
            return self.compound(tag::MAP, None).map(Structure::Map);
        };
        let shape = names.begin(owner)?;
        self.deeper()?;
        let header = self.out.len();
        self.put(tag::STRUCT, 0);
        Ok(Structure::Fields(Fields::new(self, header, shape)))
    }

    /// The beginning of a variant that has content.
    #[inline]
    fn variant(&mut self, name: &'static str) -> Result<(), CodecError> {
        self.deeper()?;
        match &mut self.names {
            Some(names) => {
                let number = names.variant(name)?;
                self.put(tag::VARIANT, number);
            }
            None => {
                self.put(tag::MAP, 1);
                self.put_text(name);
            }
        }
        Ok(())
    }

    /// Writes the elements without tags if they are numbers of one kind.
    #[inline]
    fn sequence<I>(&mut self, mut elements: I) -> Result<(), CodecError>
    where
        I: Iterator<Item: Serialize>,
    {
        let announced = match elements.size_hint() {
            (low, Some(high)) if low == high => Some(low),
            _ => None,
        };
        let Some(first) = elements.next() else {
            return self.compound(tag::SEQ, Some(0))?.finish();
        };
        let header = self.out.len();
        self.put(tag::PACKED, 0);
        let patch = match announced {
            Some(len) => {
                put_len(&mut self.out, len);
                None
            }
            None => Some(put_long(&mut self.out, 0)),
        };
        let start = self.out.len();
        let mut bare = Bare {
            out: &mut self.out,
            kind: 0,
        };
        if first.serialize(&mut bare).is_err() {
            self.out.truncate(header);
            let mut compound = self.compound(tag::SEQ, announced)?;
            compound.part(&first, Step::Index)?;
            return compound.rest(elements);
        }
        let width = bare.out.len() - start;
        bare.out
            .reserve(elements.size_hint().0.min(1 << 20) * width);
        let mut other = None;
        for element in elements.by_ref() {
            if element.serialize(&mut bare).is_err() {
                other = Some(element);
                break;
            }
        }
        let kind = bare.kind;
        let count = (self.out.len() - start) / width;
        let Some(other) = other else {
            self.out[header + 1] = kind;
            return match (announced, patch) {
                (Some(announced), _) if announced != count => {
                    Err(CodecError::miscounted(announced, count))
                }
                (_, Some(place)) => {
                    self.patch(place, count);
                    Ok(())
                }
                _ => Ok(()),
            };
        };
        // They are of several kinds after all: each gets its tag.
        let numbers = self.out.split_off(start);
        self.out.truncate(header);
        let mut compound = self.compound(tag::SEQ, announced)?;
        for number in numbers.chunks_exact(width) {
            compound.tagged(kind, number);
        }
        compound.part(&other, Step::Index)?;
        compound.rest(elements)
    }

    /// Puts a length right.
    pub(super) fn patch(&mut self, place: usize, len: usize) {
        self.out[place..place + 8].copy_from_slice(&(len as u64).to_le_bytes());
    }
}

macro_rules! numbers {
    ($($method:ident $number:ty, $kind:ident;)*) => {
        $(#[inline]
        fn $method(self, number: $number) -> Result<(), CodecError> {
            let mut bytes = [tag::$kind; 1 + size_of::<$number>()];
            bytes[1..].copy_from_slice(&number.to_le_bytes());
            self.out.extend_from_slice(&bytes);
            Ok(())
        })*
    };
}

impl<'b> ser::Serializer for &'b mut Writer {
    type Ok = ();
    type Error = CodecError;
    type SerializeSeq = Compound<'b>;
    type SerializeTuple = Compound<'b>;
    type SerializeTupleStruct = Compound<'b>;
    type SerializeTupleVariant = InVariant<Compound<'b>>;
    type SerializeMap = Compound<'b>;
    type SerializeStruct = Structure<'b>;
    type SerializeStructVariant = InVariant<Structure<'b>>;

    numbers! {
        serialize_i8 i8, I8;
        serialize_i16 i16, I16;
        serialize_i32 i32, I32;
        serialize_i64 i64, I64;
        serialize_i128 i128, I128;
        serialize_u8 u8, U8;
        serialize_u16 u16, U16;
        serialize_u32 u32, U32;
        serialize_u64 u64, U64;
        serialize_u128 u128, U128;
        serialize_f32 f32, F32;
        serialize_f64 f64, F64;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), CodecError> {
        self.out.push(if value { tag::TRUE } else { tag::FALSE });
        Ok(())
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<(), CodecError> {
        self.out.push(tag::CHAR);
        self.out.extend_from_slice(&u32::from(value).to_le_bytes());
        Ok(())
    }

    #[inline]
    fn serialize_str(self, text: &str) -> Result<(), CodecError> {
        self.put_text(text);
        Ok(())
    }

    #[inline]
    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), CodecError> {
        self.out.push(tag::BYTES);
        put_len(&mut self.out, bytes.len());
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), CodecError> {
        self.out.push(tag::NONE);
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), CodecError> {
        self.deeper()?;
        self.out.push(tag::SOME);
        value.serialize(&mut *self)?;
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), CodecError> {
        self.out.push(tag::UNIT);
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
        _: u32,
        variant: &'static str,
    ) -> Result<(), CodecError> {
        match &mut self.names {
            Some(names) => {
                let number = names.variant(variant)?;
                self.put(tag::UNIT_VARIANT, number);
            }
            None => self.put_text(variant),
        }
        Ok(())
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), CodecError> {
        self.variant(variant)?;
        value
            .serialize(&mut *self)
            .map_err(|error| error.inside(Step::Variant(variant)))?;
        self.depth -= 1;
        Ok(())
    }

    #[inline]
    fn collect_seq<I>(self, elements: I) -> Result<(), CodecError>
    where
        I: IntoIterator<Item: Serialize>,
    {
        self.sequence(elements.into_iter())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Compound<'b>, CodecError> {
        self.compound(tag::SEQ, len)
    }

    fn serialize_tuple(self, len: usize) -> Result<Compound<'b>, CodecError> {
        self.compound(tag::SEQ, Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        len: usize,
    ) -> Result<Compound<'b>, CodecError> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<InVariant<Compound<'b>>, CodecError> {
        self.variant(variant)?;
        let content = self.serialize_tuple(len)?;
        Ok(InVariant { variant, content })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'b>, CodecError> {
        self.compound(tag::MAP, len)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Structure<'b>, CodecError> {
        self.fields(name)
    }

    #[inline]
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<InVariant<Structure<'b>>, CodecError> {
        self.variant(variant)?;
        let content = self.fields(variant)?;
        Ok(InVariant { variant, content })
    }
}

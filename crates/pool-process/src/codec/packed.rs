//! Sequences of numbers of one kind inside of values: the kind stands there once, the numbers as they lie in memory.
//!
//! Serde does not say of what type the elements of a sequence are. So the first is written by a [`Bare`] writer, which
//! takes nothing but a number and finds out its kind; as long as the others are of that kind too, they go the same way.

use serde::de::{self, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{self, Impossible, Serialize};

use super::error::{CodecError, Step};
use super::tag;

/// Writes numbers without their tag.
pub(super) struct Bare<'b> {
    pub(super) out: &'b mut Vec<u8>,
    /// That of the numbers so far; 0 before the first.
    pub(super) kind: u8,
}

/// What was to be written is not a number, or one of another kind. Its writing has no effect and is done again otherwise.
#[derive(Debug)]
pub(super) struct NotBare;

impl std::fmt::Display for NotBare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a number of the same kind")
    }
}

impl std::error::Error for NotBare {}

impl ser::Error for NotBare {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        NotBare
    }
}

macro_rules! bare {
    (numbers $($method:ident $number:ident $kind:ident;)*) => {
        $(#[inline]
        fn $method(self, number: $number) -> Result<(), NotBare> {
            if self.kind != tag::$kind {
                if self.kind != 0 {
                    return Err(NotBare);
                }
                self.kind = tag::$kind;
            }
            self.out.extend_from_slice(&number.to_le_bytes());
            Ok(())
        })*
    };
    (refused $($method:ident($($argument:ty),*) -> $result:ty;)*) => {
        $(#[inline]
        fn $method(self, $(_: $argument),*) -> Result<$result, NotBare> {
            Err(NotBare)
        })*
    };
}

type Never = Impossible<(), NotBare>;

impl ser::Serializer for &mut Bare<'_> {
    type Ok = ();
    type Error = NotBare;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    bare! { numbers
        serialize_i8 i8 I8;
        serialize_i16 i16 I16;
        serialize_i32 i32 I32;
        serialize_i64 i64 I64;
        serialize_i128 i128 I128;
        serialize_u8 u8 U8;
        serialize_u16 u16 U16;
        serialize_u32 u32 U32;
        serialize_u64 u64 U64;
        serialize_u128 u128 U128;
        serialize_f32 f32 F32;
        serialize_f64 f64 F64;
    }

    bare! { refused
        serialize_bool(bool) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct(&'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, _: &T) -> Result<(), NotBare> {
        Err(NotBare)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), NotBare> {
        Err(NotBare)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotBare> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NotBare> {
        Err(NotBare)
    }
}

/// Hands the numbers of `content` to `visitor`, which must read them all.
#[inline]
pub(super) fn visit<'de, V: Visitor<'de>>(
    kind: u8,
    content: &'de [u8],
    visitor: V,
) -> Result<V::Value, CodecError> {
    // A loop of its own for each width, so that none looks it up for each number: a sixth less time for a million bytes.
    match tag::width(kind) {
        Some(1) => Packed::<1>::visit(kind, content, visitor),
        Some(2) => Packed::<2>::visit(kind, content, visitor),
        Some(4) => Packed::<4>::visit(kind, content, visitor),
        Some(8) => Packed::<8>::visit(kind, content, visitor),
        Some(_) => Packed::<16>::visit(kind, content, visitor),
        None => Err(no_number(kind)),
    }
}

/// What is left of a sequence of numbers.
struct Packed<'de, const WIDTH: usize> {
    kind: u8,
    numbers: std::slice::Iter<'de, [u8; WIDTH]>,
    count: usize,
}

impl<'de, const WIDTH: usize> Packed<'de, WIDTH> {
    #[inline]
    fn visit<V: Visitor<'de>>(
        kind: u8,
        content: &'de [u8],
        visitor: V,
    ) -> Result<V::Value, CodecError> {
        let (numbers, rest) = content.as_chunks();
        if !rest.is_empty() {
            return Err(CodecError::new("the bytes end inside a number"));
        }
        let mut packed = Packed::<WIDTH> {
            kind,
            numbers: numbers.iter(),
            count: numbers.len(),
        };
        let value = visitor.visit_seq(&mut packed)?;
        match packed.numbers.len() {
            0 => Ok(value),
            left => Err(CodecError::unread(left)),
        }
    }
}

impl<'de, const WIDTH: usize> de::SeqAccess<'de> for Packed<'de, WIDTH> {
    type Error = CodecError;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, CodecError> {
        let Some(bytes) = self.numbers.next() else {
            return Ok(None);
        };
        let number = Number {
            kind: self.kind,
            bytes: *bytes,
            is_some: false,
        };
        match seed.deserialize(number) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error.inside(Step::Index(self.count - self.numbers.len() - 1))),
        }
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        Some(self.numbers.len())
    }
}

/// One number without its tag.
struct Number<const WIDTH: usize> {
    kind: u8,
    bytes: [u8; WIDTH],
    /// It has been read as an `Option` already. Types of `Option`s inside each other would go on for ever.
    is_some: bool,
}

#[cold]
fn no_number(kind: u8) -> CodecError {
    CodecError::new(format!("{kind} is no kind of number"))
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident $number:ident $kind:ident;)*) => {
        impl<'de, const WIDTH: usize> de::Deserializer<'de> for Number<WIDTH> {
            type Error = CodecError;

            fn is_human_readable(&self) -> bool {
                false
            }

            fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
                match self.kind {
                    $(tag::$kind => {
                        let bytes = self.bytes[..].try_into().map_err(|_| not_as_wide())?;
                        visitor.$visit($number::from_le_bytes(bytes))
                    })*
                    other => Err(no_number(other)),
                }
            }

            // The common case, in which the type asks for what is there.
            $(#[inline]
            fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CodecError> {
                if self.kind == tag::$kind
                    && let Ok(bytes) = self.bytes[..].try_into()
                {
                    return visitor.$visit($number::from_le_bytes(bytes));
                }
                self.deserialize_any(visitor)
            })*

            fn deserialize_option<V: Visitor<'de>>(
                self,
                visitor: V,
            ) -> Result<V::Value, CodecError> {
                match self.is_some {
                    true => self.deserialize_any(visitor),
                    false => visitor.visit_some(Number { is_some: true, ..self }),
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

            forward_to_deserialize_any! {
                bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
                map struct enum identifier ignored_any
            }
        }

        /// A number as text.
        pub(super) fn text(kind: u8, bytes: &[u8]) -> Option<String> {
            match kind {
                $(tag::$kind => {
                    let bytes = bytes.first_chunk()?;
                    Some($number::from_le_bytes(*bytes).to_string())
                })*
                _ => None,
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

#[cold]
fn not_as_wide() -> CodecError {
    CodecError::new("a number is not as wide as its kind")
}

//! Vectors of numbers, bytes and text: copied as they lie in memory, past serde.
//!
//! Which path a type takes is known when it is compiled: the comparisons of types below fold to a constant.

use std::any::Any;
use std::borrow::Cow;

use super::error::CodecError;
use super::tag;

/// Writes `value` if it is of a kind that this file knows, and says in which form.
#[inline]
pub(super) fn write<T: 'static>(value: &T, out: &mut Vec<u8>) -> Option<u8> {
    if let Some((bytes, form)) = as_bytes(value) {
        out.extend_from_slice(bytes);
        return Some(form);
    }
    write_numbers(value, out)
}

/// The bytes of a value that is nothing else, and its form.
#[inline]
pub(super) fn as_bytes<T: 'static>(value: &T) -> Option<(&[u8], u8)> {
    let value: &dyn Any = value;
    if let Some(bytes) = value.downcast_ref::<Vec<u8>>() {
        return Some((bytes, tag::BYTES));
    }
    let text = value.downcast_ref::<String>()?;
    Some((text.as_bytes(), tag::TEXT))
}

/// The vector of a value that is nothing else, and its form; otherwise the value.
#[inline]
pub(super) fn into_bytes<T: 'static>(value: T) -> Result<(Vec<u8>, u8), T> {
    let mut slot = Some(value);
    let any: &mut dyn Any = &mut slot;
    if let Some(bytes) = any.downcast_mut::<Option<Vec<u8>>>().and_then(Option::take) {
        return Ok((bytes, tag::BYTES));
    }
    if let Some(text) = any.downcast_mut::<Option<String>>().and_then(Option::take) {
        return Ok((text.into_bytes(), tag::TEXT));
    }
    Err(slot.expect("it was of neither type and is still there"))
}

/// Reads a value of a kind that this file knows; `None` if `T` is not of the form `form`. `content` is without the form.
#[inline]
pub(super) fn read<T: 'static>(
    form: u8,
    content: &mut Cow<'_, [u8]>,
) -> Option<Result<T, CodecError>> {
    let mut slot: Option<T> = None;
    let any: &mut dyn Any = &mut slot;
    if let Some(slot) = any.downcast_mut::<Option<Vec<u8>>>() {
        if form == tag::BYTES {
            *slot = Some(std::mem::take(content).into_owned());
        }
    } else if let Some(slot) = any.downcast_mut::<Option<String>>() {
        if form == tag::TEXT {
            match String::from_utf8(std::mem::take(content).into_owned()) {
                Ok(text) => *slot = Some(text),
                Err(error) => return Some(Err(CodecError::new(error.to_string()))),
            }
        }
    } else if let Err(error) = read_numbers(form, content, any) {
        return Some(Err(error));
    }
    slot.map(Ok)
}

macro_rules! numbers {
    ($($number:ident $kind:ident;)*) => {
        #[inline]
        fn write_numbers<T: 'static>(value: &T, out: &mut Vec<u8>) -> Option<u8> {
            let value: &dyn Any = value;
            $(if let Some(numbers) = value.downcast_ref::<Vec<$number>>() {
                const SIZE: usize = size_of::<$number>();
                let start = out.len();
                out.resize(start + numbers.len() * SIZE, 0);
                // A loop without conditions, which the compiler makes a copy of.
                let (places, _) = out[start..].as_chunks_mut::<SIZE>();
                for (place, number) in places.iter_mut().zip(numbers) {
                    *place = number.to_le_bytes();
                }
                return Some(tag::$kind);
            })*
            None
        }

        /// Leaves the slot empty if it is for something else.
        #[inline]
        fn read_numbers(form: u8, content: &[u8], slot: &mut dyn Any) -> Result<(), CodecError> {
            $(if let Some(slot) = slot.downcast_mut::<Option<Vec<$number>>>() {
                if form == tag::$kind {
                    let (places, rest) = content.as_chunks::<{ size_of::<$number>() }>();
                    if !rest.is_empty() {
                        return Err(CodecError::new("the bytes end inside a number"));
                    }
                    let numbers = places.iter().map(|place| $number::from_le_bytes(*place));
                    *slot = Some(numbers.collect());
                }
                return Ok(());
            })*
            Ok(())
        }
    };
}

numbers! {
    i8 I8;
    i16 I16;
    u16 U16;
    i32 I32;
    u32 U32;
    i64 I64;
    u64 U64;
    i128 I128;
    u128 U128;
    isize ISIZE;
    usize USIZE;
    f32 F32;
    f64 F64;
}

//! Vectors of numbers, bytes and text: copied as they lie in memory, past serde.
//!
//! Which path a type takes is known when it is compiled: the comparisons of types below fold to a constant.

use std::any::Any;
use std::borrow::Cow;

use super::error::CodecError;
use super::form;

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
        return Some((bytes, form::BYTES));
    }
    let text = value.downcast_ref::<String>()?;
    Some((text.as_bytes(), form::TEXT))
}

/// The vector of a value that is nothing else, and its form; otherwise the value.
#[inline]
pub(super) fn into_bytes<T: 'static>(value: T) -> Result<(Vec<u8>, u8), T> {
    let mut slot = Some(value);
    let any: &mut dyn Any = &mut slot;
    if let Some(bytes) = any.downcast_mut::<Option<Vec<u8>>>().and_then(Option::take) {
        return Ok((bytes, form::BYTES));
    }
    if let Some(text) = any.downcast_mut::<Option<String>>().and_then(Option::take) {
        return Ok((text.into_bytes(), form::TEXT));
    }
    Err(slot.expect("it was of neither type and is still there"))
}

/// Reads a value of a kind that this file knows; `None` if `T` is not. `content` is without the form.
#[inline]
pub(super) fn read<T: 'static>(
    form: u8,
    content: &mut Cow<'_, [u8]>,
) -> Option<Result<T, CodecError>> {
    let mut slot: Option<T> = None;
    let any: &mut dyn Any = &mut slot;
    if let Some(slot) = any.downcast_mut::<Option<Vec<u8>>>() {
        if form == form::BYTES {
            *slot = Some(std::mem::take(content).into_owned());
        }
    } else if let Some(slot) = any.downcast_mut::<Option<String>>() {
        if form == form::TEXT {
            match String::from_utf8(std::mem::take(content).into_owned()) {
                Ok(text) => *slot = Some(text),
                Err(error) => return Some(Err(CodecError::new(error.to_string()))),
            }
        }
    } else {
        match read_numbers(form, content, any) {
            None => return None,
            Some(Ok(())) => {}
            Some(Err(error)) => return Some(Err(error)),
        }
    }
    Some(slot.ok_or_else(|| mismatch::<T>(form)))
}

/// The error of a payload in a form that no `T` has.
#[cold]
pub(super) fn mismatch<T>(form: u8) -> CodecError {
    CodecError::new(format!(
        "{} came where {} belongs",
        form::name(form),
        std::any::type_name::<T>()
    ))
}

macro_rules! numbers {
    ($($form:literal $number:ident $name:literal;)*) => {
        pub(super) fn name(form: u8) -> Option<&'static str> {
            match form {
                $($form => Some($name),)*
                _ => None,
            }
        }

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
                return Some($form);
            })*
            None
        }

        #[inline]
        fn read_numbers(
            form: u8,
            content: &[u8],
            slot: &mut dyn Any,
        ) -> Option<Result<(), CodecError>> {
            $(if let Some(slot) = slot.downcast_mut::<Option<Vec<$number>>>() {
                if form != $form {
                    return Some(Err(mismatch::<Vec<$number>>(form)));
                }
                let (places, rest) = content.as_chunks::<{ size_of::<$number>() }>();
                if !rest.is_empty() {
                    return Some(Err(CodecError::new("the bytes end inside a number")));
                }
                *slot = Some(places.iter().map(|place| $number::from_le_bytes(*place)).collect());
                return Some(Ok(()));
            })*
            None
        }
    };
}

numbers! {
    16 i8 "a Vec<i8>";
    17 i16 "a Vec<i16>";
    18 u16 "a Vec<u16>";
    19 i32 "a Vec<i32>";
    20 u32 "a Vec<u32>";
    21 i64 "a Vec<i64>";
    22 u64 "a Vec<u64>";
    23 i128 "a Vec<i128>";
    24 u128 "a Vec<u128>";
    25 isize "a Vec<isize>";
    26 usize "a Vec<usize>";
    27 f32 "a Vec<f32>";
    28 f64 "a Vec<f64>";
}

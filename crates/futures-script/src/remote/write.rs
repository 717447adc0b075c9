//! From values to bytes, with nothing in between.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Blob, Dynamic, FnPtr, INT, ImmutableString, Map};

use super::bytes::{put_bytes, put_int, put_number, put_text};
use super::refused::{Refused, Step};
use super::{error, response, tag};
use crate::capture::MAX_DEPTH;
use crate::error::ScriptError;
use crate::language::{Log, Response};

/// Appends `value` to `out`.
///
/// # Errors
/// If something in it cannot leave its process. What was appended is of no use then.
pub(super) fn put(value: &Dynamic, out: &mut Vec<u8>) -> Result<(), Refused> {
    put_nested(value, MAX_DEPTH, out)
}

/// Appends a function with what it has captured.
///
/// # Errors
/// As [`put`]; the first step of the path is the number of the captured value.
pub(super) fn put_function(function: &FnPtr, out: &mut Vec<u8>) -> Result<(), Refused> {
    put_function_nested(function, MAX_DEPTH, out)
}

pub(super) fn put_nested(value: &Dynamic, depth: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
    if let Ok(int) = value.as_int() {
        out.push(tag::INT);
        put_int(int, out);
    } else if let Ok(float) = value.as_float() {
        out.push(tag::FLOAT);
        out.extend_from_slice(&float.to_le_bytes());
    } else if let Some(text) = value.read_lock::<ImmutableString>() {
        out.push(tag::STRING);
        put_text(&text, out);
    } else if let Some(array) = value.read_lock::<Array>() {
        let depth = one_deeper(depth)?;
        out.push(tag::ARRAY);
        put_number(array.len() as u64, out);
        for (index, item) in array.iter().enumerate() {
            put_nested(item, depth, out).map_err(|refused| refused.within(Step::Index(index)))?;
        }
    } else if let Some(map) = value.read_lock::<Map>() {
        let depth = one_deeper(depth)?;
        out.push(tag::MAP);
        put_number(map.len() as u64, out);
        for (key, item) in &*map {
            put_text(key, out);
            put_nested(item, depth, out)
                .map_err(|refused| refused.within(Step::Key(key.to_string())))?;
        }
    } else if value.is_unit() {
        out.push(tag::UNIT);
    } else if let Ok(truth) = value.as_bool() {
        out.push(if truth { tag::TRUE } else { tag::FALSE });
    } else if let Some(function) = value.read_lock::<FnPtr>() {
        put_function_nested(&function, one_deeper(depth)?, out)?;
    } else if let Some(blob) = value.read_lock::<Blob>() {
        out.push(tag::BLOB);
        put_bytes(&blob, out);
    } else {
        put_rare(value, depth, out)?;
    }
    Ok(())
}

fn put_rare(value: &Dynamic, depth: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
    if let Ok(char) = value.as_char() {
        out.push(tag::CHAR);
        put_number(u64::from(u32::from(char)), out);
    } else if let Some(range) = value.read_lock::<Range<INT>>() {
        out.push(tag::RANGE);
        put_int(range.start, out);
        put_int(range.end, out);
    } else if let Some(range) = value.read_lock::<RangeInclusive<INT>>() {
        out.push(tag::RANGE_INCLUSIVE);
        put_int(*range.start(), out);
        put_int(*range.end(), out);
    } else if let Some(thrown) = value.read_lock::<ScriptError>() {
        out.push(tag::ERROR);
        error::put(&thrown, one_deeper(depth)?, out);
    } else if let Some(answer) = value.read_lock::<Response>() {
        out.push(tag::RESPONSE);
        response::put(&answer, out);
    } else if value.read_lock::<Log>().is_some() {
        out.push(tag::LOG);
    } else {
        return Err(Refused::type_of(value));
    }
    Ok(())
}

fn put_function_nested(function: &FnPtr, depth: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
    out.push(tag::FUNCTION);
    put_text(function.fn_name(), out);
    put_number(function.curry().len() as u64, out);
    for (index, value) in function.iter_curry().enumerate() {
        put_nested(value, depth, out).map_err(|refused| refused.within(Step::Capture(index)))?;
    }
    Ok(())
}

fn one_deeper(depth: usize) -> Result<usize, Refused> {
    depth.checked_sub(1).ok_or_else(Refused::too_deep)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rhai::{Array, Blob, Dynamic, Map};

    use super::put;
    use crate::error::{ScriptError, ScriptErrorKind};
    use crate::language::Response;
    use crate::outside::http::Answer;
    use crate::remote::bytes::Reader;
    use crate::remote::read::take;

    fn bytes_of(value: &Dynamic) -> Vec<u8> {
        let mut out = Vec::new();
        put(value, &mut out).unwrap();
        out
    }

    fn values() -> Vec<Dynamic> {
        let error = ScriptError::new(ScriptErrorKind::Value, "wrong");
        let answer = Answer {
            status: 404,
            url: "http://a/".to_owned(),
            headers: vec![("x-own".to_owned(), "yes".to_owned())],
            body: vec![1, 2],
            elapsed: Duration::from_millis(3),
        };
        let plain = vec![
            Dynamic::UNIT,
            true.into(),
            i64::MIN.into(),
            (-0.5).into(),
            'é'.into(),
            "text".into(),
            Dynamic::from_blob(Blob::from([1, 2, 3])),
            Dynamic::from(1_i64..3),
            Dynamic::from(1_i64..=3),
            Dynamic::from(error),
            Dynamic::from(Response::new("GET".to_owned(), answer)),
        ];
        let map: Map = [("a b".into(), plain.clone().into())].into_iter().collect();
        let array: Array = vec![map.into(), Array::new().into(), Map::new().into()];
        plain.into_iter().chain([array.into()]).collect()
    }

    #[test]
    fn values_come_back() {
        for value in values() {
            let bytes = bytes_of(&value);
            let mut reader = Reader(&bytes);
            let back = take(&mut reader, &[]).unwrap();
            assert!(reader.0.is_empty(), "{value:?}");
            assert_eq!(back.type_id(), value.type_id());
            assert_eq!(format!("{back:?}"), format!("{value:?}"));
        }
    }

    #[test]
    fn small_values_are_small() {
        assert_eq!(bytes_of(&1.into()).len(), 2);
        assert_eq!(bytes_of(&"abc".into()).len(), 5);
        let numbers: Array = (0..100).map(|n: i64| n.into()).collect();
        assert!(bytes_of(&numbers.into()).len() < 270);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_no_more() {
        for value in values() {
            let bytes = bytes_of(&value);
            for end in 0..bytes.len() {
                assert!(take(&mut Reader(&bytes[..end]), &[]).is_err());
            }
            for place in 0..bytes.len() {
                for byte in [0, 1, 7, 8, 9, 10, 13, 0x7f, 0x80, 0xff] {
                    let mut damaged = bytes.clone();
                    damaged[place] = byte;
                    // It may well be another value now.
                    let _ = take(&mut Reader(&damaged), &[]);
                }
            }
        }
        let endless = [crate::remote::tag::ARRAY, 1].repeat(100_000);
        assert!(take(&mut Reader(&endless), &[]).is_err());
    }
}

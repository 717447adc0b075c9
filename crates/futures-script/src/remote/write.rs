//! From values to bytes, with nothing in between.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Blob, Dynamic, FnPtr, INT, ImmutableString, Map};

use super::bytes::{put_bytes, put_int, put_number, put_text};
use super::refused::{Refused, Step};
use super::{error, tag};
use crate::capture::MAX_DEPTH;
use crate::error::ScriptError;
use crate::language::Log;

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

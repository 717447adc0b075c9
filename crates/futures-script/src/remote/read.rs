//! From bytes to values.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Blob, Dynamic, FnPtr, INT, ImmutableString, Map, Module, Shared};

use super::bytes::{Read, Reader, damaged};
use super::{error, response, tag};
use crate::capture::MAX_DEPTH;
use crate::language::Log;
use crate::values::definition;

/// How much memory is set aside for a list before its items are there. A damaged count must not cost more.
const MOST_RESERVED: usize = 1 << 16;

/// Where the functions of the script are.
pub(super) type Libraries = [Shared<Module>];

/// The next value.
pub(super) fn take(reader: &mut Reader<'_>, libraries: &Libraries) -> Read<Dynamic> {
    take_nested(reader, libraries, MAX_DEPTH)
}

/// The next value, which is a function.
pub(super) fn take_function(reader: &mut Reader<'_>, libraries: &Libraries) -> Read<FnPtr> {
    match reader.byte()? {
        tag::FUNCTION => take_function_nested(reader, libraries, MAX_DEPTH),
        _ => Err(damaged()),
    }
}

pub(super) fn take_nested(
    reader: &mut Reader<'_>,
    libraries: &Libraries,
    depth: usize,
) -> Read<Dynamic> {
    Ok(match reader.byte()? {
        tag::UNIT => Dynamic::UNIT,
        tag::FALSE => Dynamic::FALSE,
        tag::TRUE => Dynamic::TRUE,
        tag::INT => reader.int()?.into(),
        tag::FLOAT => {
            let bytes = reader.take(8)?.try_into().map_err(|_| damaged())?;
            f64::from_le_bytes(bytes).into()
        }
        tag::CHAR => {
            let number = u32::try_from(reader.number()?).map_err(|_| damaged())?;
            char::from_u32(number).ok_or_else(damaged)?.into()
        }
        tag::STRING => ImmutableString::from(reader.text()?).into(),
        tag::BLOB => Dynamic::from_blob(Blob::from(reader.bytes()?)),
        tag::ARRAY => {
            let depth = one_deeper(depth)?;
            let count = reader.count()?;
            let mut array = Array::with_capacity(count.min(MOST_RESERVED));
            for _ in 0..count {
                array.push(take_nested(reader, libraries, depth)?);
            }
            Dynamic::from_array(array)
        }
        tag::MAP => {
            let depth = one_deeper(depth)?;
            let mut map = Map::new();
            for _ in 0..reader.count()? {
                let key = reader.text()?.into();
                map.insert(key, take_nested(reader, libraries, depth)?);
            }
            Dynamic::from_map(map)
        }
        tag::FUNCTION => take_function_nested(reader, libraries, one_deeper(depth)?)?.into(),
        tag::RANGE => Dynamic::from::<Range<INT>>(reader.int()?..reader.int()?),
        tag::RANGE_INCLUSIVE => Dynamic::from::<RangeInclusive<INT>>(reader.int()?..=reader.int()?),
        tag::ERROR => Dynamic::from(error::take(reader, libraries, one_deeper(depth)?)?),
        tag::RESPONSE => Dynamic::from(response::take(reader)?),
        tag::LOG => Dynamic::from(Log),
        _ => return Err(damaged()),
    })
}

/// What a closure has captured is read-only, as in every task.
fn take_function_nested(
    reader: &mut Reader<'_>,
    libraries: &Libraries,
    depth: usize,
) -> Read<FnPtr> {
    let name = reader.text()?;
    let mut function = match FnPtr::new(name) {
        Ok(function) => function,
        // A closure has a name that nobody could write.
        Err(_) => FnPtr::from(definition(libraries, name).ok_or_else(damaged)?.clone()),
    };
    let captures = function.is_anonymous();
    for _ in 0..reader.count()? {
        let value = take_nested(reader, libraries, depth)?;
        function.add_curry(if captures {
            value.into_read_only().into_shared()
        } else {
            value
        });
    }
    Ok(function)
}

fn one_deeper(depth: usize) -> Read<usize> {
    depth.checked_sub(1).ok_or_else(damaged)
}

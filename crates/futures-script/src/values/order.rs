//! The order of values, for sorting and for the least and greatest.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, FLOAT, INT, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type};

/// Compares two numbers, texts, characters, truth values, or arrays of such.
///
/// # Errors
/// If they have no order.
pub(crate) fn compare(
    context: &NativeCallContext<'_>,
    one: &Dynamic,
    other: &Dynamic,
) -> ScriptResult<Ordering> {
    let order = if let (Ok(one), Ok(other)) = (one.as_int(), other.as_int()) {
        Some(one.cmp(&other))
    } else if let (Some(one), Some(other)) = (number(one), number(other)) {
        one.partial_cmp(&other)
    } else if let (Some(one), Some(other)) = (
        one.read_lock::<ImmutableString>(),
        other.read_lock::<ImmutableString>(),
    ) {
        Some(one.cmp(&other))
    } else if let (Ok(one), Ok(other)) = (one.as_char(), other.as_char()) {
        Some(one.cmp(&other))
    } else if let (Ok(one), Ok(other)) = (one.as_bool(), other.as_bool()) {
        Some(one.cmp(&other))
    } else if let (Some(one), Some(other)) = (one.read_lock::<Array>(), other.read_lock::<Array>())
    {
        for (one, other) in one.iter().zip(other.iter()) {
            let order = compare(context, one, other)?;
            if order != Ordering::Equal {
                return Ok(order);
            }
        }
        Some(one.len().cmp(&other.len()))
    } else {
        None
    };
    order.ok_or_else(|| {
        let (one, other) = (type_name(context, one), type_name(context, other));
        wrong_type(context, &format!("{one} and {other} cannot be compared"))
    })
}

/// An integer or a float, as a float.
pub(crate) fn number(value: &Dynamic) -> Option<FLOAT> {
    let whole = |number: INT| number as FLOAT;
    value.as_float().or_else(|_| value.as_int().map(whole)).ok()
}

/// Sorts by merging, which ends for orders without rhyme or reason too, and can be left in between. Those that are equal
/// stay as they were.
///
/// # Errors
/// What `order` throws.
pub(crate) fn sorted<T>(
    mut values: Vec<T>,
    order: &impl Fn(&T, &T) -> ScriptResult<Ordering>,
) -> ScriptResult<Vec<T>> {
    if values.len() <= 1 {
        return Ok(values);
    }
    let later = sorted(values.split_off(values.len() / 2), order)?;
    let earlier = sorted(values, order)?;
    let mut merged = Vec::with_capacity(earlier.len() + later.len());
    let (mut earlier, mut later) = (earlier.into_iter().peekable(), later.into_iter().peekable());
    while let (Some(one), Some(other)) = (earlier.peek(), later.peek()) {
        merged.extend(match order(one, other)? {
            Ordering::Greater => later.next(),
            _ => earlier.next(),
        });
    }
    merged.extend(earlier.chain(later));
    Ok(merged)
}

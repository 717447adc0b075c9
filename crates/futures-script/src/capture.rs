//! Copies of values that cross from one thread to another: captures, arguments, results.
//!
//! The engine shares a captured variable between a closure and its maker through a lock that a method call holds for
//! as long as it lasts. Two threads must therefore never see the same one: whatever crosses is copied, with nothing
//! shared left in it. Handles (pools, futures …) copy as the same object.
//!
//! What a copied closure has captured is read-only in the copy: a change would be lost without a word, since nobody
//! else sees it. The engine honours most of this by itself; [`seal`](crate::seal) finds the rest.

use rhai::{Array, Dynamic, FnPtr, Map};

use crate::error::{ScriptError, ScriptErrorKind};

/// How deep values may nest that are copied. Deeper ones are almost certainly inside themselves, and the engine, which
/// handles nested values recursively, would overflow its stack soon after.
pub(crate) const MAX_DEPTH: usize = 128;

/// A copy that shares nothing with `value` but handles.
///
/// # Errors
/// If the value nests too deeply, or is captured and in use by a call that is under way.
pub(crate) fn copy(value: &Dynamic) -> Result<Dynamic, ScriptError> {
    copy_nested(value, MAX_DEPTH)
}

/// Can the value be copied?
///
/// # Errors
/// As [`copy`].
pub(crate) fn check(value: &Dynamic) -> Result<(), ScriptError> {
    check_nested(value, MAX_DEPTH)
}

/// A copy of a function whose captures are copied and read-only.
///
/// # Errors
/// As [`copy`].
pub(crate) fn copy_function(function: &FnPtr) -> Result<FnPtr, ScriptError> {
    copy_function_nested(function, MAX_DEPTH)
}

/// Does it hold no other values, and is it nobody else's?
pub(crate) fn is_plain(value: &Dynamic) -> bool {
    !(value.is_shared() || value.is_array() || value.is_map() || value.is_fnptr())
}

fn copy_nested(value: &Dynamic, depth: usize) -> Result<Dynamic, ScriptError> {
    if is_plain(value) {
        return Ok(value.clone());
    }
    let depth = one_deeper(depth)?;
    if let Some(array) = value.read_lock::<Array>() {
        let copies: Result<Array, _> = array.iter().map(|item| copy_nested(item, depth)).collect();
        return Ok(Dynamic::from_array(copies?));
    }
    if let Some(map) = value.read_lock::<Map>() {
        let copies: Result<Map, _> = map
            .iter()
            .map(|(key, item)| Ok((key.clone(), copy_nested(item, depth)?)))
            .collect();
        return Ok(Dynamic::from_map(copies?));
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        return Ok(copy_function_nested(&function, depth)?.into());
    }
    let copy = value.flatten_clone();
    if copy.is_shared() {
        return Err(in_use());
    }
    Ok(copy)
}

fn check_nested(value: &Dynamic, depth: usize) -> Result<(), ScriptError> {
    if is_plain(value) {
        return Ok(());
    }
    let depth = one_deeper(depth)?;
    if let Some(array) = value.read_lock::<Array>() {
        return array.iter().try_for_each(|item| check_nested(item, depth));
    }
    if let Some(map) = value.read_lock::<Map>() {
        return map.values().try_for_each(|item| check_nested(item, depth));
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        return function
            .iter_curry()
            .try_for_each(|item| check_nested(item, depth));
    }
    Ok(())
}

fn one_deeper(depth: usize) -> Result<usize, ScriptError> {
    depth.checked_sub(1).ok_or_else(|| {
        ScriptError::new(
            ScriptErrorKind::Value,
            format!(
                "a value nested more than {MAX_DEPTH} levels deep, or inside itself, cannot be given to a task"
            ),
        )
    })
}

fn copy_function_nested(function: &FnPtr, depth: usize) -> Result<FnPtr, ScriptError> {
    let mut copy = function.clone();
    // The curried values of a named function are arguments, which it may change as it likes.
    let captures = function.is_anonymous();
    for value in copy.iter_curry_mut() {
        let own = copy_nested(value, depth)?;
        // Only a shared value stays read-only on its way into a variable of the function.
        *value = if captures {
            own.into_read_only().into_shared()
        } else {
            own
        };
    }
    Ok(copy)
}

fn in_use() -> ScriptError {
    ScriptError::new(
        ScriptErrorKind::DataRace,
        "a captured variable is used while a call on it is under way: copy it first, `let copy = …`",
    )
}

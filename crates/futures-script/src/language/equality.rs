//! `==` and `!=` of arrays and maps: as the engine compares them, but only so deep.
//!
//! The engine calls itself for each level, with large stack frames, and two values that nest some thousand levels deep
//! would end the process. As in Python, comparing them is an error.

use rhai::{Array, Dynamic, EvalAltResult, Map, NativeCallContext};

use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;

/// How deep values may nest that are compared: some 500 bytes of stack for each level.
const MAX_DEPTH: usize = 1000;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function(
        "==",
        |context: NativeCallContext<'_>, one: &mut Array, other: Array| {
            equal_arrays(&context, one, &other, MAX_DEPTH)
        },
    );
    language.function(
        "!=",
        |context: NativeCallContext<'_>, one: &mut Array, other: Array| {
            equal_arrays(&context, one, &other, MAX_DEPTH).map(|equal| !equal)
        },
    );
    language.function(
        "==",
        |context: NativeCallContext<'_>, one: &mut Map, other: Map| {
            equal_maps(&context, one, &other, MAX_DEPTH)
        },
    );
    language.function(
        "!=",
        |context: NativeCallContext<'_>, one: &mut Map, other: Map| {
            equal_maps(&context, one, &other, MAX_DEPTH).map(|equal| !equal)
        },
    );
}

/// Are two values equal, as `==` has it? Values of different types are not, except for numbers.
pub(super) fn are_equal(
    context: &NativeCallContext<'_>,
    one: &Dynamic,
    other: &Dynamic,
) -> ScriptResult<bool> {
    equal(context, one, other, MAX_DEPTH)
}

fn equal(
    context: &NativeCallContext<'_>,
    one: &Dynamic,
    other: &Dynamic,
    depth: usize,
) -> ScriptResult<bool> {
    let Some(depth) = depth.checked_sub(1) else {
        let text = format!("values nested more than {MAX_DEPTH} levels deep cannot be compared");
        return Err(fail(ScriptErrorKind::Recursion, text));
    };
    if let (Some(one), Some(other)) = (one.read_lock::<Array>(), other.read_lock::<Array>()) {
        return equal_arrays(context, &one, &other, depth);
    }
    if let (Some(one), Some(other)) = (one.read_lock::<Map>(), other.read_lock::<Map>()) {
        return equal_maps(context, &one, &other, depth);
    }
    let (mut one, mut other) = (one.flatten_clone(), other.flatten_clone());
    match context.call_native_fn_raw("==", true, &mut [&mut one, &mut other]) {
        Ok(equal) => Ok(equal.as_bool() == Ok(true)),
        // Values of different types differ, unless somebody says otherwise.
        Err(error)
            if matches!(*error, EvalAltResult::ErrorFunctionNotFound(..))
                && one.type_id() != other.type_id() =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn equal_arrays(
    context: &NativeCallContext<'_>,
    one: &Array,
    other: &Array,
    depth: usize,
) -> ScriptResult<bool> {
    if one.len() != other.len() {
        return Ok(false);
    }
    for (one, other) in one.iter().zip(other) {
        if !equal(context, one, other, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn equal_maps(
    context: &NativeCallContext<'_>,
    one: &Map,
    other: &Map,
    depth: usize,
) -> ScriptResult<bool> {
    if one.len() != other.len() {
        return Ok(false);
    }
    // Both are in the order of their keys.
    for ((key, one), (other_key, other)) in one.iter().zip(other) {
        if key != other_key || !equal(context, one, other, depth)? {
            return Ok(false);
        }
    }
    Ok(true)
}

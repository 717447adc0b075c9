//! Whatever a `for` loop can walk through, as arguments.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, EvalAltResult, INT, NativeCallContext, Scope};

use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type};

/// Everything that a `for` loop over `input` yields.
///
/// # Errors
/// If nothing can walk through it, or a step fails.
pub(crate) fn items(context: &NativeCallContext<'_>, input: Dynamic) -> ScriptResult<Array> {
    let input = match input.flatten().try_cast_result::<Array>() {
        Ok(array) => return Ok(array),
        Err(input) => input,
    };
    if let Some(range) = input.read_lock::<Range<INT>>() {
        return Ok(range.clone().map(Dynamic::from).collect());
    }
    if let Some(range) = input.read_lock::<RangeInclusive<INT>>() {
        return Ok(range.clone().map(Dynamic::from).collect());
    }
    let given = type_name(context, &input);
    let mut scope = Scope::new();
    scope.push_dynamic("input", input);
    let walk = "let items = []; for item in input { items.push(item) } items";
    context
        .engine()
        .eval_with_scope(&mut scope, walk)
        .map_err(|error| match *error {
            EvalAltResult::ErrorFor(_) => wrong_type(
                context,
                &format!("items must be something that `for` can walk through, such as an array or a range, not {given}"),
            ),
            _ => error,
        })
}

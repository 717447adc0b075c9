//! Whatever a `for` loop can walk through, as arguments.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, EvalAltResult, INT, NativeCallContext, Scope};

use crate::current;
use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type, wrong_value};

/// How many numbers are put into an array between two looks at whether to stop: some microseconds.
const NUMBERS_PER_LOOK: usize = 1024;

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
        return numbers(context, range.clone());
    }
    if let Some(range) = input.read_lock::<RangeInclusive<INT>>() {
        return numbers(context, range.clone());
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

/// The numbers of a range, of which few characters make more than any memory holds.
fn numbers(
    context: &NativeCallContext<'_>,
    range: impl Iterator<Item = INT>,
) -> ScriptResult<Array> {
    let (n_numbers, _) = range.size_hint();
    let mut array = Array::new();
    array.try_reserve_exact(n_numbers).map_err(|_| {
        let text = format!("there is no memory for {n_numbers} numbers; use a `for` loop");
        wrong_value(context, &text)
    })?;
    for (index, number) in range.enumerate() {
        if index % NUMBERS_PER_LOOK == 0 {
            current::go_on()?;
        }
        array.push(number.into());
    }
    Ok(array)
}

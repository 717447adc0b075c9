//! `array.sort(|a, b| …)`: the engine's, but what the function throws is thrown, and not taken for an answer.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, FnPtr, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{sorted, type_name, wrong_type};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Arrays,
        &[
            "array.sort(order?: function|string)",
            "array.sort_by(order: function)",
            "array.sort_desc()",
        ],
        "Sorts the array in its place; `sort_desc` with the greatest first.",
    )
    .details(
        "It changes the variable and returns nothing: `sorted(xs)` gives a new array. A function is called with two items, \
         and says whether the first comes first, as true or false or as a number below, at or above 0; for a `key` use \
         `sorted`. Instead of the function its name may be given as a text.",
    )
    .errors(&[("TypeError", "two items have no order, or the function returns neither an integer nor a bool")])
    .example(
        r#"
let xs = [3, 1, 2];
xs.sort();
print(xs);
xs.sort(|a, b| b - a);
print(xs);"#,
        "[1, 2, 3]\n[3, 2, 1]",
    )
    .python("xs.sort()")
    .see(&["sorted"]),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    for name in ["sort", "sort_by"] {
        // Not one of those that leave their object as it is.
        language.engine.register_fn(
            name,
            |context: NativeCallContext<'_>, array: &mut Array, by: FnPtr| -> ScriptResult<()> {
                *array = sorted(array.clone(), &|one, other| {
                    order(&context, &by, one, other)
                })?;
                Ok(())
            },
        );
    }
}

/// What the function says: a number below, at or above zero, or whether the first comes first.
fn order(
    context: &NativeCallContext<'_>,
    by: &FnPtr,
    one: &Dynamic,
    other: &Dynamic,
) -> ScriptResult<Ordering> {
    let said: Dynamic = by.call_within_context(context, (one.clone(), other.clone()))?;
    match (said.as_int(), said.as_bool()) {
        (Ok(number), _) => Ok(number.cmp(&0)),
        (_, Ok(true)) => Ok(Ordering::Less),
        (_, Ok(false)) => Ok(Ordering::Greater),
        _ => {
            let given = type_name(context, &said);
            let text =
                format!("the function of sort must return an integer or a bool, not {given}");
            Err(wrong_type(context, &text))
        }
    }
}

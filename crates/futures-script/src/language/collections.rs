//! What Python scripts take for granted of collections: `sum`, `min`, `max`, `sorted`, `zip`, `enumerate`, `flatten` and
//! `join`.

use std::cmp::Ordering;

use rhai::{Array, Dynamic, FLOAT, FnPtr, INT, ImmutableString, NativeCallContext};

use crate::current;
use crate::error::{ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{
    self, MOST_PAIRS, Options, Row, compare, fits, function, items, number, type_name, walk,
    wrong_type, wrong_value,
};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Ranges,
        &["sum(items: items) -> number"],
        "The sum of numbers; 0 if there are none.",
    )
    .details("Of a range it takes no time, however long that is. One float among the numbers makes the sum a float.")
    .errors(&[
        ("ArithmeticError", "the sum does not fit into an integer"),
        ("TypeError", "an item is no number, or nothing can be walked through"),
    ])
    .example("print([sum([1, 2, 3.5]), sum(1..=100), sum([])]);", "[6.5, 5050, 0]")
    .python("sum(xs)"),
    Entry::function(
        Section::Ranges,
        &[
            "min(items: items) -> any",
            "max(items: items) -> any",
            "min(a: number|string|char, b: number|string|char) -> any",
            "max(a: number|string|char, b: number|string|char) -> any",
        ],
        "The least, or the greatest: of the items, or of two numbers, texts or characters.",
    )
    .errors(&[
        ("ValueError", "there are no items"),
        ("TypeError", "the items have no order among each other, as a number and a text"),
    ])
    .example(
        r#"
print([min([3, 1, 2]), max(["elm", "oak"]), max(0..10)]);
print([min(3, 2.5), max("a", "b")]);"#,
        r#"
[1, "oak", 9]
[2.5, "b"]"#,
    )
    .python("min(xs), max(a, b)"),
    Entry::function(
        Section::Ranges,
        &["sorted(items: items, key_or_options?: function|map) -> array"],
        "A new array with the items in order.",
    )
    .details(
        "What is equal stays in the order it was in. A function as the second argument is the `key`. `xs.sort()` sorts an \
         array in its place.",
    )
    .options(&[
        ("key", "function", "the item itself", "what to sort by, for each item"),
        ("reverse", "bool", "false", "whether the greatest comes first"),
    ])
    .errors(&[("TypeError", "two keys have no order, as a number and a text")])
    .example(
        r#"
let words = ["wait", "map", "gather"];
print(sorted(words));
print(sorted(words, #{key: |w| w.len(), reverse: true}));"#,
        r#"
["gather", "map", "wait"]
["gather", "wait", "map"]"#,
    )
    .python("sorted(xs, key=len, reverse=True)")
    .see(&["array.sort"]),
    Entry::function(
        Section::Ranges,
        &["zip(one: items, other: items) -> array"],
        "Pairs of the items of both, as long as both have any.",
    )
    .details("Nothing is unpacked: a pair is an array of two. `xs.zip(ys, f)` calls a function with each pair instead.")
    .errors(&[("ValueError", "there would be more than 10 million pairs")])
    .example(
        r#"
for pair in zip(["Ada", "Grace"], 1815..) { print(`${pair[0]}: ${pair[1]}`); }"#,
        "Ada: 1815\nGrace: 1816",
    )
    .python("list(zip(a, b))"),
    Entry::function(
        Section::Ranges,
        &["enumerate(items: items, start?: int) -> array"],
        "Pairs of a number and an item, counted from 0 or from `start`.",
    )
    .details("`for (item, i) in items` counts as well, with the counter in second place, and makes no array.")
    .errors(&[("ValueError", "there would be more than 10 million pairs"), ("ArithmeticError", "the numbers become too large")])
    .example(r#"print(enumerate(["a", "b"], 1));"#, r#"[[1, "a"], [2, "b"]]"#)
    .python("list(enumerate(xs, 1))"),
    Entry::function(
        Section::Arrays,
        &["array.flatten() -> array"],
        "The items of the arrays inside, in one array: one level, as it is.",
    )
    .details("An item that is no array stays what it is.")
    .example("print([[1, 2], [3, [4]], 5].flatten());", "[1, 2, 3, [4], 5]")
    .python("[x for part in parts for x in part]"),
    Entry::function(
        Section::Ranges,
        &["join(items: items, between: string) -> string"],
        "The items as texts, with another text between them.",
    )
    .details("The items may be of any type; each is shown as `print` shows it. Mostly called as a method, `xs.join(\", \")`.")
    .example(
        r#"
print(["a", 1, 2.5].join(", "));
print((1..=3).join("-"));"#,
        "a, 1, 2.5\n1-2-3",
    )
    .python("\", \".join(map(str, xs))"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "sum",
        |context: NativeCallContext<'_>, input: Dynamic| match Row::of(&input) {
            Some(row) => total(&row),
            None => sum(&context, items(&context, input)?),
        },
    );
    for (name, wanted) in [("min", Ordering::Less), ("max", Ordering::Greater)] {
        language.function(
            name,
            move |context: NativeCallContext<'_>, input: Dynamic| match Row::of(&input)
                .and_then(|row| row.ends())
            {
                Some((least, _)) if wanted == Ordering::Less => Ok(least.into()),
                Some((_, greatest)) => Ok(greatest.into()),
                None => extreme(&context, items(&context, input)?, wanted),
            },
        );
    }
    language.function(
        "sorted",
        |context: NativeCallContext<'_>, input: Dynamic| {
            sorted(&context, items(&context, input)?, None, false)
        },
    );
    language.function(
        "sorted",
        |context: NativeCallContext<'_>, input: Dynamic, how: Dynamic| {
            let input = items(&context, input)?;
            if how.is_fnptr() {
                return sorted(&context, input, Some(&function(&context, &how)?), false);
            }
            let options = Options::new(&context, &how, &["key", "reverse"])?;
            let key = options.function("key")?;
            let reverse = options.flag("reverse")?.unwrap_or(false);
            sorted(&context, input, key.as_ref(), reverse)
        },
    );
    language.function(
        "zip",
        |context: NativeCallContext<'_>, one: Dynamic, other: Dynamic| -> ScriptResult<Array> {
            let (one, other) = (walk(&context, one)?, walk(&context, other)?);
            fits(&context, one.len().min(other.len()), MOST_PAIRS, "pairs")?;
            one.zip(other)
                .map(|(one, other)| Ok(vec![one?, other?].into()))
                .collect()
        },
    );
    language.function(
        "enumerate",
        |context: NativeCallContext<'_>, input: Dynamic| enumerate(&context, input, 0),
    );
    language.function(
        "enumerate",
        |context: NativeCallContext<'_>, input: Dynamic, start: INT| {
            enumerate(&context, input, start)
        },
    );
    language.function("flatten", |nested: Array| -> Array {
        let parts = nested.into_iter().map(|part| {
            part.flatten()
                .try_cast_result::<Array>()
                .unwrap_or_else(|single| vec![single])
        });
        parts.flatten().collect()
    });
    language.function(
        "join",
        |context: NativeCallContext<'_>, input: Dynamic, between: ImmutableString| {
            join(&context, items(&context, input)?, &between)
        },
    );
}

fn sum(context: &NativeCallContext<'_>, values: Array) -> ScriptResult<Dynamic> {
    let mut whole: INT = 0;
    let mut real: Option<FLOAT> = None;
    for (index, value) in values.iter().enumerate() {
        current::look(context.call_position())?;
        match (real, value.as_int(), number(value)) {
            (None, Ok(value), _) => {
                whole = whole.checked_add(value).ok_or_else(|| {
                    let text = format!("Addition overflow: {whole} + {value}");
                    fail(ScriptErrorKind::Arithmetic, text)
                })?;
            }
            (before, _, Some(value)) => real = Some(before.unwrap_or(whole as FLOAT) + value),
            (_, _, None) => {
                let given = type_name(context, value);
                let hint = match given.as_str() {
                    "a Future" => "; the value of a Future is `result()`",
                    _ => "",
                };
                let text = format!("the items must be numbers, but [{index}] is {given}{hint}");
                return Err(wrong_type(context, &text));
            }
        }
    }
    Ok(real.map_or(Dynamic::from(whole), Dynamic::from))
}

/// The sum of a range, without walking through it.
fn total(row: &Row) -> ScriptResult<Dynamic> {
    let overflow = || {
        let text = "Addition overflow: the sum of the range does not fit into an integer";
        fail(ScriptErrorKind::Arithmetic, text)
    };
    row.total().map(Dynamic::from).ok_or_else(overflow)
}

fn extreme(
    context: &NativeCallContext<'_>,
    values: Array,
    wanted: Ordering,
) -> ScriptResult<Dynamic> {
    let mut values = values.into_iter();
    let Some(mut best) = values.next() else {
        return Err(wrong_value(context, "at least one item is needed"));
    };
    for value in values {
        current::look(context.call_position())?;
        if compare(context, &value, &best)? == wanted {
            best = value;
        }
    }
    Ok(best)
}

/// In order; what is equal stays in the order it was in, also if reversed, as in Python.
fn sorted(
    context: &NativeCallContext<'_>,
    values: Array,
    key: Option<&FnPtr>,
    reverse: bool,
) -> ScriptResult<Array> {
    let key_of = |value: Dynamic| match key {
        Some(key) => {
            let by: Dynamic = key.call_within_context(context, (value.clone(),))?;
            ScriptResult::Ok((by, value))
        }
        None => Ok((value.clone(), value)),
    };
    let keyed: Vec<(Dynamic, Dynamic)> = values
        .into_iter()
        .map(key_of)
        .collect::<ScriptResult<_>>()?;
    let keyed = values::sorted(keyed, &|(one, _), (other, _)| {
        current::look(context.call_position())?;
        let order = compare(context, one, other)?;
        Ok(if reverse { order.reverse() } else { order })
    })?;
    Ok(keyed.into_iter().map(|(_, value)| value).collect())
}

fn enumerate(context: &NativeCallContext<'_>, input: Dynamic, start: INT) -> ScriptResult<Array> {
    let items = walk(context, input)?.at_most(context, MOST_PAIRS, "pairs")?;
    let n_items = items.len();
    let end = INT::try_from(n_items).ok();
    let Some(end) = end.and_then(|n_items| start.checked_add(n_items)) else {
        let text = format!("Addition overflow: {start} + {n_items}");
        return Err(fail(ScriptErrorKind::Arithmetic, text));
    };
    (start..end)
        .zip(items)
        .map(|(number, value)| Ok(vec![number.into(), value?].into()))
        .collect()
}

/// The items as `print` would show each, in one text.
fn join(
    context: &NativeCallContext<'_>,
    values: Array,
    between: &str,
) -> ScriptResult<ImmutableString> {
    let shown = values
        .into_iter()
        .map(|value| context.call_native_fn("to_string", (value,)))
        .collect::<ScriptResult<Vec<ImmutableString>>>()?;
    Ok(shown.join(between).into())
}

//! What Python scripts take for granted of ranges: `range(n)`, `range(a, b, step)`, and `map`, `filter`, `len` and
//! `to_array` of these and of `a..b` and `a..=b`; and `for_each` of all that `for` walks through.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, FnPtr, INT, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{MOST_ITEMS, Numbers, Row, Steps, fits, items, wrong_value};

fn steps(context: &NativeCallContext<'_>, begin: INT, end: INT, step: INT) -> ScriptResult<Steps> {
    if step == 0 {
        return Err(wrong_value(context, "the step must not be 0"));
    }
    Ok(Steps { begin, end, step })
}

fn contains(steps: &Steps, number: INT) -> bool {
    let between = if steps.step > 0 {
        (steps.begin..steps.end).contains(&number)
    } else {
        number > steps.end && number <= steps.begin
    };
    let way = i128::from(number) - i128::from(steps.begin);
    between && way % i128::from(steps.step) == 0
}

impl IntoIterator for Steps {
    type Item = ScriptResult<Dynamic>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item>>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.row().map(|number| Ok(number.into())))
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Ranges,
        &[
            "range(end: int) -> range",
            "range(begin: int, end: int) -> range",
            "range(begin: int, end: int, step: int) -> range",
            "range(numbers: range, step: int) -> range",
        ],
        "Whole numbers from `begin`, or 0, up to and without `end`, in steps, or down if the step is negative.",
    )
    .details(
        "`a..b` is the same as `range(a, b)`, and `a..=b` includes its end. A range takes no memory, and `len`, `sum`, `min` \
         and `max` of one take no time.",
    )
    .errors(&[("ValueError", "the step is 0")])
    .example(
        r#"
print(range(3).to_array());
print(range(9, 0, -3).to_array());
print(sum(1..=1_000_000));"#,
        "[0, 1, 2]\n[9, 6, 3]\n500000500000",
    )
    .python("range(9, 0, -3)"),
    Entry::function(
        Section::Ranges,
        &[
            "range.map(f: function) -> array",
            "range.filter(f: function) -> array",
            "range.len() -> int",
            "range.contains(number: int) -> bool",
        ],
        "What arrays can do as well: results for all numbers, those that a function says true of, how many, is one of them.",
    )
    .details("A number is in a range with steps only if a step leads to it. `n in 0..9` asks the same.")
    .errors(&[("ValueError", "`map` of more than 100 million numbers")])
    .example(
        r#"
print((1..=3).map(|n| n * n));
print((0..10).filter(|n| n % 4 == 0));
print([(5..8).len(), range(0, 9, 3).contains(4)]);"#,
        "[1, 4, 9]\n[0, 4, 8]\n[3, false]",
    )
    .python("[n * n for n in range(1, 4)]"),
    Entry::function(
        Section::Ranges,
        &["for_each(items: items, f: function)"],
        "Calls a function with each item.",
    )
    .details("Mostly called as a method.")
    .example(
        r#"
["a", "b"].for_each(|item| print(item));
(1..=2).for_each(|n| print(n));"#,
        "a\nb\n1\n2",
    )
    .python("for item in items: print(item)"),
    Entry::function(
        Section::Ranges,
        &["to_array(items: items) -> array"],
        "An array of everything that a `for` loop would walk through.",
    )
    .errors(&[("ValueError", "there are more than 100 million items"), ("TypeError", "nothing can be walked through")])
    .example(
        r#"
print((0..3).to_array());
print("abc".chars().to_array());"#,
        "[0, 1, 2]\n[a, b, c]",
    )
    .python("list(range(3))"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.engine.register_type_with_name::<Steps>("range");
    language.iterator::<Steps>();
    language
        .shown_as(|steps: &Steps| format!("range({}, {}, {})", steps.begin, steps.end, steps.step));
    language.function("contains", |steps: &mut Steps, number: INT| {
        contains(steps, number)
    });
    // The engine's own wants two numbers, and its ranges with steps can do nothing but be walked through.
    language.function("range", |end: INT| -> Range<INT> { 0..end });
    language.function(
        "range",
        |context: NativeCallContext<'_>, begin: INT, end: INT, step: INT| {
            steps(&context, begin, end, step)
        },
    );
    language.function(
        "range",
        |context: NativeCallContext<'_>, range: Range<INT>, step: INT| {
            steps(&context, range.start, range.end, step)
        },
    );
    of_numbers::<Range<INT>>(language);
    of_numbers::<RangeInclusive<INT>>(language);
    of_numbers::<Steps>(language);
    // The engine's own gives the index alone, and the item as `this`.
    language.function(
        "for_each",
        |context: NativeCallContext<'_>, items: &mut Array, f: FnPtr| {
            for_each(&context, items.clone(), &f)
        },
    );
    language.function(
        "for_each",
        |context: NativeCallContext<'_>, input: Dynamic, f: FnPtr| {
            for_each(&context, items(&context, input)?, &f)
        },
    );
    language.function(
        "to_array",
        |context: NativeCallContext<'_>, input: Dynamic| items(&context, input),
    );
}

fn of_numbers<R: Numbers>(language: &mut Definitions<'_>) {
    language.function(
        "map",
        |context: NativeCallContext<'_>, range: R, f: FnPtr| map(&context, range.row(), &f),
    );
    language.function(
        "filter",
        |context: NativeCallContext<'_>, range: R, f: FnPtr| filter(&context, range.row(), &f),
    );
    language.function("len", |range: R| -> INT {
        INT::try_from(range.row().len()).unwrap_or(INT::MAX)
    });
}

fn map(context: &NativeCallContext<'_>, mut numbers: Row, f: &FnPtr) -> ScriptResult<Array> {
    fits(context, numbers.len(), MOST_ITEMS, "items")?;
    numbers.try_fold(Array::new(), |mut results, number| {
        results.push(f.call_within_context(context, (number,))?);
        Ok(results)
    })
}

fn for_each(context: &NativeCallContext<'_>, items: Array, f: &FnPtr) -> ScriptResult<()> {
    for item in items {
        let _: Dynamic = f.call_within_context(context, (item,))?;
    }
    Ok(())
}

fn filter(context: &NativeCallContext<'_>, numbers: Row, f: &FnPtr) -> ScriptResult<Array> {
    let mut kept = Array::new();
    for number in numbers {
        if f.call_within_context::<bool>(context, (number,))? {
            kept.push(number.into());
        }
    }
    Ok(kept)
}

//! What Python scripts take for granted of ranges: `range(n)`, `range(a, b, step)`, and `map`, `filter`, `len` and
//! `to_array` of these and of `a..b` and `a..=b`.

use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, FnPtr, INT, NativeCallContext, Variant};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{items, wrong_value};

/// Numbers at equal distances, up or down, as `range(a, b, step)` gives them.
#[derive(Clone)]
pub(crate) struct Steps {
    begin: INT,
    end: INT,
    step: INT,
}

/// Something that stands for whole numbers in a row.
trait Numbers: Variant + Clone {
    fn numbers(self) -> impl Iterator<Item = INT>;
}

impl Numbers for Range<INT> {
    fn numbers(self) -> impl Iterator<Item = INT> {
        self
    }
}

impl Numbers for RangeInclusive<INT> {
    fn numbers(self) -> impl Iterator<Item = INT> {
        self
    }
}

impl Numbers for Steps {
    fn numbers(self) -> impl Iterator<Item = INT> {
        // Between the ends there may be more than fits into an integer.
        let (begin, step) = (i128::from(self.begin), i128::from(self.step));
        let way = (i128::from(self.end) - begin) * step.signum();
        let n_steps = u64::try_from(way)
            .unwrap_or(0)
            .div_ceil(self.step.unsigned_abs());
        (0..n_steps).map(move |index| (begin + i128::from(index) * step) as INT)
    }
}

impl Steps {
    fn new(context: &NativeCallContext<'_>, begin: INT, end: INT, step: INT) -> ScriptResult<Self> {
        if step == 0 {
            return Err(wrong_value(context, "the step must not be 0"));
        }
        Ok(Steps { begin, end, step })
    }

    fn contains(&self, number: INT) -> bool {
        let between = if self.step > 0 {
            (self.begin..self.end).contains(&number)
        } else {
            number > self.end && number <= self.begin
        };
        let way = i128::from(number) - i128::from(self.begin);
        between && way % i128::from(self.step) == 0
    }
}

impl IntoIterator for Steps {
    type Item = ScriptResult<Dynamic>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item>>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.numbers().map(|number| Ok(number.into())))
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
    language.engine.register_type_with_name::<Steps>("range");
    language.iterator::<Steps>();
    language
        .shown_as(|steps: &Steps| format!("range({}, {}, {})", steps.begin, steps.end, steps.step));
    language.function("contains", |steps: &mut Steps, number: INT| {
        steps.contains(number)
    });
    // The engine's own wants two numbers, and its ranges with steps can do nothing but be walked through.
    language.function("range", |end: INT| -> Range<INT> { 0..end });
    language.function(
        "range",
        |context: NativeCallContext<'_>, begin: INT, end: INT, step: INT| {
            Steps::new(&context, begin, end, step)
        },
    );
    language.function(
        "range",
        |context: NativeCallContext<'_>, range: Range<INT>, step: INT| {
            Steps::new(&context, range.start, range.end, step)
        },
    );
    of_numbers::<Range<INT>>(language);
    of_numbers::<RangeInclusive<INT>>(language);
    of_numbers::<Steps>(language);
    language.function(
        "to_array",
        |context: NativeCallContext<'_>, input: Dynamic| items(&context, input),
    );
}

fn of_numbers<R: Numbers>(language: &mut Definitions<'_>) {
    language.function(
        "map",
        |context: NativeCallContext<'_>, range: R, f: FnPtr| map(&context, range.numbers(), &f),
    );
    language.function(
        "filter",
        |context: NativeCallContext<'_>, range: R, f: FnPtr| filter(&context, range.numbers(), &f),
    );
    language.function("len", |range: R| -> INT {
        let (len, _) = range.numbers().size_hint();
        INT::try_from(len).unwrap_or(INT::MAX)
    });
}

fn map(
    context: &NativeCallContext<'_>,
    mut numbers: impl Iterator<Item = INT>,
    f: &FnPtr,
) -> ScriptResult<Array> {
    numbers.try_fold(Array::new(), |mut results, number| {
        results.push(f.call_within_context(context, (number,))?);
        Ok(results)
    })
}

fn filter(
    context: &NativeCallContext<'_>,
    numbers: impl Iterator<Item = INT>,
    f: &FnPtr,
) -> ScriptResult<Array> {
    let mut kept = Array::new();
    for number in numbers {
        if f.call_within_context::<bool>(context, (number,))? {
            kept.push(number.into());
        }
    }
    Ok(kept)
}

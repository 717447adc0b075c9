//! Numbers as texts and by chance: `round(x, digits)`, `format(x, ".2")`, `random()`.

use rhai::{Dynamic, FLOAT, INT, ImmutableString, NativeCallContext};

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{FormatSpec, number, type_name, wrong_type, wrong_value};

/// More digits than a float has.
const MAX_DIGITS: INT = 400;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Numbers,
        &["round(number: number, digits: int) -> number", "float.round() -> float"],
        "Rounds to so many digits behind the point; without `digits`, to a whole number, which stays a float.",
    )
    .details(
        "With `digits` it rounds as Python's: of two that are as near the even one, and to tens or hundreds if `digits` is \
         negative. Without, a half goes away from zero, and the result is `3.0`: `round(x, 0).to_int()` is Python's `round(x)`.",
    )
    .errors(&[("TypeError", "`number` is none")])
    .example("print([round(2.675, 2), round(1234, -2), 2.5.round()]);", "[2.67, 1200, 3.0]")
    .python("round(x, 2)"),
    Entry::function(
        Section::Strings,
        &["format(value: any, spec: string) -> string"],
        "The value as a text, with so many digits or in a column of some width.",
    )
    .details(
        "`spec` is Python's: `\".2f\"` two digits, `\",\"` thousands, `\">8\"` to the right in eight columns (`<` left, `^` in \
         the middle), `\"05\"` zeroes in front, `\".1%\"` percent, `\"x\"` hexadecimal.",
    )
    .errors(&[
        ("ValueError", "`spec` is no format"),
        ("TypeError", "`spec` is for numbers, and the value is none"),
    ])
    .example(
        r#"
print(format(2.0 / 3, ".2f"));
print(format(1234567, ","));
print(`[${format("ok", ">6")}] [${format(7, "03")}] [${format(0.256, ".1%")}]`);"#,
        "0.67\n1,234,567\n[    ok] [007] [25.6%]",
    )
    .python("f\"{x:.2f}\", f\"{n:,}\", f\"{s:>6}\""),
    Entry::function(
        Section::Time,
        &["random() -> float", "random(least: number, most: number) -> number"],
        "A random float from 0 up to 1; a whole number from `least` to `most`, both included; or a float between two.",
    )
    .details("With `--sim=SEED` the numbers follow from the seed.")
    .errors(&[("ValueError", "`least` is greater than `most`"), ("TypeError", "something is no number")])
    .example(
        r#"
let die = random(1, 6);
print(die >= 1 && die <= 6);
let pause = random(0.1, 0.5);
print(pause >= 0.1 && pause < 0.5);"#,
        "true\ntrue",
    )
    .python("random.random(), random.randint(1, 6), random.uniform(0.1, 0.5)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "round",
        |context: NativeCallContext<'_>, value: Dynamic, digits: INT| {
            round(&context, &value, digits)
        },
    );
    language.function(
        "format",
        |context: NativeCallContext<'_>, value: Dynamic, spec: ImmutableString| {
            let parsed = FormatSpec::parse(&spec).ok_or_else(|| {
                let text =
                    format!("`{spec}` is no format such as \".2\", \"8.3\", \",\" or \">10\"");
                wrong_value(&context, &text)
            })?;
            parsed.apply(&value).ok_or_else(|| {
                let given = type_name(&context, &value);
                wrong_type(&context, &format!("`{spec}` is for numbers, not {given}"))
            })
        },
    );
    language.function("random", || -> ScriptResult<FLOAT> {
        Ok(current::run()?.chance().float())
    });
    language.function(
        "random",
        |context: NativeCallContext<'_>, least: Dynamic, most: Dynamic| {
            random_between(&context, &least, &most)
        },
    );
}

/// To so many digits behind the point; the nearest one, and of two as near the even one, as in Python.
fn round(context: &NativeCallContext<'_>, value: &Dynamic, digits: INT) -> ScriptResult<Dynamic> {
    if digits >= 0
        && let Ok(whole) = value.as_int()
    {
        return Ok(whole.into());
    }
    let Some(real) = number(value) else {
        let given = type_name(context, value);
        return Err(wrong_type(
            context,
            &format!("a number is needed, not {given}"),
        ));
    };
    let digits = digits.clamp(-MAX_DIGITS, MAX_DIGITS);
    let rounded = if digits < 0 {
        let unit = (10.0 as FLOAT).powi(-digits as i32);
        // Nothing is left of a number beside a unit that is infinite.
        let n_units = (real / unit).round_ties_even();
        if n_units == 0.0 {
            n_units
        } else {
            n_units * unit
        }
    } else if real.is_finite() {
        let text = format!("{real:.*}", digits as usize);
        text.parse().unwrap_or(real)
    } else {
        real
    };
    if value.is_int() {
        Ok((rounded as INT).into())
    } else {
        Ok(rounded.into())
    }
}

/// A whole number from `least` to `most`, both included, or a float between them.
fn random_between(
    context: &NativeCallContext<'_>,
    least: &Dynamic,
    most: &Dynamic,
) -> ScriptResult<Dynamic> {
    let wrong_order = || {
        wrong_value(
            context,
            &format!("the least must not be greater than the most, got {least} and {most}"),
        )
    };
    if let (Ok(least), Ok(most)) = (least.as_int(), most.as_int()) {
        if least > most {
            return Err(wrong_order());
        }
        let many = most.abs_diff(least);
        let chosen = current::run()?.chance().up_to(many);
        return Ok(least.wrapping_add_unsigned(chosen).into());
    }
    match (number(least), number(most)) {
        (Some(least), Some(most)) if least <= most => {
            Ok((least + (most - least) * current::run()?.chance().float()).into())
        }
        (Some(_), Some(_)) => Err(wrong_order()),
        _ => {
            let (least, most) = (type_name(context, least), type_name(context, most));
            let text = format!("two numbers are needed, not {least} and {most}");
            Err(wrong_type(context, &text))
        }
    }
}

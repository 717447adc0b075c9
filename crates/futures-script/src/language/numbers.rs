//! Numbers as texts and by chance: `round(x, digits)`, `format(x, ".2")`, `random()`.

use rhai::{Dynamic, FLOAT, INT, ImmutableString, NativeCallContext};

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{FormatSpec, number, type_name, wrong_type, wrong_value};

/// More digits than a float has.
const MAX_DIGITS: INT = 400;

pub(super) fn define(language: &mut Definitions<'_>) {
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

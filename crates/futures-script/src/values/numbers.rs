//! Numbers that mean something: seconds and counts.

use std::time::Duration;

use rhai::{Dynamic, NativeCallContext};

use crate::error::ScriptResult;
use crate::values::{Options, type_name, wrong_type, wrong_value};

/// A time given in seconds, as an integer or a float.
///
/// # Errors
/// If it is no number, negative, not finite, or more than a clock can show; `what` names it in the message.
pub(crate) fn seconds(
    context: &NativeCallContext<'_>,
    what: &str,
    value: &Dynamic,
) -> ScriptResult<Duration> {
    let number = value
        .as_float()
        .or_else(|_| value.as_int().map(|whole| whole as f64))
        .map_err(|_| {
            let given = type_name(context, value);
            wrong_type(
                context,
                &format!("{what} must be a number of seconds, not {given}"),
            )
        })?;
    if number < 0.0 {
        let text = format!("{what} must not be negative, got {value}");
        return Err(wrong_value(context, &text));
    }
    Duration::try_from_secs_f64(number).map_err(|_| {
        let text = match (number.is_nan(), what) {
            (true, _) => format!("{what} must be a number of seconds, got {value}"),
            (false, "timeout") => {
                format!("{what} is too long, got {value}; `()` stands for no limit")
            }
            (false, _) => format!("{what} is too long, got {value}"),
        };
        wrong_value(context, &text)
    })
}

/// A time limit in seconds, alone or as `#{timeout: …}`, or `()` for none; in Python `None`.
///
/// # Errors
/// As [`seconds`].
pub(crate) fn timeout(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
) -> ScriptResult<Option<Duration>> {
    if value.is_unit() {
        Ok(None)
    } else if value.is_map() {
        Options::new(context, value, &["timeout"])?.seconds("timeout")
    } else {
        seconds(context, "timeout", value).map(Some)
    }
}

/// A whole number of at least one.
///
/// # Errors
/// If it is not; `what` names it in the message.
pub(crate) fn positive(
    context: &NativeCallContext<'_>,
    what: &str,
    value: &Dynamic,
) -> ScriptResult<usize> {
    at_least(context, what, 1, value)
}

/// A whole number of at least `least`.
///
/// # Errors
/// As [`positive`].
pub(crate) fn at_least(
    context: &NativeCallContext<'_>,
    what: &str,
    least: usize,
    value: &Dynamic,
) -> ScriptResult<usize> {
    let number = value.as_int().map_err(|_| {
        let given = type_name(context, value);
        wrong_type(context, &format!("{what} must be an integer, not {given}"))
    })?;
    usize::try_from(number)
        .ok()
        .filter(|number| *number >= least)
        .ok_or_else(|| {
            wrong_value(
                context,
                &format!("{what} must be at least {least}, got {number}"),
            )
        })
}

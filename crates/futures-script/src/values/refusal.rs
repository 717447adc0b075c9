//! How a native refuses what it was given: its own name first, then what it wants, then what it got.

use rhai::{Dynamic, EvalAltResult, NativeCallContext};

use crate::error::{ScriptErrorKind, fail};
use crate::values::with_article;

/// A `TypeError` of the native that `context` stands for.
pub(crate) fn wrong_type(context: &NativeCallContext<'_>, text: &str) -> Box<EvalAltResult> {
    fail(
        ScriptErrorKind::Type,
        format!("{}: {text}", context.fn_name()),
    )
}

/// A `ValueError` of the native that `context` stands for.
pub(crate) fn wrong_value(context: &NativeCallContext<'_>, text: &str) -> Box<EvalAltResult> {
    fail(
        ScriptErrorKind::Value,
        format!("{}: {text}", context.fn_name()),
    )
}

/// The type of the value in words, with its article.
pub(crate) fn type_name(context: &NativeCallContext<'_>, value: &Dynamic) -> String {
    with_article(context.engine().map_type_name(value.type_name()))
}

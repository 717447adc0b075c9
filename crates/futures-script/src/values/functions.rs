//! Functions as arguments.

use rhai::{Dynamic, FnPtr, NativeCallContext};

use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type};

/// The function that `value` is.
///
/// # Errors
/// If it is none.
pub(crate) fn function(context: &NativeCallContext<'_>, value: &Dynamic) -> ScriptResult<FnPtr> {
    value
        .read_lock::<FnPtr>()
        .map(|function| function.clone())
        .ok_or_else(|| {
            wrong_type(
                context,
                &format!("a function is needed, not {}", type_name(context, value)),
            )
        })
}

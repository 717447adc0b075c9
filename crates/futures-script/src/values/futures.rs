//! Futures as scripts hold them, and arrays of futures as arguments.

use futures_core::SharedFuture;
use rhai::{Array, Dynamic, NativeCallContext};

use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type};

/// What `submit` gives to a script. Copies are the same future.
pub(crate) type ScriptFuture = SharedFuture<Dynamic>;

/// The futures in `value`, an array.
///
/// # Errors
/// If it is no array, or has other things in it.
pub(crate) fn futures(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
) -> ScriptResult<Vec<ScriptFuture>> {
    let Some(array) = value.read_lock::<Array>() else {
        let given = type_name(context, value);
        return Err(wrong_type(
            context,
            &format!("an array of futures is needed, not {given}"),
        ));
    };
    let futures = array.iter().enumerate().map(|(index, item)| {
        item.read_lock::<ScriptFuture>()
            .map(|future| future.clone())
            .ok_or_else(|| {
                let given = type_name(context, item);
                let text = format!("an array of futures is needed, but [{index}] is {given}");
                wrong_type(context, &text)
            })
    });
    futures.collect()
}

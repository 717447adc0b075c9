//! Functions as arguments, and the definitions behind them.

use rhai::{Dynamic, FnPtr, Module, NativeCallContext, ScriptFuncDef, Shared};

use crate::error::ScriptResult;
use crate::values::{type_name, wrong_type};

/// How many parameters a function of a script is expected to have at most, captures included.
const MAX_PARAMETERS: usize = 32;

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

/// A definition of the function or closure called `name`, with whatever number of parameters.
pub(crate) fn definition<'a>(
    libraries: &'a [Shared<Module>],
    name: &str,
) -> Option<&'a Shared<ScriptFuncDef>> {
    let in_library = |library: &'a Shared<Module>| {
        (0..=MAX_PARAMETERS).find_map(|n_parameters| library.get_script_fn(name, n_parameters))
    };
    libraries.iter().find_map(in_library)
}

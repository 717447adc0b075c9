//! How the engine finds variables, where that differs from what it does by itself.
//!
//! * **Captured handles.** When a closure captures a variable, the engine puts the variable's value behind a lock, for
//!   the closure and for its maker, and a method call holds that lock until it returns. For a handle that would be
//!   fatal: `pool.submit(|| …)` inside a task of that pool, or `future.result()` while another function asks
//!   `future.done()`, would fail with a data race. So a variable with a captured handle gets the handle itself back as
//!   soon as it is looked at.
//! * **Caught errors.** Where the engine's own errors are caught they are maps; they become `Error` objects.
//! * **Functions that are defined further down** can be used by name inside closures.
//! * **The names of `with`**, and the constants of the language, inside closures.
//! * **Copies** of variables that a closure uses while its method reads them, see [`receivers`](crate::receivers).

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_core::host::Lock;
use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, FnPtr, ImmutableString, Map, Position};

use crate::error::{ScriptResult, from_caught};
use crate::handles::HandleTypes;
use crate::modules::is_hidden_name;
use crate::receivers::copied_by;
use crate::values::definition;

/// The names that `with … as NAME` gives in the scripts of an engine.
pub(crate) type WithNames = Arc<Lock<BTreeSet<ImmutableString>>>;

/// Makes the engine find variables as described above.
#[expect(
    deprecated,
    reason = "the engine marks calls this way that may change; the version is pinned"
)]
pub(crate) fn resolve(
    engine: &mut Engine,
    handles: HandleTypes,
    with_names: WithNames,
    constants: Map,
) {
    engine.on_var(move |name, index, context| {
        resolve_one(&handles, &with_names, &constants, name, index, context)
    });
}

/// The value to use for a variable, or `None` for what the engine finds by itself.
fn resolve_one(
    handles: &HandleTypes,
    with_names: &WithNames,
    constants: &Map,
    name: &str,
    index: usize,
    mut context: EvalContext<'_, '_, '_, '_, '_, '_>,
) -> ScriptResult<Option<Dynamic>> {
    if let Some((method, name)) = copied_by(name) {
        let found = context
            .scope()
            .iter_raw()
            .find(|(known, ..)| *known == name);
        if let Some((_, _, variable)) = found {
            return copy(handles, variable, method).map(Some);
        }
        let other = resolve_one(handles, with_names, constants, name, 0, context)?;
        let unknown = || EvalAltResult::ErrorVariableNotFound(name.to_owned(), Position::NONE);
        return other.map(Some).ok_or_else(|| unknown().into());
    }
    let found = {
        // The iterator begins with the newest variable, which is also what the index counts from.
        let mut variables = context.scope().iter_raw();
        match index.checked_sub(1) {
            Some(offset) => variables.nth(offset),
            None => variables.find(|(known, ..)| *known == name),
        }
    };
    let Some((_, is_constant, variable)) = found else {
        // A closure inside `with` takes the name of the resource for a variable of its surroundings when it is made,
        // which is before the block gives it a meaning.
        let is_resource = with_names.lock().contains(name);
        if is_resource {
            return Ok(Some(Dynamic::UNIT));
        }
        if is_hidden_name(name) {
            return Ok(constant_of_module(&context, name).or_else(|| function(&context, name)));
        }
        // The engine finds these too, but not while it makes a closure that captures them.
        let constant = constants.get(name).cloned();
        return Ok(constant.or_else(|| function(&context, name)));
    };
    let Some(value) = better_value(handles, variable) else {
        return Ok(None);
    };
    if is_constant {
        return Ok(Some(value));
    }
    if let Some(slot) = context.scope_mut().get_mut(name) {
        *slot = value;
    }
    Ok(None)
}

/// What a variable should rather hold: a handle instead of a captured handle, an `Error` instead of a caught map.
fn better_value(handles: &HandleTypes, variable: &Dynamic) -> Option<Dynamic> {
    if variable.is_shared() {
        let value = variable.read_lock::<Dynamic>()?;
        return handles.contains(&value).then(|| value.clone());
    }
    if !variable.is_map() {
        return None;
    }
    from_caught(&*variable.read_lock::<Map>()?).map(Dynamic::from)
}

/// A copy of the variable, for `method` to read.
fn copy(handles: &HandleTypes, variable: &Dynamic, method: &str) -> ScriptResult<Dynamic> {
    let value = better_value(handles, variable).unwrap_or_else(|| variable.flatten_clone());
    // A map may hold a function of that name, which may change the map.
    let is_own = value
        .read_lock::<Map>()
        .is_some_and(|map| map.get(method).is_some_and(Dynamic::is_fnptr));
    if is_own || value.is_shared() {
        let what = format!("argument #1 of function '{method}'");
        return Err(EvalAltResult::ErrorDataRace(what, Position::NONE).into());
    }
    Ok(value)
}

/// What a module has exported under this name.
fn constant_of_module(
    context: &EvalContext<'_, '_, '_, '_, '_, '_>,
    name: &str,
) -> Option<Dynamic> {
    let constants = context.global_runtime_state().constants.as_ref()?;
    let constants = constants
        .read()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    constants.get(name).cloned()
}

/// The function of the script that has this name.
///
/// The engine knows it too, but not yet when it compiles a closure that stands further up.
fn function(context: &EvalContext<'_, '_, '_, '_, '_, '_>, name: &str) -> Option<Dynamic> {
    Some(FnPtr::from(definition(context.namespaces(), name)?.clone()).into())
}

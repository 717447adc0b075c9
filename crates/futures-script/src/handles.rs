//! Handles: values of ours that stay one object however often they are copied, and how captured ones are reached.
//!
//! When a closure captures a variable, the engine puts the variable's value behind a lock, for the closure and for its
//! maker, and a method call holds that lock until it returns. For a handle that would be fatal: `pool.submit(|| …)`
//! inside a task of that pool, or `future.result()` while another function asks `future.done()`, would fail with a
//! data race. So a variable with a captured handle gets the handle itself back as soon as it is looked at.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::sync::Arc;

use futures_core::host::Lock;
use rhai::{Dynamic, Engine, EvalContext, ImmutableString};

use crate::error::ScriptResult;

/// The types of handles; copying a value of such a type yields the same object.
#[derive(Clone, Default)]
pub(crate) struct HandleTypes(Vec<TypeId>);

impl HandleTypes {
    pub(crate) fn add<T: 'static>(&mut self) {
        self.0.push(TypeId::of::<T>());
    }

    fn contains(&self, value: &Dynamic) -> bool {
        self.0.contains(&value.type_id())
    }
}

/// The names that `with … as NAME` gives in the scripts of an engine.
pub(crate) type WithNames = Arc<Lock<BTreeSet<ImmutableString>>>;

/// Makes captured handles reachable, and the names of `with`.
#[expect(
    deprecated,
    reason = "the engine marks calls this way that may change; the version is pinned"
)]
pub(crate) fn unshare(engine: &mut Engine, handles: HandleTypes, with_names: WithNames) {
    engine.on_var(move |name, index, context| look_up(&handles, &with_names, name, index, context));
}

/// The value to use for the variable, or `None` for what the engine finds by itself.
fn look_up(
    handles: &HandleTypes,
    with_names: &WithNames,
    name: &str,
    index: usize,
    mut context: EvalContext<'_, '_, '_, '_, '_, '_>,
) -> ScriptResult<Option<Dynamic>> {
    let found = {
        // The iterator begins with the newest variable, which is also what the index counts from.
        let mut variables = context.scope().iter_raw();
        match index.checked_sub(1) {
            Some(offset) => variables.nth(offset),
            None => variables.find(|(known, ..)| *known == name),
        }
    };
    let Some((_, constant, variable)) = found else {
        // A closure inside `with` takes the name of the resource for a variable of its surroundings when it is made,
        // which is before the block gives it a meaning.
        let named = with_names.lock().contains(name);
        return Ok(named.then_some(Dynamic::UNIT));
    };
    if !variable.is_shared() {
        return Ok(None);
    }
    let Some(handle) = variable
        .read_lock::<Dynamic>()
        .filter(|value| handles.contains(value))
        .map(|value| value.clone())
    else {
        return Ok(None);
    };
    if constant {
        return Ok(Some(handle));
    }
    if let Some(slot) = context.scope_mut().get_mut(name) {
        *slot = handle;
    }
    Ok(None)
}

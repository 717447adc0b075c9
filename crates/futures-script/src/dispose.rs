//! Lets go of what handles hold, however deep they hold each other.
//!
//! A list in a list in a list … would be dropped recursively, one stack frame or more for each level. The contents of a
//! handle are therefore put on a heap of rubbish that its thread works off one by one.

use std::cell::RefCell;

use rhai::{Array, Dynamic, FnPtr, Map};

use crate::capture;
use crate::error::ScriptError;
use crate::remote::Packed;

thread_local! {
    /// What is still to be dropped; `None` while nobody drops anything.
    static RUBBISH: RefCell<Option<Vec<Dynamic>>> = const { RefCell::new(None) };
}

/// A value that a future holds, where the future is another crate's and drops it as it is.
#[derive(Clone)]
struct Held(Dynamic);

impl Drop for Held {
    fn drop(&mut self) {
        dispose([std::mem::take(&mut self.0)]);
    }
}

/// What a future should hold for `value`; [`copy_held`] has it back.
pub(crate) fn hold(value: Dynamic) -> Dynamic {
    if may_hold_handles(&value) {
        Dynamic::from(Held(value))
    } else {
        value
    }
}

/// A copy of the value that a future holds.
///
/// # Errors
/// If it cannot be copied, or came from another process and is damaged.
pub(crate) fn copy_held(value: &Dynamic) -> Result<Dynamic, ScriptError> {
    if let Some(packed) = value.read_lock::<Packed>() {
        return packed.unpack();
    }
    match value.read_lock::<Held>() {
        Some(held) => capture::copy(&held.0),
        None => capture::copy(value),
    }
}

/// Drops the contents of a handle that goes.
pub(crate) fn dispose(values: impl IntoIterator<Item = Dynamic>) {
    let mut values: Vec<Dynamic> = values.into_iter().filter(may_hold_handles).collect();
    if values.is_empty() {
        return;
    }
    let is_nested = RUBBISH.try_with(|rubbish| {
        let mut rubbish = rubbish.borrow_mut();
        match &mut *rubbish {
            Some(rubbish) => {
                rubbish.append(&mut values);
                true
            }
            None => {
                *rubbish = Some(std::mem::take(&mut values));
                false
            }
        }
    });
    if is_nested != Ok(false) {
        return;
    }
    while let Some(value) = RUBBISH.with_borrow_mut(|rubbish| rubbish.as_mut().and_then(Vec::pop)) {
        take_apart(value);
    }
    RUBBISH.set(None);
}

fn may_hold_handles(value: &Dynamic) -> bool {
    value.is_shared()
        || value.is_array()
        || value.is_map()
        || value.is_fnptr()
        || value.is_variant()
}

/// Drops a value; what arrays, maps and closures have in them becomes rubbish of its own.
fn take_apart(mut value: Dynamic) {
    if value.is_shared() {
        // It may be another's too, whose part it stays.
        return;
    }
    let parts: Vec<Dynamic> = if let Some(mut array) = value.write_lock::<Array>() {
        std::mem::take(&mut *array)
    } else if let Some(mut map) = value.write_lock::<Map>() {
        std::mem::take(&mut *map).into_values().collect()
    } else if let Some(mut function) = value.write_lock::<FnPtr>() {
        function.iter_curry_mut().map(std::mem::take).collect()
    } else {
        return;
    };
    RUBBISH.with_borrow_mut(|rubbish| {
        if let Some(rubbish) = rubbish {
            rubbish.extend(parts.into_iter().filter(may_hold_handles));
        }
    });
}

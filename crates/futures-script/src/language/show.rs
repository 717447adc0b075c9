//! How arrays and maps are shown: as the engine shows them, but only so deep.
//!
//! The engine goes down through itself, with a large stack frame for each level, and a value that nests some thousand
//! levels deep would end the process.

use rhai::{Array, Dynamic, FnPtr, ImmutableString, Map, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::modules::shown_names;

/// Who reads a value that nests deeper than this?
const MAX_DEPTH: usize = 100;

pub(super) fn define(language: &mut Definitions<'_>) {
    for name in ["print", "to_string", "debug", "to_debug"] {
        language.function(
            name,
            |context: NativeCallContext<'_>, array: &mut Array| -> ScriptResult<ImmutableString> {
                let mut text = String::new();
                show_array(&context, array, MAX_DEPTH, &mut text)?;
                Ok(text.into())
            },
        );
        language.function(
            name,
            |context: NativeCallContext<'_>, map: &mut Map| -> ScriptResult<ImmutableString> {
                let mut text = String::new();
                show_map(&context, map, MAX_DEPTH, &mut text)?;
                Ok(text.into())
            },
        );
        // Those of modules have other names behind the scenes.
        language.function(name, |function: &mut FnPtr| -> ImmutableString {
            shown_names(&function.to_string()).into()
        });
    }
}

/// The value as `debug` shows it.
pub(super) fn shown(context: &NativeCallContext<'_>, value: &Dynamic) -> ScriptResult<String> {
    let mut text = String::new();
    show(context, value, MAX_DEPTH, &mut text)?;
    Ok(text)
}

fn show(
    context: &NativeCallContext<'_>,
    value: &Dynamic,
    depth: usize,
    text: &mut String,
) -> ScriptResult<()> {
    if let Some(array) = value.read_lock::<Array>() {
        return show_array(context, &array, depth, text);
    }
    if let Some(map) = value.read_lock::<Map>() {
        return show_map(context, &map, depth, text);
    }
    if value.is_fnptr() {
        // To the engine this would be a use of what the closure has captured, which may be this very value.
        text.push_str(&shown_names(&value.to_string()));
        return Ok(());
    }
    let shown: ImmutableString = context.call_native_fn("to_debug", (value.flatten_clone(),))?;
    text.push_str(&shown);
    Ok(())
}

fn show_array(
    context: &NativeCallContext<'_>,
    array: &Array,
    depth: usize,
    text: &mut String,
) -> ScriptResult<()> {
    let Some(depth) = depth.checked_sub(1) else {
        text.push_str("[…]");
        return Ok(());
    };
    text.push('[');
    for (index, item) in array.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        show(context, item, depth, text)?;
    }
    text.push(']');
    Ok(())
}

fn show_map(
    context: &NativeCallContext<'_>,
    map: &Map,
    depth: usize,
    text: &mut String,
) -> ScriptResult<()> {
    let Some(depth) = depth.checked_sub(1) else {
        text.push_str("#{…}");
        return Ok(());
    };
    text.push_str("#{");
    for (index, (key, item)) in map.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(&format!("{key:?}: "));
        show(context, item, depth, text)?;
    }
    text.push('}');
    Ok(())
}

//! `pad`, which makes an array, a text or a blob longer, and `blob(n)`: the engine's, but for a length that fits.
//!
//! The engine would ask for any amount of memory, and a process that does not get it ends.

use rhai::{Array, Blob, Dynamic, INT, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::values::{MOST_ITEMS, fits};

pub(super) fn define(language: &mut Definitions<'_>) {
    // Not of those that leave their object as it is.
    let engine = &mut *language.engine;
    engine.register_fn(
        "pad",
        |context: NativeCallContext<'_>, array: &mut Array, len: INT, item: Dynamic| {
            let len = wanted(&context, len, array.len(), "items")?;
            array.resize(len, item);
            ScriptResult::Ok(())
        },
    );
    engine.register_fn(
        "pad",
        |context: NativeCallContext<'_>, blob: &mut Blob, len: INT, byte: INT| {
            let len = wanted(&context, len, blob.len(), "bytes")?;
            blob.resize(len, low_byte(byte));
            ScriptResult::Ok(())
        },
    );
    engine.register_fn(
        "pad",
        |context: NativeCallContext<'_>, text: &mut ImmutableString, len: INT, char: char| {
            pad(&context, text, len, char.encode_utf8(&mut [0; 4]))
        },
    );
    engine.register_fn(
        "pad",
        |context: NativeCallContext<'_>, text: &mut ImmutableString, len: INT, with: &str| {
            pad(&context, text, len, with)
        },
    );
    language.function("blob", |context: NativeCallContext<'_>, len: INT| {
        blob(&context, len, 0)
    });
    language.function(
        "blob",
        |context: NativeCallContext<'_>, len: INT, byte: INT| blob(&context, len, byte),
    );
}

/// The length to have: what is longer already stays.
fn wanted(
    context: &NativeCallContext<'_>,
    len: INT,
    present: usize,
    what: &str,
) -> ScriptResult<usize> {
    let len = usize::try_from(len).unwrap_or(0).max(present);
    fits(context, len as u128, MOST_ITEMS, what)?;
    Ok(len)
}

fn pad(
    context: &NativeCallContext<'_>,
    text: &mut ImmutableString,
    len: INT,
    with: &str,
) -> ScriptResult<()> {
    let present = text.chars().count();
    let missing = wanted(context, len, present, "characters")? - present;
    if missing > 0 && !with.is_empty() {
        text.make_mut().extend(with.chars().cycle().take(missing));
    }
    Ok(())
}

fn blob(context: &NativeCallContext<'_>, len: INT, byte: INT) -> ScriptResult<Blob> {
    let len = wanted(context, len, 0, "bytes")?;
    Ok(vec![low_byte(byte); len])
}

fn low_byte(byte: INT) -> u8 {
    (byte & 0xff) as u8
}

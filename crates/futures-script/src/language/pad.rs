//! `pad`, which makes an array, a text or a blob longer, and `blob(n)`: the engine's, but for a length that fits.
//!
//! The engine would ask for any amount of memory, and a process that does not get it ends.

use rhai::{Array, Blob, Dynamic, INT, ImmutableString, NativeCallContext};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{MOST_ITEMS, fits};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Strings,
        &["string.pad(len: int, with: char|string)"],
        "Adds characters at the end until the text has this length, in its place.",
    )
    .details("A text that is longer stays as it is. `format(s, \"<8\")` gives a new one.")
    .errors(&[(
        "ValueError",
        "it would have more than 100 million characters",
    )])
    .example(
        r#"
let name = "Ada";
name.pad(6, '.');
print(name);"#,
        "Ada...",
    )
    .python("s.ljust(6, \".\")"),
    Entry::function(
        Section::Arrays,
        &["array.pad(len: int, item: any)"],
        "Adds copies of an item at the end until the array has this length, in its place.",
    )
    .errors(&[("ValueError", "it would have more than 100 million items")])
    .example(
        r#"
let row = [1];
row.pad(4, 0);
print(row);"#,
        "[1, 0, 0, 0]",
    )
    .python("xs.extend([0] * (4 - len(xs)))"),
    Entry::function(
        Section::Blobs,
        &["blob.pad(len: int, byte: int)"],
        "Adds bytes at the end until the blob has this length, in its place.",
    )
    .errors(&[("ValueError", "it would have more than 100 million bytes")])
    .example(
        r#"
let b = blob(1, 7);
b.pad(3, 0);
print(b);"#,
        "[070000]",
    ),
    Entry::function(
        Section::Blobs,
        &["blob(len?: int, byte?: int) -> blob"],
        "A new blob: so many times the same byte, 0 if none is given.",
    )
    .details("Of a byte that is too large the lowest eight bits count.")
    .errors(&[("ValueError", "it would have more than 100 million bytes")])
    .example(
        "print([blob().len(), blob(3), blob(2, 255)]);",
        "[0, [000000], [ffff]]",
    )
    .python("bytearray(3)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

//! Methods of strings as Python has them: what changes a text gives a new one, and `"-" * 20` repeats one.

use rhai::{INT, ImmutableString, NativeCallContext, Variant};

use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::wrong_value;

/// The most bytes that repeating makes.
const MAX_LEN: usize = 1 << 30;

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Strings,
        &["string.trim() -> string", "string.strip() -> string"],
        "The text without spaces and line ends around it.",
    )
    .details("Both names mean the same. The text itself stays as it is.")
    .example(r#"print(`[${"  two words \n".strip()}]`);"#, "[two words]")
    .python("s.strip()"),
    Entry::function(
        Section::Strings,
        &["string.replace(from: string|char, to: string|char) -> string"],
        "The text with another one in each place of `from`.",
    )
    .details("A new text, as in Python; the variable stays as it is.")
    .example(r#"print("a-b-c".replace("-", " + "));"#, "a + b + c")
    .python("s.replace(\"-\", \" + \")"),
    Entry::function(
        Section::Strings,
        &["string * int -> string", "int * string -> string"],
        "The text so many times; nothing if less than once.",
    )
    .errors(&[("ValueError", "the text would have more than a gigabyte")])
    .example(r#"print("-" * 10 + ">");"#, "---------->")
    .python("\"-\" * 10"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    // The engine's own change the variable, and are worth nothing.
    for name in ["trim", "strip"] {
        language.function(name, |text: &mut ImmutableString| -> ImmutableString {
            text.trim().into()
        });
    }
    replace::<ImmutableString, ImmutableString>(language);
    replace::<ImmutableString, char>(language);
    replace::<char, ImmutableString>(language);
    replace::<char, char>(language);
    language.function(
        "*",
        |context: NativeCallContext<'_>, text: ImmutableString, times: INT| {
            repeated(&context, &text, times)
        },
    );
    language.function(
        "*",
        |context: NativeCallContext<'_>, times: INT, text: ImmutableString| {
            repeated(&context, &text, times)
        },
    );
}

fn replace<From, To>(language: &mut Definitions<'_>)
where
    From: Variant + Clone + ToString,
    To: Variant + Clone + ToString,
{
    language.function(
        "replace",
        |text: &mut ImmutableString, from: From, to: To| -> ImmutableString {
            text.replace(&from.to_string(), &to.to_string()).into()
        },
    );
}

/// As in Python, less than once is nothing.
fn repeated(
    context: &NativeCallContext<'_>,
    text: &str,
    times: INT,
) -> ScriptResult<ImmutableString> {
    let times = usize::try_from(times).unwrap_or(0);
    let len = text.len().checked_mul(times);
    if len.is_none_or(|len| len > MAX_LEN) {
        return Err(wrong_value(context, "the text would be too long"));
    }
    Ok(text.repeat(times).into())
}

//! `Error`: what scripts catch when something of ours fails, what `future.exception()` returns, and what they make
//! themselves with `error(kind, message)`.

use rhai::{Array, Dynamic, INT, ImmutableString, NativeCallContext};

use crate::capture;
use crate::error::{Place, Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::reference::{Entry, Section};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Errors,
        &["error(kind: string, message: any, value?: any) -> Error"],
        "Makes an error to throw, with a kind where Python has a class.",
    )
    .details("The kind is any word you like. The value is what whoever catches it may want to know, `e.value`.")
    .example(
        r#"
try {
    throw error("HttpError", "not found", 404);
} catch (e) {
    if e.kind == "HttpError" { print(`${e} (${e.value})`); } else { throw e; }
}"#,
        "not found (404)",
    )
    .python("class HttpError(Exception); raise HttpError(\"not found\", 404)")
    .see(&["Error"]),
    Entry::of_type(
        Section::Errors,
        &["Error"],
        "What is caught when something fails, and what `error` makes. As a text it is its message.",
    )
    .python("BaseException"),
    Entry::function(
        Section::Errors,
        &["Error|string.kind -> string", "Error|string.message -> string", "Error.value -> any"],
        "What kind of error it is, what it says, and what was thrown with it.",
    )
    .details(
        "A string that was thrown is caught as a string. It answers too, so that whoever catches need not know which of \
         them it is; its kind is `Thrown`.",
    )
    .example(
        r#"
try { [1, 2][5] } catch (e) { print(`${e.kind}: ${e.message}`) }
try { throw "no milk" } catch (e) { print(`${e.kind}: ${e.message}`) }
print(error("E", "m", [1, 2]).value);"#,
        "
IndexError: Array index 5 out of bounds: only 2 elements in array
Thrown: no milk
[1, 2]",
    )
    .python("type(e).__name__, str(e), e.args"),
    Entry::function(
        Section::Errors,
        &[
            "Error.line -> int|()",
            "Error.column -> int|()",
            "Error.source -> string",
            "Error.position -> string",
        ],
        "Where in the script it happened; `()` or an empty text where nobody knows.",
    )
    .example(
        r#"
let f = to_thread(|| 1 / 0);
let e = f.exception();
print([e.line, e.column, e.source]);
print(e.position);"#,
        "[1, 24, \"script.rhai\"]\nscript.rhai:1:24",
    )
    .python("traceback.extract_tb(e.__traceback__)"),
    Entry::function(
        Section::Errors,
        &["Error.stack -> array", "Error.task -> int|()"],
        "How one got there, a line for each call; and the number of the task that failed.",
    )
    .example(
        r#"
fn half(n) { n / 0 }
let f = to_thread(|| half(4));
let e = f.exception();
print(e.task);
for line in e.stack { print(line); }"#,
        "
1
in function half, called at script.rhai:2:22
in task 1, submitted at script.rhai:2:9",
    )
    .python("traceback.format_exception(e)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<ScriptError>("Error");
    language.function(
        "error",
        |context: NativeCallContext<'_>, kind: ImmutableString, message: Dynamic| {
            error(&context, &kind, message, &Dynamic::UNIT)
        },
    );
    language.function(
        "error",
        |context: NativeCallContext<'_>,
         kind: ImmutableString,
         message: Dynamic,
         value: Dynamic| { error(&context, &kind, message, &value) },
    );
    // A thrown string is caught as a string, and answers as an Error for whoever cannot know which of them it is.
    language.property("kind", |_: &mut ImmutableString| {
        ScriptErrorKind::Thrown.name()
    });
    language.property("message", |text: &mut ImmutableString| text.clone());
    language.property("kind", |error: &mut ScriptError| error.kind_name());
    language.property("message", |error: &mut ScriptError| {
        error.message().to_owned()
    });
    language.property("value", |error: &mut ScriptError| {
        capture::copy(error.value()).unwrap_or_default()
    });
    language.property("task", |error: &mut ScriptError| {
        error
            .task()
            .map_or(Dynamic::UNIT, |id| Dynamic::from(id.number() as INT))
    });
    language.property("source", |error: &mut ScriptError| {
        error
            .place()
            .map_or_else(String::new, |place| place.source().to_owned())
    });
    language.property("line", |error: &mut ScriptError| number(error, Place::line));
    language.property("column", |error: &mut ScriptError| {
        number(error, Place::column)
    });
    language.property("position", |error: &mut ScriptError| {
        error.place().map_or_else(String::new, Place::to_string)
    });
    language.property("stack", |error: &mut ScriptError| -> Array {
        error
            .stack()
            .iter()
            .map(|frame| frame.to_string().into())
            .collect()
    });
    language.function("to_string", |error: &mut ScriptError| error.to_string());
    language.function("to_debug", |error: &mut ScriptError| {
        format!("{}({:?})", error.kind_name(), error.message())
    });
}

fn error(
    context: &NativeCallContext<'_>,
    kind: &str,
    message: Dynamic,
    value: &Dynamic,
) -> ScriptResult<ScriptError> {
    let message: ImmutableString = context.call_native_fn("to_string", (message,))?;
    let value = capture::copy(value).map_err(|error| error.raise(context))?;
    Ok(ScriptError::of_script(
        kind.to_owned(),
        message.to_string(),
        value,
    ))
}

fn number(error: &ScriptError, part: impl Fn(&Place) -> usize) -> Dynamic {
    error
        .place()
        .map_or(Dynamic::UNIT, |place| Dynamic::from(part(place) as INT))
}

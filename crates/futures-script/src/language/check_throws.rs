//! `check_throws(function, kind)` and `check_throws(function, kind, text)`: what a script expects to fail.

use rhai::{Dynamic, EvalAltResult, FnPtr, ImmutableString, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult, from_engine};
use crate::language::Definitions;
use crate::language::show::shown;
use crate::reference::{Entry, Section};
use crate::values::{definition, with_article, wrong_type};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Testing,
    &["check_throws(function: function, kind: string, text?: string) -> any"],
    "Calls the function, which must throw an error of this kind, with this text in its message, and returns what it threw.",
)
.details(
    "The kind of a text or another value that was thrown is `Thrown`; a map has the kind that stands in it. What no script \
     can catch, such as a deadlock, an `exit(n)` or Ctrl-C, goes on.",
)
.errors(&[
    (
        "CheckFailed",
        "nothing was thrown, or something else, of which the message says what",
    ),
    ("TypeError", "the function has parameters"),
])
.example(
    r#"
let e = check_throws(|| [1, 2][5], "IndexError", "out of bounds");
print(e.message);
try { check_throws(|| 1 + 1, "ArithmeticError") } catch (e) { print(e) }
try { check_throws(|| throw error("Cold", "brr"), "Hot") } catch (e) { print(e) }"#,
    "
Array index 5 out of bounds: only 2 elements in array
an ArithmeticError was expected, but nothing was thrown; the function returned 2
a Hot was expected, but a Cold was thrown, at script.rhai:4:23: brr",
)
.python("with self.assertRaisesRegex(IndexError, \"out of range\"):")
.see(&["check", "check_eq"])];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "check_throws",
        |context: NativeCallContext<'_>, function: FnPtr, kind: ImmutableString| {
            check(&context, &function, &kind, None)
        },
    );
    language.function(
        "check_throws",
        |context: NativeCallContext<'_>,
         function: FnPtr,
         kind: ImmutableString,
         text: ImmutableString| { check(&context, &function, &kind, Some(&text)) },
    );
}

fn check(
    context: &NativeCallContext<'_>,
    function: &FnPtr,
    kind: &str,
    text: Option<&str>,
) -> ScriptResult<Dynamic> {
    refuse_parameters(context, function)?;
    let fails = |text: String| Err(ScriptError::new(ScriptErrorKind::Check, text).raise(context));
    let expected = in_words(kind);
    let thrown = match function.call_within_context::<Dynamic>(context, ()) {
        Ok(value) => {
            let returned = match value.is_unit() {
                true => String::new(),
                false => format!("; the function returned {}", shown(context, &value)?),
            };
            return fails(format!(
                "{expected} was expected, but nothing was thrown{returned}"
            ));
        }
        Err(thrown) => thrown,
    };
    // What ends the script ends the check.
    if !thrown.is_catchable() {
        return Err(thrown);
    }
    let error = from_engine(&thrown, context.call_source().unwrap_or_default());
    if error.kind_name() != kind {
        let place = error.place().map(|place| format!(", at {place}"));
        return fails(format!(
            "{expected} was expected, but {} was thrown{}: {}",
            in_words(&error.kind_name()),
            place.unwrap_or_default(),
            error.message()
        ));
    }
    if let Some(text) = text.filter(|text| !error.message().contains(text)) {
        return fails(format!(
            "the message of the {kind} does not contain {text:?}: {}",
            error.message()
        ));
    }
    Ok(match thrown.unwrap_inner() {
        EvalAltResult::ErrorRuntime(value, _) => value.clone(),
        _ => Dynamic::from(error),
    })
}

/// An error of this kind.
fn in_words(kind: &str) -> String {
    if kind == ScriptErrorKind::Thrown.name() {
        return "a text or another value".to_owned();
    }
    with_article(kind)
}

/// A function that wants something would fail with an error that says so, which may even be of the expected kind.
fn refuse_parameters(context: &NativeCallContext<'_>, function: &FnPtr) -> ScriptResult<()> {
    let libraries = &context.global_runtime_state().lib;
    let n_parameters = definition(libraries, function.fn_name()).map_or(0, |definition| {
        let n_parameters = definition.params.len();
        n_parameters.saturating_sub(function.curry().len())
    });
    if n_parameters == 0 {
        return Ok(());
    }
    let text = format!(
        "the function is called without arguments, but takes {n_parameters}; \
         `|| f(1)` gives them to it"
    );
    Err(wrong_type(context, &text))
}

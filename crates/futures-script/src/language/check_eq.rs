//! `check_eq(given, expected)` and `check_eq(given, expected, message)`: what a script expects to be equal, and how it
//! differs if it is not.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult};
use crate::language::Definitions;
use crate::language::difference::difference;
use crate::language::equality::are_equal;
use crate::reference::{Entry, Section};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Testing,
    &["check_eq(given: any, expected: any, message?: any)"],
    "Throws a `CheckFailed` that says where two values differ, unless they are equal.",
)
.details(
    "Equal is what `==` says: `1` and `1.0` are equal, as in Python, and so are arrays and maps whose items are. Arrays are \
     compared item by item, maps key by key, and texts of several lines line by line: `-` stands before what was expected, \
     `+` before what was given.",
)
.errors(&[
    ("CheckFailed", "they differ"),
    ("RecursionError", "they nest more than a thousand levels deep"),
])
.example(
    r#"
check_eq(1 + 1, 2);
try { check_eq([1, #{a: 2, b: 3}], [1, #{a: 5, c: 3}]) } catch (e) { print(e) }
try { check_eq("one\ntwo", "one\n2", "counting") } catch (e) { print(e) }"#,
    "
the arrays differ
  [1].a: 2 is not 5
  [1].b: 3 was not expected
  [1].c: 3 is missing
counting: the texts differ
    one
  - 2
  + two",
)
.python("self.assertEqual(given, expected)")
.see(&["check", "check_throws"])];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "check_eq",
        |context: NativeCallContext<'_>, given: Dynamic, expected: Dynamic| {
            check(&context, &given, &expected, None)
        },
    );
    language.function(
        "check_eq",
        |context: NativeCallContext<'_>, given: Dynamic, expected: Dynamic, message: Dynamic| {
            check(&context, &given, &expected, Some(message))
        },
    );
}

fn check(
    context: &NativeCallContext<'_>,
    given: &Dynamic,
    expected: &Dynamic,
    message: Option<Dynamic>,
) -> ScriptResult<()> {
    if are_equal(context, given, expected)? {
        return Ok(());
    }
    let mut text = String::new();
    if let Some(message) = message {
        let message: ImmutableString = context.call_native_fn("to_string", (message,))?;
        text = format!("{message}: ");
    }
    text += &difference(context, given, expected)?;
    Err(ScriptError::new(ScriptErrorKind::Check, text).raise(context))
}

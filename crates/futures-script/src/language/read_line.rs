//! `read_line()` and `read_line(prompt)`: the next line of the input, Python's `input`.

use futures_core::host;
use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::error::{Raise, ScriptError, ScriptErrorKind, ScriptResult, fail};
use crate::input::Line;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};
use crate::{current, lanes, remote, waiting};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Output,
    &["read_line(prompt?: string) -> string|()"],
    "The next line of the input without its end, or `()` if there are no more.",
)
.details("The prompt is printed before. Numbers are read as texts: `parse_int(line)`.")
.errors(&[
    ("ValueError", "the line is not UTF-8"),
    (
        "SystemError",
        "the input cannot be read, or a task of a process pool asks for it",
    ),
])
.example(
    r#"
let line = read_line("how many? ");
if line == () { print("nobody answers"); } else { print(parse_int(line) + 1); }"#,
    "how many? nobody answers",
)
.python("input(\"how many? \")")];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("read_line", |context: NativeCallContext<'_>| {
        read_line(&context)
    });
    language.function(
        "read_line",
        |context: NativeCallContext<'_>, prompt: Dynamic| {
            let Ok(prompt) = prompt.clone().into_immutable_string() else {
                let given = type_name(&context, &prompt);
                let text = format!("the prompt must be a string, not {given}");
                return Err(wrong_type(&context, &text));
            };
            if !remote::is_worker() {
                current::run()?.prompt(&prompt);
            }
            read_line(&context)
        },
    );
}

/// The line without its end, or `()` if there are no more.
fn read_line(context: &NativeCallContext<'_>) -> ScriptResult<Dynamic> {
    if remote::is_worker() {
        let text = "read_line: a task of a process_pool cannot read the input: read it before, and give it to the task";
        return Err(fail(ScriptErrorKind::System, text));
    }
    let run = current::run()?;
    let told = lanes::wait(&run, "a line of the input");
    let line = host::outside(|| {
        let input = run.input();
        waiting::wait(context, || input.next_line())
    });
    drop(told);
    let (kind, text) = match line? {
        Line::End => return Ok(Dynamic::UNIT),
        Line::Read(line, number) => match String::from_utf8(line) {
            Ok(line) => return Ok(ImmutableString::from(line).into()),
            Err(error) => (
                ScriptErrorKind::Value,
                format!(
                    "line {number} of the input is not UTF-8: byte {} of it is wrong",
                    error.utf8_error().valid_up_to() + 1
                ),
            ),
        },
        Line::Failed(why) => (
            ScriptErrorKind::System,
            format!("cannot read the input: {why}"),
        ),
    };
    Err(ScriptError::new(kind, text).raise(context))
}

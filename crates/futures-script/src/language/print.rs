//! `print`, `print_error` and `debug`: whole lines, to wherever the embedding program wants them.

use rhai::{Dynamic, ImmutableString, NativeCallContext};

use crate::complaint::Complaint;
use crate::current;
use crate::error::{Place, ScriptResult};
use crate::language::Definitions;
use crate::reference::{Entry, Section};

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Output,
        &["print(what?: any)"],
        "Prints a value and the end of the line; without a value, an empty line.",
    )
    .details(
        "It takes one value: put several into a text in backticks. Lines are whole, so those of threads do not mix. Texts \
         inside arrays and maps are shown in quotes.",
    )
    .errors(&[("BrokenPipeError", "nobody reads the output any more; no script can catch that")])
    .example(
        r#"
let n = 3;
print(`${n} tasks`);
print(["a", 1.0, ()]);"#,
        "3 tasks\n[\"a\", 1.0, ()]",
    )
    .python("print(f\"{n} tasks\")")
    .see(&["debug"]),
    Entry::function(
        Section::Output,
        &["debug(what?: any)"],
        "Prints a value as it would be written in a script, with the place of the call before it.",
    )
    .example(
        r#"
debug("a\tb");"#,
        r#"script.rhai:1:1 | "a\tb""#,
    )
    .python("print(repr(x))"),
    Entry::function(
        Section::Output,
        &["print_error(what: any)"],
        "Prints a value and the end of the line to standard error: for what does not belong to the result, such as complaints \
         and progress.",
    )
    .details("Unlike lines of the `log` it has no time and no level. Under `--quiet` it is not written.")
    .example(
        r#"
print_error("usage: report.rhai YEAR");"#,
        "usage: report.rhai YEAR",
    )
    .python("print(what, file=sys.stderr)")
    .see(&["print", "log"]),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.engine.on_print(print);
    language.function(
        "print_error",
        |context: NativeCallContext<'_>, what: Dynamic| -> ScriptResult<()> {
            // As `print` would show it.
            let line: ImmutableString = context.call_native_fn("to_string", (what,))?;
            current::run()?.complain(&Complaint::Printed {
                line: line.to_string(),
            });
            Ok(())
        },
    );
    language.engine.on_debug(|text, source, position| {
        let source = source.unwrap_or("script");
        match Place::new(source, position) {
            Some(place) => print(&format!("{place} | {text}")),
            None => print(&format!("{source} | {text}")),
        }
    });
}

fn print(line: &str) {
    // Without a run nobody has said where lines should go.
    if let Ok(run) = current::run() {
        run.print(line);
    }
}

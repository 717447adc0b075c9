//! `print` and `debug`: whole lines, to wherever the embedding program wants them.

use crate::current;
use crate::error::Place;
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
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.engine.on_print(print);
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

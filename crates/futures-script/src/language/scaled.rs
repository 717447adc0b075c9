//! `scaled(full, quick)`: one of two sizes, so that one script is a lesson for people and a test for machines.

use rhai::Dynamic;

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::settings::Size;

const ENTRIES: &[Entry] = &[Entry::function(
    Section::Testing,
    &["scaled(full: any, quick: any) -> any"],
    "The first of two sizes, or the second under `futures run --quick`.",
)
.details("So a script can be a lesson for people and a fast test for machines.")
.example(
    r#"
let n_items = scaled(1_000_000, 10);
print(sum(0..n_items));"#,
    "499999500000",
)];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "scaled",
        |full: Dynamic, quick: Dynamic| -> ScriptResult<Dynamic> {
            Ok(match current::run()?.size() {
                Size::Full => full,
                Size::Quick => quick,
            })
        },
    );
}

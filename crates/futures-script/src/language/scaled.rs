//! `scaled(full, quick)`: one of two sizes, so that one script is a lesson for people and a test for machines.

use rhai::Dynamic;

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::settings::Size;

pub(super) fn define(language: &mut Definitions<'_>) {
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

//! `print` and `debug`: whole lines, to wherever the embedding program wants them.

use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    let output = language.output.clone();
    language.engine.on_print(move |text| output(text));
    let output = language.output.clone();
    language.engine.on_debug(move |text, source, position| {
        let source = source.unwrap_or("script");
        match (position.line(), position.position()) {
            (Some(line), Some(column)) => output(&format!("{source}:{line}:{column} | {text}")),
            _ => output(&format!("{source} | {text}")),
        }
    });
}

//! `print` and `debug`: whole lines, to wherever the embedding program wants them.

use crate::current;
use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.engine.on_print(print);
    language.engine.on_debug(|text, source, position| {
        let source = source.unwrap_or("script");
        match (position.line(), position.position()) {
            (Some(line), Some(column)) => print(&format!("{source}:{line}:{column} | {text}")),
            _ => print(&format!("{source} | {text}")),
        }
    });
}

fn print(line: &str) {
    // Without a run nobody has said where lines should go.
    if let Ok(run) = current::run() {
        run.print(line);
    }
}

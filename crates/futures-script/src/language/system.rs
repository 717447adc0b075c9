//! What a script may know about the machine.

use futures_core::host;
use rhai::INT;

use crate::language::Definitions;
use crate::reference::{Entry, Section};

const ENTRIES: &[Entry] = &[Entry::function(
    Section::System,
    &["cpu_count() -> int"],
    "The number of processors.",
)
.example("print(cpu_count() >= 1);", "true")
.python("os.cpu_count()")];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function("cpu_count", || host::cpus() as INT);
}

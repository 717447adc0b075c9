//! What a script may know about the machine.

use futures_core::host;
use rhai::INT;

use crate::language::Definitions;

pub(super) fn define(language: &mut Definitions<'_>) {
    language.function("cpu_count", || host::cpus() as INT);
}

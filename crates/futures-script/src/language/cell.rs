//! `cell(value)`: one value that all tasks share, with nothing that keeps them apart.
//!
//! `get` and `set` are separate steps on purpose: between `c.get()` and `c.set(…)` another task may do the same, and
//! one of the changes is lost. That is the race of the lessons; [`atomic`](super::atomic) and
//! [`lock`](super::lock) are its cures.

use std::sync::Arc;

use futures_core::host::{self, Lock};
use rhai::{Dynamic, NativeCallContext};

use crate::capture;
use crate::dispose::dispose;
use crate::error::{Raise, ScriptResult};
use crate::language::Definitions;

/// A cell as scripts hold it. Copies are the same cell.
#[derive(Clone)]
struct Cell(Arc<Inner>);

struct Inner(Lock<Dynamic>);

impl Drop for Inner {
    fn drop(&mut self) {
        dispose([std::mem::take(self.0.get_mut())]);
    }
}

pub(super) fn define(language: &mut Definitions<'_>) {
    language.handle::<Cell>("Cell");
    language.function("cell", |context: NativeCallContext<'_>, value: Dynamic| {
        own(&context, &value).map(|value| Cell(Arc::new(Inner(Lock::new(value)))))
    });
    language.function("get", |context: NativeCallContext<'_>, cell: &mut Cell| {
        host::yield_point("get");
        let value = cell.0.0.lock().clone();
        own(&context, &value)
    });
    language.function(
        "set",
        |context: NativeCallContext<'_>, cell: &mut Cell, value: Dynamic| -> ScriptResult<()> {
            host::yield_point("set");
            let value = own(&context, &value)?;
            let former = std::mem::replace(&mut *cell.0.0.lock(), value);
            dispose([former]);
            Ok(())
        },
    );
    // What is in it is not shown: it may be the cell itself.
    language.shown_as(|_: &Cell| "<Cell>".to_owned());
}

fn own(context: &NativeCallContext<'_>, value: &Dynamic) -> ScriptResult<Dynamic> {
    capture::copy(value).map_err(|error| error.raise(context))
}

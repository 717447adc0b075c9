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
use crate::reference::{Entry, Section};

/// A cell as scripts hold it. Copies are the same cell.
#[derive(Clone)]
struct Cell(Arc<Inner>);

struct Inner(Lock<Dynamic>);

impl Drop for Inner {
    fn drop(&mut self) {
        dispose([std::mem::take(self.0.get_mut())]);
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["cell(value: any) -> Cell"],
        "One value that all tasks share, with nothing that keeps them apart.",
    )
    .details(
        "Between `get` and `set` another task may come, and one of the changes is lost: that is the race of every \
         lesson, and `futures explore` finds it. A `lock` around both, or an `atomic` number, is the cure.",
    )
    .example(
        r#"
let best = cell(());
let my_lock = lock();
with thread_pool(3) as pool {
    gather(["oak", "sequoia", "elm"].map(|tree| pool.submit(|| with my_lock {
        if best.get() == () || tree.len() > best.get().len() { best.set(tree); }
    })));
}
print(best.get());"#,
        "sequoia",
    )
    .python("a variable that threads share, with `global` or `nonlocal`")
    .see(&["atomic", "lock"]),
    Entry::of_type(Section::Sharing, &["Cell"], "A shared variable, as `cell` makes it. Copies are the same cell."),
    Entry::function(
        Section::Sharing,
        &["Cell.get() -> any", "Cell.set(value: any)"],
        "Gives a copy of the value; puts a copy of another in its place.",
    )
    .errors(&[("RecursionError", "the value is nested more than 128 levels deep")])
    .example(
        r#"
let settings = cell(#{depth: 1});
let mine = settings.get();
mine.depth = 2;
print(settings.get().depth);
settings.set(mine);
print(settings.get().depth);"#,
        "1\n2",
    ),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
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

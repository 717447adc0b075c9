//! `list()`: an array that all tasks share. Each operation is one step; several together need a lock.

use std::sync::Arc;

use futures_core::host::Lock;
use rhai::{Array, Dynamic, INT, NativeCallContext};

use crate::capture;
use crate::dispose::dispose;
use crate::error::{Raise, ScriptErrorKind, ScriptResult, fail};
use crate::language::Definitions;
use crate::reference::{Entry, Section};
use crate::values::{type_name, wrong_type};

/// A list as scripts hold it. Copies are the same list.
#[derive(Clone)]
struct List(Arc<Inner>);

struct Inner(Lock<Vec<Dynamic>>);

impl Drop for Inner {
    fn drop(&mut self) {
        dispose(std::mem::take(self.0.get_mut()));
    }
}

impl List {
    fn new(values: Vec<Dynamic>) -> Self {
        List(Arc::new(Inner(Lock::new(values))))
    }

    fn len(&self) -> usize {
        self.0.0.lock().len()
    }

    fn to_array(&self) -> ScriptResult<Array> {
        // Cheap copies under the lock, deep ones outside of it.
        let values = self.0.0.lock().clone();
        copies(&values)
    }

    fn get(&self, index: INT) -> ScriptResult<Dynamic> {
        let value = {
            let values = self.0.0.lock();
            position(index, values.len()).map(|place| values[place].clone())
        };
        value.and_then(|value| own(&value))
    }

    fn set(&self, index: INT, value: &Dynamic) -> ScriptResult<()> {
        let value = own(value)?;
        let former = {
            let mut values = self.0.0.lock();
            let place = position(index, values.len());
            place.map(|place| std::mem::replace(&mut values[place], value))
        };
        former.map(drop)
    }
}

impl IntoIterator for List {
    type Item = ScriptResult<Dynamic>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item>>;

    /// Walks through the list as it is now.
    fn into_iter(self) -> Self::IntoIter {
        match self.to_array() {
            Ok(values) => Box::new(values.into_iter().map(Ok)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Sharing,
        &["list(values?: array) -> List"],
        "An array that all tasks share.",
    )
    .details(
        "Each of its methods is one step, and several together need a lock. What is put in and taken out is copied. A \
         `for` loop walks through the list as it was when the loop began.",
    )
    .errors(&[("TypeError", "`values` is no array")])
    .example(
        r#"
let log = list(["begin"]);
with thread_pool(2) as pool {
    gather((1..=3).map(|n| pool.submit(|| log.push(n))));
}
print(log.len());
print(sorted(log.to_array().filter(|item| item != "begin")));"#,
        "4\n[1, 2, 3]",
    )
    .python("a list that threads share"),
    Entry::of_type(Section::Sharing, &["List"], "A shared list, as `list` makes it. Copies are the same list."),
    Entry::function(
        Section::Sharing,
        &["List.push(value: any)", "List.pop() -> any", "List.clear()"],
        "Adds a value at the end; takes the last one off, or gives `()` if there is none; takes all out.",
    )
    .example(
        r#"
let stack = list();
stack.push("plate");
stack.push("cup");
print(stack.pop());
stack.clear();
print(stack.pop() == ());"#,
        "cup\ntrue",
    )
    .python("xs.append(x), xs.pop(), xs.clear()"),
    Entry::function(
        Section::Sharing,
        &[
            "List[index: int] -> any",
            "List[index: int] = any",
            "List.get(index: int) -> any",
            "List.set(index: int, value: any)",
        ],
        "Reads the item at an index, or puts another in its place; -1 is the last one.",
    )
    .details("`xs[0] += 1` is two steps, between which another task may come.")
    .errors(&[("IndexError", "there is no such item")])
    .example(
        r#"
let seats = list(["Ada", "Grace"]);
seats[0] = "Alan";
print([seats[0], seats.get(-1)]);"#,
        r#"["Alan", "Grace"]"#,
    )
    .python("xs[0], xs[0] = x"),
    Entry::function(
        Section::Sharing,
        &["List.len() -> int", "List.is_empty() -> bool", "List.to_array() -> array"],
        "How many items there are at this moment; a copy of all of them.",
    )
    .example(
        r#"
let xs = list([3, 4]);
print([xs.len(), xs.is_empty(), xs.to_array().len()]);"#,
        "[2, false, 2]",
    )
    .python("len(xs), not xs, list(xs)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.handle::<List>("List");
    language.iterator::<List>();
    language.function("list", || List::new(Vec::new()));
    language.function(
        "list",
        |context: NativeCallContext<'_>, values: Dynamic| -> ScriptResult<List> {
            match values.read_lock::<Array>() {
                Some(values) => copies(&values).map(List::new),
                None => {
                    let given = type_name(&context, &values);
                    let text = format!("an array is needed, not {given}");
                    Err(wrong_type(&context, &text))
                }
            }
        },
    );
    language.function(
        "push",
        |list: &mut List, value: Dynamic| -> ScriptResult<()> {
            let value = own(&value)?;
            list.0.0.lock().push(value);
            Ok(())
        },
    );
    language.function("pop", |list: &mut List| {
        list.0.0.lock().pop().unwrap_or_default()
    });
    language.function("clear", |list: &mut List| {
        let values = std::mem::take(&mut *list.0.0.lock());
        dispose(values);
    });
    language.function("len", |list: &mut List| list.len() as INT);
    language.function("is_empty", |list: &mut List| list.len() == 0);
    language.function("to_array", |list: &mut List| list.to_array());
    language.function("get", |list: &mut List, index: INT| list.get(index));
    language.function("set", |list: &mut List, index: INT, value: Dynamic| {
        list.set(index, &value)
    });
    language.engine.register_indexer_get_set(
        |list: &mut List, index: INT| list.get(index),
        |list: &mut List, index: INT, value: Dynamic| list.set(index, &value),
    );
    // What is in it is not shown: it may be the list itself.
    language.shown_as(|list: &List| format!("<List of {}>", list.len()));
}

fn own(value: &Dynamic) -> ScriptResult<Dynamic> {
    capture::copy(value).map_err(|error| error.raise_at(rhai::Position::NONE))
}

fn copies(values: &[Dynamic]) -> ScriptResult<Array> {
    values.iter().map(own).collect()
}

/// The place of an index, which counts from the end if it is negative.
fn position(index: INT, len: usize) -> ScriptResult<usize> {
    let place = if index < 0 {
        index.checked_add_unsigned(len as u64)
    } else {
        Some(index)
    };
    place
        .and_then(|place| usize::try_from(place).ok())
        .filter(|place| *place < len)
        .ok_or_else(|| {
            fail(
                ScriptErrorKind::Index,
                format!("index {index} is outside of a list of {len}"),
            )
        })
}

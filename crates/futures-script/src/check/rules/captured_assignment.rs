//! Tasks, threads and callbacks that change what they have captured, which is a copy and read-only.

use std::collections::BTreeSet;

use crate::check::program::{BindingId, Call, How, Kind, Program, Use};
use crate::check::tasks::{Started, StartedKind, is_within, started};
use crate::check::{Checked, Code, Finding, Span, Type};

/// The methods that change an array.
const ARRAY_CHANGES: [&str; 17] = [
    "append", "chop", "clear", "dedup", "drain", "insert", "pad", "pop", "push", "remove",
    "retain", "reverse", "set", "shift", "sort", "splice", "truncate",
];

/// The methods that change a map.
const MAP_CHANGES: [&str; 7] = [
    "clear",
    "drain",
    "fill_with",
    "mixin",
    "remove",
    "retain",
    "set",
];

/// The methods that change a string.
const STRING_CHANGES: [&str; 12] = [
    "append",
    "clear",
    "crop",
    "make_lower",
    "make_upper",
    "pad",
    "pop",
    "remove",
    "replace",
    "set",
    "trim",
    "truncate",
];

/// Finds what is changed in vain, once for each place.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for started in started(checked) {
        let Some(closure) = started.function else {
            continue;
        };
        for id in &program.function(closure).captures {
            let uses = program.binding(*id).uses.iter();
            for used in uses.filter(|used| is_within(program, used.function, closure)) {
                if let Some(place) = change(checked, *id, used)
                    && seen.insert(used.node)
                {
                    found.push(finding(checked, &started, *id, place));
                }
            }
        }
    }
    found
}

/// The place at which a use changes its variable, if it surely does.
fn change(checked: &Checked<'_>, id: BindingId, used: &Use) -> Option<Span> {
    let program = checked.program;
    let span = program.span(used.node);
    let outer = program.node(used.node).parent?;
    match used.how {
        How::Assigned => Some(span),
        How::Changed => {
            // `x += 1` gives the variable another value, `x.y = 1` changes what may be a handle.
            let is_whole = matches!(program.kind(outer), Kind::Assign { .. });
            let is_copied = || matches!(type_of(checked, id).as_deref(), Some("array" | "map"));
            (is_whole || is_copied()).then_some(span)
        }
        How::Read => {
            let call = program.call(outer)?;
            let changes: &[&str] = match type_of(checked, id)?.as_str() {
                "array" => &ARRAY_CHANGES,
                "map" => &MAP_CHANGES,
                "string" => &STRING_CHANGES,
                _ => &[],
            };
            let is_change = call.receiver == Some(used.node)
                && changes.contains(&call.name.text.as_str())
                && !is_of_script(program, &call);
            is_change.then(|| span.to(call.name.span))
        }
    }
}

/// The type of a variable, if it is sure.
fn type_of(checked: &Checked<'_>, id: BindingId) -> Option<String> {
    let known = checked.types.of_binding(id);
    known.name().map(str::to_owned)
}

/// May it be a method of the script, or a function in a map?
fn is_of_script(program: &Program, call: &Call<'_>) -> bool {
    let name = &call.name.text;
    program.functions_named(name).next().is_some() || program.has_key(name)
}

fn finding(checked: &Checked<'_>, started: &Started<'_>, id: BindingId, place: Span) -> Finding {
    let binding = checked.program.binding(id);
    let name = &binding.name.text;
    let noun = started.kind.noun();
    let starts = match started.kind {
        StartedKind::Map => "this starts the tasks".to_owned(),
        _ => format!("this starts the {noun}"),
    };
    let message = format!("the {noun} changes `{name}`, of which it has only a read-only copy");
    Finding::new(Code::CapturedAssignment, place, message)
        .with_label(format!("the {noun} fails here"))
        .with_note(started.call.name.span, starts)
        .with_note(
            binding.name.span,
            format!("`{name}` is made outside of the {noun}"),
        )
        .with_help(help(checked, started, id))
}

fn help(checked: &Checked<'_>, started: &Started<'_>, id: BindingId) -> String {
    let name = &checked.program.binding(id).name.text;
    let first = checked.program.binding(id).value;
    let first = first.map(|value| checked.types.of(value));
    let shared = match first.as_ref().and_then(Type::name) {
        Some("integer") => {
            format!(
                "`let {name} = atomic(0);` is a number that all share: `{name}.add(1)`, `{name}.get()`"
            )
        }
        Some("array") => {
            format!(
                "`let {name} = list();` is an array that all share: `{name}.push(x)`, `{name}.to_array()`"
            )
        }
        _ => {
            format!(
                "`let {name} = cell(…);` is a variable that all share: `{name}.get()`, `{name}.set(x)`, with a \
                 `lock()` around both"
            )
        }
    };
    match started.kind {
        StartedKind::Task | StartedKind::Map => {
            format!("let the task return its value, and use that outside; or share: {shared}")
        }
        StartedKind::Thread | StartedKind::Callback => shared,
    }
}

#[cfg(test)]
mod tests {
    use super::{ARRAY_CHANGES, MAP_CHANGES, STRING_CHANGES};

    #[test]
    fn the_methods_stand_in_order() {
        assert!(ARRAY_CHANGES.is_sorted());
        assert!(MAP_CHANGES.is_sorted());
        assert!(STRING_CHANGES.is_sorted());
    }
}

//! Texts in double quotes that look as if values were to be filled in.

use crate::check::program::{Binding, BindingKind, Kind, NodeId};
use crate::check::{Checked, Code, Finding};

/// Finds `"… ${name} …"` and `"… {name} …"` where `name` is a variable that can be seen there.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, node) in checked.program.nodes() {
        if let Kind::Str(Some(text)) = &node.kind
            && text.contains('{')
            && is_told(checked, id)
        {
            found.extend(in_text(checked, id, text));
        }
    }
    found
}

fn in_text(checked: &Checked<'_>, id: NodeId, text: &str) -> Option<Finding> {
    let mut places = text.match_indices('{');
    places.find_map(|(at, _)| {
        let has_sign = text.get(..at)?.ends_with('$');
        let (inner, _) = text.get(at + 1..)?.split_once('}')?;
        let name = variable_of(inner, has_sign)?;
        let meant = visible(checked, name, id)?;
        let what = format!("`{name}` is this one");
        Some(finding(checked, id, inner, has_sign).with_note(meant.name.span, what))
    })
}

/// The variable that is to be filled in; behind a `$` it may be something made of it.
fn variable_of(inner: &str, has_sign: bool) -> Option<&str> {
    let end = inner.find(|char: char| !char.is_alphanumeric() && char != '_');
    let name = inner.get(..end.unwrap_or(inner.len()))?;
    let rest = inner.get(name.len()..)?;
    let is_name = name.starts_with(|char: char| char.is_alphabetic() || char == '_');
    (is_name && (rest.is_empty() || has_sign)).then_some(name)
}

fn finding(checked: &Checked<'_>, id: NodeId, inner: &str, has_sign: bool) -> Finding {
    let sign = if has_sign { "$" } else { "" };
    let message = format!("in double quotes `{sign}{{{inner}}}` stays as it is written");
    let found = Finding::new(Code::MissingBackticks, checked.program.span(id), message);
    found.with_help(format!(
        "a text with values in it is written in backticks: `` `… ${{{inner}}} …` ``"
    ))
}

/// Is it a text to be read as it is, and not one to look for, or to put something into?
fn is_told(checked: &Checked<'_>, id: NodeId) -> bool {
    let program = checked.program;
    let Some(parent) = program.node(id).parent else {
        return false;
    };
    match program.kind(parent) {
        Kind::Binary { sign: "+", .. } => is_told(checked, parent),
        Kind::Call { .. } | Kind::Return(_) | Kind::Block(_) | Kind::Closure(_) => true,
        Kind::Method { receiver, .. } => {
            let receiver_type = checked.types.of(*receiver);
            *receiver != id && receiver_type.name().is_some_and(|name| name != "string")
        }
        _ => false,
    }
}

/// The variable of this name that can be seen at this part.
fn visible<'a>(checked: &Checked<'a>, name: &str, id: NodeId) -> Option<&'a Binding> {
    let program = checked.program;
    let is_around = |node: NodeId| program.ancestors(id).any(|outer| outer == node);
    let sees = |binding: &&Binding| {
        let is_before = binding.name.span < program.span(id);
        let is_in_scope = match binding.kind {
            BindingKind::Variable | BindingKind::Constant => {
                let block = program.node(binding.node).parent;
                block.is_some_and(is_around) && !is_around(binding.node)
            }
            _ => is_around(binding.node),
        };
        is_before && is_in_scope && checked.home(binding.node) == checked.home(id)
    };
    let bindings = program.bindings().map(|(_, binding)| binding);
    let named = bindings.filter(|binding| binding.name.text == name);
    named.filter(sees).last()
}

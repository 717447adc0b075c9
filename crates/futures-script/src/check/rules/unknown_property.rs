//! Properties that values of a known type do not have: methods without their brackets, and misspelt names.

use crate::check::program::{Kind, Name, NodeId};
use crate::check::rules::suggest;
use crate::check::tasks::{is_own, origin};
use crate::check::{Checked, Code, Finding};
use crate::error::property_hint;
use crate::values::{closest, with_article};

/// The engine's prefix of the functions behind properties.
const GETTER: &str = "get$";

/// What the engine calls `owner[index]`, which answers for properties, too, if it takes texts.
const INDEXER: &str = "index$get$";

/// The keys of the map that `wait` gives.
const WAITED: [&str; 2] = ["done", "not_done"];

/// The types that are no handles, and of which all properties are known.
const PLAIN: [&str; 6] = ["array", "string", "integer", "float", "bool", "range"];

/// Finds properties that are read and that the value surely does not have.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (id, node) in checked.program.nodes() {
        if let Kind::Property { owner, name } = &node.kind
            && !is_assigned(checked, id)
        {
            found.extend(match checked.types.of(*owner).name() {
                Some("map") => of_waited(checked, *owner, name),
                Some(known) => of_type(checked, known, *owner, name),
                None => None,
            });
        }
    }
    found
}

fn is_assigned(checked: &Checked<'_>, id: NodeId) -> bool {
    let parent = checked.program.node(id).parent;
    let parent = parent.map(|parent| checked.program.kind(parent));
    matches!(parent, Some(Kind::Assign { target, .. }) if *target == id)
}

/// The property of a value of the type `known`.
fn of_type(checked: &Checked<'_>, known: &str, owner: NodeId, name: &Name) -> Option<Finding> {
    let (text, knowledge) = (name.text.as_str(), checked.knowledge);
    let is_known = knowledge.is_handle(known) || PLAIN.contains(&known);
    let mut indexers = knowledge.forms(INDEXER).iter();
    let takes_texts = indexers.any(|form| match form.as_slice() {
        [first, index, ..] => first == known && index != "integer",
        _ => false,
    });
    let is_there = knowledge.has_method(known, &format!("{GETTER}{text}"));
    if !is_known || takes_texts || is_there {
        return None;
    }
    let mut own = knowledge.methods_of(known);
    let is_method = own.any(|own| own == text) || checked.has_function(text);
    let owner_in_words = with_article(known);
    if is_method {
        let forms = knowledge.forms(text).iter();
        let mut forms = forms.filter(|form| form.first().is_some_and(|first| first == known));
        let args = match forms.any(|form| form.len() == 1) || checked.has_function(text) {
            true => "",
            false => "…",
        };
        let message = format!("`{text}` of {owner_in_words} is a method");
        let found = Finding::new(Code::UnknownProperty, name.span, message);
        return Some(found.with_help(format!("write it with brackets: `{text}({args})`")));
    }
    let message = format!("{owner_in_words} has no property `{text}`");
    let found = Finding::new(Code::UnknownProperty, name.span, message);
    let found = match made_by(checked, owner, name) {
        Some((span, words)) => found.with_note(span, words),
        None => found,
    };
    let names: Vec<&str> = knowledge.methods_of(known).collect();
    let bare = |name: &&str| name.strip_prefix(GETTER).map(str::to_owned);
    let properties: Vec<String> = names.iter().filter_map(bare).collect();
    let method = || {
        let methods = names.iter().copied().filter(|name| !name.contains('$'));
        closest(text, methods).map(|meant| format!("did you mean `{meant}()`?"))
    };
    let help = property_hint(text, known)
        .map(str::to_owned)
        .or_else(|| suggest::nearest(text, properties.iter().map(String::as_str)))
        .or_else(method);
    Some(match help {
        Some(help) => found.with_help(help),
        None => found,
    })
}

/// A key of what `wait` has given.
fn of_waited(checked: &Checked<'_>, owner: NodeId, name: &Name) -> Option<Finding> {
    let (program, text) = (checked.program, name.text.as_str());
    let call = program.call(origin(program, owner))?;
    if !is_own(program, &call, "wait") || WAITED.contains(&text) || program.has_key(text) {
        return None;
    }
    let message = format!("what `wait` gives has no `{text}`");
    let found = Finding::new(Code::UnknownProperty, name.span, message);
    Some(found.with_help(match closest(text, WAITED) {
        Some(meant) => suggest::did_you_mean(meant),
        None => "it has `done` and `not_done`, two arrays of futures".to_owned(),
    }))
}

/// Where the variable comes from whose property is read, if that is another line.
fn made_by(
    checked: &Checked<'_>,
    owner: NodeId,
    name: &Name,
) -> Option<(crate::check::Span, String)> {
    let binding = checked.program.meant(owner)?;
    let kind = checked.types.of_binding(binding);
    let binding = checked.program.binding(binding);
    let is_far = binding.name.span.first_line() != name.span.first_line();
    let words = format!("`{}` is {}", binding.name.text, with_article(kind.name()?));
    is_far.then_some((binding.name.span, words))
}

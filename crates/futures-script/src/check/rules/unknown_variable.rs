//! Names of variables that do not exist, or not there.

use std::collections::BTreeSet;

use crate::check::program::{Binding, BindingKind, Kind, Name, NodeId};
use crate::check::rules::{suggest, unknown_function};
use crate::check::{Checked, Code, Finding};
use crate::error::variable_hint;

/// Finds names that mean nothing where they stand; in each function the first use of each.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut names = Vec::new();
    for (id, node) in checked.program.nodes() {
        if let Kind::Name { path, name } = &node.kind
            && checked.program.meant(id).is_none()
        {
            names.push((name.span, node.function, id, path, name));
        }
    }
    names.sort_by_key(|(span, ..)| *span);
    for (_, function, id, path, name) in names {
        let finding = match path.as_slice() {
            [] => own(checked, id, name),
            [global] if global.text == "global" => of_script(checked, name),
            [alias] => of_module(checked, alias, name),
            _ => None,
        };
        let key = (function, path.first().map(|first| &first.text), &name.text);
        found.extend(finding.filter(|_| seen.insert(key)));
    }
    found
}

fn own(checked: &Checked<'_>, id: NodeId, name: &Name) -> Option<Finding> {
    let (program, knowledge) = (checked.program, checked.knowledge);
    let text = name.text.as_str();
    let is_known = checked.has_function(text)
        || knowledge.is_constant(text)
        || checked.is_asked_for(text)
        || program.has_inline_calls()
        || checked.is_known_to_engine(text);
    if is_known {
        return None;
    }
    let found = |message: String, help: String| {
        Some(Finding::new(Code::UnknownVariable, name.span, message).with_help(help))
    };
    if let Some(hint) = variable_hint(text) {
        return found(format!("no variable `{text}`"), hint.to_owned());
    }
    if checked.modules.named(text).is_some() {
        return found(
            format!("`{text}` is a module, not a variable"),
            format!("what is in it is written `{text}::…`"),
        );
    }
    let mut same = program
        .bindings()
        .filter(|(_, binding)| binding.name.text == text);
    if let Some((_, first)) = same.next() {
        let all: Vec<&Binding> = std::iter::once(first)
            .chain(same.map(|(_, binding)| binding))
            .collect();
        return Some(elsewhere(checked, id, name, &all));
    }
    if knowledge.has_function(text) {
        return found(
            format!("`{text}` is a built-in function"),
            format!("call it, `{text}(…)`, or hand it on inside a closure, `|x| {text}(x)`"),
        );
    }
    let known = program
        .bindings()
        .map(|(_, binding)| binding.name.text.as_str())
        .chain(checked.own_functions())
        .chain(knowledge.constants());
    let help = suggest::nearest(text, known);
    let help = help.unwrap_or_else(|| format!("`let {text} = …` makes one"));
    found(format!("no variable `{text}`"), help)
}

/// A name of variables that cannot be seen from here.
fn elsewhere(checked: &Checked<'_>, id: NodeId, name: &Name, same: &[&Binding]) -> Finding {
    let (program, text) = (checked.program, &name.text);
    let finding = Finding::new(
        Code::UnknownVariable,
        name.span,
        format!("`{text}` is not known here"),
    );
    let is_around = |binding: &&&Binding| {
        let mut around = program.ancestors(id);
        around.any(|outer| outer == binding.node)
    };
    let is_let =
        |binding: &&&Binding| matches!(binding.kind, BindingKind::Variable | BindingKind::Constant);
    if let Some(own) = same.iter().filter(is_let).find(is_around) {
        return finding
            .with_note(own.name.span, "it is there only behind this statement")
            .with_help(format!(
                "what calls itself is a function with a name, `fn {text}(…) {{ … }}`"
            ));
    }
    let is_constant = |binding: &&&Binding| {
        binding.kind == BindingKind::Constant
            && program.node(binding.node).parent == Some(program.whole())
    };
    let in_function = program
        .ancestors(id)
        .any(|outer| matches!(program.kind(outer), Kind::Definition(_)));
    if let Some(constant) = same.iter().find(is_constant)
        && in_function
    {
        return finding
            .with_note(
                constant.name.span,
                "the constant is defined outside of the function",
            )
            .with_help(format!("write `global::{text}`"));
    }
    let home = |binding: &&&Binding| checked.home(binding.node) == checked.home(id);
    let (note, help) = match same.iter().find(home) {
        Some(near) if near.name.span > name.span => (
            (near.name.span, "it is made only here"),
            format!("move the `{text}` that is made further down up"),
        ),
        Some(near) => (
            (near.name.span, "this one ends with its block"),
            "a variable ends with the block in which it is made; make it before the block"
                .to_owned(),
        ),
        None => {
            let other = same.first().map_or(name.span, |other| other.name.span);
            let help = format!("a function sees no variables but its own: pass `{text}` to it");
            ((other, "this one is not visible there"), help)
        }
    };
    finding.with_note(note.0, note.1).with_help(help)
}

/// A constant that is named as `global::NAME`.
fn of_script(checked: &Checked<'_>, name: &Name) -> Option<Finding> {
    let (program, text) = (checked.program, name.text.as_str());
    let found = |message: String| Finding::new(Code::UnknownVariable, name.span, message);
    if checked.knowledge.is_constant(text) {
        let help = format!("write `{text}` alone, also inside of functions");
        return Some(found(format!("`{text}` is built in")).with_help(help));
    }
    let is_at_top = |binding: &&Binding| {
        program.node(binding.node).parent == Some(program.whole()) && binding.name.text == text
    };
    let mut bindings = program.bindings().map(|(_, binding)| binding);
    if let Some(variable) = bindings.find(is_at_top) {
        return Some(
            found(format!(
                "`global::{text}` would be a constant, but `{text}` is a variable"
            ))
            .with_note(variable.name.span, "it is defined here")
            .with_help("pass it to the function, or define it with `const`"),
        );
    }
    let constants = program.bindings().map(|(_, binding)| binding);
    let constants = constants
        .filter(|binding| binding.kind == BindingKind::Constant)
        .map(|binding| binding.name.text.as_str());
    let what = format!("no constant `{text}` is defined outside of all functions and blocks");
    Some(match suggest::nearest(text, constants) {
        Some(help) => found(what).with_help(help),
        None => found(what),
    })
}

/// What a module has besides calls of its functions.
fn of_module(checked: &Checked<'_>, alias: &Name, name: &Name) -> Option<Finding> {
    if checked.knowledge.has_module(&alias.text) {
        return None;
    }
    let Some(module) = checked.modules.named(&alias.text) else {
        return Some(unknown_function::no_module(
            checked,
            alias,
            Code::UnknownVariable,
        ));
    };
    let (module, text) = (module?, name.text.as_str());
    if module.functions.contains_key(text) || module.exports.contains(text) {
        return None;
    }
    let shown = unknown_function::shown(module);
    let found = |message: String| Finding::new(Code::UnknownVariable, name.span, message);
    if module.private.contains(text) {
        return Some(found(format!("`{text}` is private in {shown}")));
    }
    let exports = module.exports.iter().chain(module.functions.keys());
    let message = format!("{shown} has no constant or function `{text}`");
    Some(match suggest::nearest(text, exports.map(String::as_str)) {
        Some(help) => found(message).with_help(help),
        None => found(message).with_help(format!(
            "what others are to see is written `export const {text} = …` there"
        )),
    })
}

impl Checked<'_> {
    /// The function with a name whose code a part is, closures in it included; none of the script's own statements.
    pub(super) fn home(&self, id: NodeId) -> Option<NodeId> {
        let is_definition =
            |outer: &NodeId| matches!(self.program.kind(*outer), Kind::Definition(_));
        let around = std::iter::once(id).chain(self.program.ancestors(id));
        around.into_iter().find(is_definition)
    }
}

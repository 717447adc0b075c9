//! Calls of methods that the value does not have, or that nothing has.

use crate::check::program::{BindingKind, Call, Kind};
use crate::check::rules::suggest;
use crate::check::tasks::origin;
use crate::check::{Checked, Code, Finding, Role, starters};
use crate::error::{method_hint, on_each};
use crate::values::with_article;

/// The engine's prefix of the functions behind properties.
const GETTER: &str = "get$";

/// Finds methods that values of a known type do not have. Of values of unknown types, only methods that no type has.
///
/// A map may hold a function of any name, so there it is enough that some map of the script may have such a key.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let calls = checked.program.calls();
    let unknown = calls.filter_map(|call| {
        let name = call.name.text.as_str();
        let receiver = checked.types.of(call.receiver?);
        if checked.has_function(name) || checked.is_nothing(call.receiver?) {
            return None;
        }
        if is_asked_result(checked, &call) {
            let message = format!(
                "what `map` of a pool gives has no method `{name}`: it is values, not futures"
            );
            let help = "it has waited for them already; leave the call out";
            return Some(found(checked, &call, message, Some(help.to_owned())));
        }
        match receiver.name() {
            Some(owner) if owner != "map" => of_type(checked, owner, &call),
            owner => of_any(checked, owner, &call),
        }
    });
    unknown.collect()
}

/// Is a result asked for what a pool's `map` gives one after the other, which surely is no future?
fn is_asked_result(checked: &Checked<'_>, call: &Call<'_>) -> bool {
    let program = checked.program;
    let is_future = ["result", "exception"].contains(&call.name.text.as_str());
    let items = || {
        let binding = program.binding(program.meant(call.receiver?)?);
        let node = match binding.kind {
            BindingKind::Item => binding.node,
            BindingKind::Parameter(0) => program.node(binding.node).parent?,
            _ => return None,
        };
        match program.kind(node) {
            Kind::For { items, .. } => Some(*items),
            Kind::Method { receiver, name, .. }
                if name.text == "map" || name.text == "for_each" =>
            {
                Some(*receiver)
            }
            _ => None,
        }
    };
    let mapped = || {
        let mut made = origin(program, items()?);
        while let Kind::Method { receiver, name, .. } = program.kind(made)
            && name.text == "to_array"
        {
            made = origin(program, *receiver);
        }
        let call = program.call(made)?;
        let start = starters::start(program, checked.types, &call)?;
        let is_map = start.role == Role::Map && call.name.text == "map";
        checked.types.function(start.function).filter(|_| is_map)
    };
    is_future && mapped().is_some_and(|function| checked.never_returns(function, "Future"))
}

/// The method of a value that is surely of the type `owner`.
fn of_type(checked: &Checked<'_>, owner: &str, call: &Call<'_>) -> Option<Finding> {
    let (name, knowledge) = (call.name.text.as_str(), checked.knowledge);
    let is_imported = checked.program.may_be_imported(name);
    let is_habit = is_handle_habit(checked, owner, name);
    if (knowledge.has_method(owner, name) && !is_habit) || is_imported {
        return None;
    }
    let owner_in_words = match knowledge.is_handle(owner) {
        true => owner.to_owned(),
        false => with_article(owner),
    };
    if call.args.is_empty() && knowledge.has_method(owner, &format!("{GETTER}{name}")) {
        let message = format!("`{name}` of {} is a property", with_article(owner));
        let found = Finding::new(Code::UnknownMethod, call.name.span, message);
        return Some(found.with_help("write it without `()`"));
    }
    let message = format!("{owner_in_words} has no method `{name}`");
    let of_each = owner == "array" && knowledge.each_has(name, call.args.len());
    let help = match (method_hint(name, owner), of_each) {
        (Some(hint), _) => Some(hint.to_owned()),
        (None, true) => Some(on_each(name, call.args.len())),
        (None, false) => suggest::function(name, knowledge.methods_of(owner)),
    };
    Some(found(checked, call, message, help))
}

/// Is it what Python calls a method of this handle, which has none of the name? A function of that name that would take
/// any value, as `wait(fs)`, is not meant then.
fn is_handle_habit(checked: &Checked<'_>, owner: &str, name: &str) -> bool {
    let mut own = checked.knowledge.methods_of(owner);
    own.all(|known| known != name) && hint_for(name, owner).is_some()
}

/// What Python's name of a method of this type is here.
fn hint_for(name: &str, owner: &str) -> Option<&'static str> {
    // Of some types there is one hint for whatever was wanted.
    let is_for_all = method_hint("", owner).is_some();
    method_hint(name, owner).filter(|_| !is_for_all)
}

/// The method of a value that may be of any type, or of a map.
fn of_any(checked: &Checked<'_>, owner: Option<&str>, call: &Call<'_>) -> Option<Finding> {
    let (name, knowledge) = (call.name.text.as_str(), checked.knowledge);
    if knowledge.has_function(name) || checked.program.has_key(name) {
        return None;
    }
    let is_property = knowledge.has_function(&format!("{GETTER}{name}"));
    if is_property {
        // Then it is a mistake of another kind, if there is one.
        return None;
    }
    let what = match owner {
        Some(owner) => with_article(owner),
        None => "no value".to_owned(),
    };
    let message = match owner {
        Some(_) => format!("{what} has no method `{name}`"),
        None => format!("{what} has a method `{name}`"),
    };
    let known = knowledge.names().chain(checked.own_functions());
    let hint = || {
        let mut handles = knowledge.handles();
        handles.find_map(|handle| hint_for(name, handle).map(str::to_owned))
    };
    let help = suggest::function(name, known).or_else(hint);
    Some(found(checked, call, message, help))
}

fn found(checked: &Checked<'_>, call: &Call<'_>, message: String, help: Option<String>) -> Finding {
    let finding = Finding::new(Code::UnknownMethod, call.name.span, message);
    let finding = match made_by(checked, call) {
        Some((span, words)) => finding.with_note(span, words),
        None => finding,
    };
    match help {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

/// Where the variable comes from whose method is called, if that is another line.
fn made_by(checked: &Checked<'_>, call: &Call<'_>) -> Option<(crate::check::Span, String)> {
    let binding = checked.program.meant(call.receiver?)?;
    let kind = checked.types.of_binding(binding);
    let binding = checked.program.binding(binding);
    let is_far = binding.name.span.first_line() != call.name.span.first_line();
    let words = format!("`{}` is {}", binding.name.text, with_article(kind.name()?));
    is_far.then_some((binding.name.span, words))
}

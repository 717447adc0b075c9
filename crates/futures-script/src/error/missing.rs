//! Words for names that do not exist: what was probably meant, or why it cannot be seen from here.

use crate::current;
use crate::error::arguments::is_word;
use crate::error::{ScriptErrorKind, on_each, python};
use crate::remote;
use crate::run::Run;
use crate::values::{closest, with_article};

type Told = (ScriptErrorKind, String);

/// The engine's prefix of the functions behind properties.
const GETTER: &str = "get$";

/// No function or method is called `name`; it was given values of these types.
pub(super) fn function(name: &str, types: &[String]) -> Option<Told> {
    let run = current::run().ok()?;
    let own = run.own_names();
    if own.variables.iter().any(|known| known == name) {
        let message = format!(
            "`{name}` is a variable, not a function; if it holds one, call it with `{name}.call(…)`"
        );
        return Some((ScriptErrorKind::Type, message));
    }
    let receiver = types.first().map(String::as_str).unwrap_or_default();
    if run.is_handle(receiver) {
        let what = format!("{receiver} has no method `{name}`");
        if let Some(hint) = python::method_hint(name, receiver) {
            return Some((ScriptErrorKind::Attribute, format!("{what}; {hint}")));
        }
        let members = run.members(receiver);
        if types.len() == 1 && members.contains(&format!("{GETTER}{name}")) {
            let message = format!(
                "`{name}` of {} is a property; write it without `()`",
                with_article(receiver)
            );
            return Some((ScriptErrorKind::Attribute, message));
        }
        let told = suggest(what, name, members.iter().map(String::as_str));
        return Some((ScriptErrorKind::Attribute, told));
    }
    if let Some(owner) = owner_of(&run, name) {
        let hint = match receiver {
            "array" => format!("; {}", on_each(name, types.len() - 1)),
            _ => String::new(),
        };
        let message = format!(
            "`{name}` is a method of {}, and was not called on one{hint}",
            with_article(&owner)
        );
        return Some((ScriptErrorKind::Name, message));
    }
    let is_method = own.methods.contains(name) && !own.calls.contains(name);
    if is_method && !receiver.is_empty() {
        let what = format!("{} has no method `{name}`", with_article(receiver));
        let members = run.members(receiver);
        let told = suggest(what, name, members.iter().map(String::as_str));
        return Some((ScriptErrorKind::Attribute, told));
    }
    let names = run.function_names();
    let told = suggest(
        format!("no function `{name}`"),
        name,
        names.iter().map(String::as_str),
    );
    Some((ScriptErrorKind::Name, told))
}

/// No variable `name` can be seen.
pub(super) fn variable(name: &str) -> Option<Told> {
    let run = current::run().ok()?;
    let own = run.own_names();
    let is = |known: &String| known == name;
    if let Some(constant) = name.strip_prefix("global::") {
        return Some((ScriptErrorKind::Name, global(&run, constant)));
    }
    let message = if let Some((module, _)) = name.rsplit_once("::") {
        if remote::is_worker() {
            format!("`{name}` has not come along to this process; only some values can travel")
        } else {
            format!("`{name}` has no value before `{module}` is imported; move the `import` up")
        }
    } else if own.modules.iter().any(is) {
        format!("`{name}` is a module, not a variable; what is in it is written `{name}::…`")
    } else if let Some(hint) = python::variable_hint(name) {
        format!("no variable `{name}`; {hint}")
    } else if own.constants.iter().any(is) {
        format!("`{name}` is not known inside a function; write `global::{name}`")
    } else if own.variables.iter().any(is) {
        format!(
            "`{name}` is not known here: a function sees no variables but its own, so pass `{name}` to it, \
             and a variable ends with its block"
        )
    } else if !run.forms(name).is_empty() {
        format!(
            "`{name}` is a built-in function; call it, `{name}(…)`, or hand it on inside a closure, \
             `|x| {name}(x)`"
        )
    } else {
        let functions = own.functions.iter().map(|known| known.name.as_str());
        let known = own
            .variables
            .iter()
            .chain(&own.constants)
            .map(String::as_str);
        let constants = run.vocabulary().constants.iter();
        let known = known
            .chain(functions)
            .chain(constants.map(|name| name.as_str()));
        match nearest(name, known) {
            Some(meant) => format!("no variable `{name}`; did you mean `{meant}`?"),
            None => format!("no variable `{name}`; `let {name} = …` makes one"),
        }
    };
    Some((ScriptErrorKind::Name, message))
}

/// No constant of the script can be seen as `global::name`.
fn global(run: &Run, name: &str) -> String {
    let own = run.own_names();
    if run
        .vocabulary()
        .constants
        .iter()
        .any(|known| *known == *name)
    {
        format!("`{name}` is built in; write `{name}` alone, also inside of functions")
    } else if own.variables.iter().any(|known| known == name) {
        format!(
            "`global::{name}` would be a constant, but `{name}` is a variable; pass it to the function, \
             or define it with `const`"
        )
    } else {
        let what = format!("no constant `{name}` is defined outside of all functions and blocks");
        match nearest(name, own.constants.iter().map(String::as_str)) {
            Some(meant) => format!("{what}; did you mean `global::{meant}`?"),
            None => what,
        }
    }
}

/// Nothing was imported as `name`.
pub(super) fn module(name: &str) -> Told {
    let hint = python::variable_hint(name).map_or_else(
        || format!("`import \"path\" as {name};` at the top of the script makes one of a file"),
        str::to_owned,
    );
    let message = format!("no module `{name}` is imported; {hint}");
    (ScriptErrorKind::Name, message)
}

/// A value of type `owner` has no property `name`.
pub(super) fn property(name: &str, owner: &str) -> Option<Told> {
    let run = current::run().ok()?;
    let what = format!("{} has no property `{name}`", with_article(owner));
    let message = if let Some(call) = call_of(&run, owner, name) {
        format!("`{name}` is a method; write `{call}`")
    } else if let Some(hint) = python::property_hint(name, owner) {
        format!("{what}; {hint}")
    } else if owner == "()" {
        format!(
            "`()` has no property `{name}`; it stands for nothing: perhaps a key is missing, \
             or a function returned no value"
        )
    } else if ["kind", "message", "position", "stack"].contains(&name) && !run.is_handle(owner) {
        format!(
            "{what}; what a script throws is caught as it is, only errors of the language and of error() are Error objects"
        )
    } else {
        let members = run.members(owner);
        let names = members
            .iter()
            .map(|member| member.strip_prefix(GETTER).unwrap_or(member));
        suggest(what, name, names)
    };
    Some((ScriptErrorKind::Attribute, message))
}

/// The property `name` of a value of type `owner` cannot be assigned.
pub(super) fn writable_property(name: &str, owner: &str) -> Option<Told> {
    let run = current::run().ok()?;
    let owner_in_words = with_article(owner);
    let getter = format!("{GETTER}{name}");
    let message = if run.members(owner).contains(&getter) {
        format!("`{name}` of {owner_in_words} can be read, but not changed")
    } else {
        format!("{owner_in_words} has no property `{name}`, and only maps can get new ones")
    };
    Some((ScriptErrorKind::Attribute, message))
}

/// A value of type `owner` has no `[…]`.
pub(super) fn index(owner: &str, index: &str) -> String {
    let what = format!("{} cannot be indexed", with_article(owner));
    match (owner, index) {
        ("List", index) => format!(
            "a List is indexed with an integer, not {}",
            with_article(index)
        ),
        ("Results" | "AsCompleted", _) => format!("{what}; `to_array()` makes an array of it"),
        ("Future", _) => format!("{what}; its value is `result()`"),
        _ => what,
    }
}

/// How the method `name` of a value of type `owner` is called, if there is such a method.
fn call_of(run: &Run, owner: &str, name: &str) -> Option<String> {
    let forms = run.forms(name);
    let least = forms.iter().find(|form| form.begins_with(owner))?;
    let is_alone = least.0.len() == 1;
    Some(format!("{name}({})", if is_alone { "" } else { "…" }))
}

/// The type of handles that has a method `name`; the one that the language has defined first, if several have.
fn owner_of(run: &Run, name: &str) -> Option<String> {
    let forms = run.forms(name);
    run.handles()
        .into_iter()
        .find(|owner| forms.iter().any(|form| form.begins_with(owner)))
}

fn suggest<'a>(what: String, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    if let Some(hint) = python::function_hint(name) {
        return format!("{what}; {hint}");
    }
    if name.ends_with("Error") || name.ends_with("Exception") {
        return format!("{what}; errors are made with `error(\"{name}\", message)`");
    }
    match nearest(name, known) {
        Some(meant) => format!("{what}; did you mean `{meant}`?"),
        None => what,
    }
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    closest(name, known.filter(|known| is_word(known) && *known != name))
}

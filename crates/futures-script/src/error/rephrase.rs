//! The one place where errors of the engine get words that say what was wrong and what to do, in this language's terms.
//!
//! It starts from the engine's words, not from its values: of an error that a script has caught nothing else is left.

use crate::current;
use crate::error::{ScriptErrorKind, arguments, missing, python};
use crate::modules::shown_names;
use crate::values::{plain_type, with_article};

/// The kind and the message for an error of which the engine says `words`, and which by itself is of this `kind`.
pub(super) fn rephrase(kind: ScriptErrorKind, words: &str) -> (ScriptErrorKind, String) {
    let words = &*shown_names(words);
    let found = calls(words)
        .or_else(|| missing_names(words))
        .or_else(|| types(words))
        .or_else(|| constants(words))
        .or_else(|| others(words));
    found.unwrap_or_else(|| (kind, words.to_owned()))
}

type Told = (ScriptErrorKind, String);

fn calls(words: &str) -> Option<Told> {
    let signature = words.strip_prefix("Function not found: ")?;
    let (name, types) = signature.strip_suffix(')')?.split_once(" (")?;
    let types: Vec<String> = types
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(plain_type)
        .collect();
    arguments::explain(name, &types).or_else(|| missing::function(name, &types))
}

fn missing_names(words: &str) -> Option<Told> {
    if let Some(name) = words.strip_prefix("Variable not found: ") {
        return missing::variable(name);
    }
    if let Some(name) = words.strip_prefix("Module not found: ") {
        return Some(missing::module(name));
    }
    let mut quoted = words.split('\'').skip(1).step_by(2);
    if words.starts_with("Unknown property '") {
        return missing::property(quoted.next()?, &plain_type(quoted.next()?));
    }
    if words.starts_with("No writable property '") {
        return missing::writable_property(quoted.next()?, &plain_type(quoted.next()?));
    }
    None
}

fn types(words: &str) -> Option<Told> {
    let message = if let Some(types) = words.strip_prefix("Indexer unavailable: ") {
        let (indexed, index) = types.strip_suffix(']')?.split_once(" [")?;
        missing::index(&plain_type(indexed), &plain_type(index))
    } else if let Some(types) = words.strip_prefix("Data type incorrect: ") {
        let (given, wanted) = types.strip_suffix(')')?.split_once(" (expecting ")?;
        if wanted == "bool" {
            let hint = python::condition_hint(&plain_type(given));
            let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
            let given = with_article(given);
            let message = format!("`true` or `false` is needed here, not {given}{hint}");
            return Some((ScriptErrorKind::Type, message));
        }
        let hint = match (wanted, plain_type(given).as_str()) {
            ("i64", "range") => "; a part of an array is taken with `items.extract(1..3)`",
            ("string", "Future") => "; a Future is no key, but knows its `label` and its `args`",
            _ => "",
        };
        format!(
            "{} is needed here, not {}{hint}",
            with_article(wanted),
            with_article(given)
        )
    } else if let Some(types) = words.strip_prefix("Output type incorrect: ") {
        let (given, wanted) = types.strip_suffix(')')?.split_once(" (expecting ")?;
        format!(
            "the function must return {}, not {}",
            with_article(wanted),
            with_article(given)
        )
    } else if words == "For loop expects iterable type" {
        "`for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), \
         what map() and as_completed() return, or the `keys()` of a map"
            .to_owned()
    } else if words == "'this' not bound" {
        "`this` stands for a value only in a function that is called as a method, `value.function()`"
            .to_owned()
    } else {
        return None;
    };
    Some((ScriptErrorKind::Type, message))
}

fn constants(words: &str) -> Option<Told> {
    let message = if let Some(method) = words
        .strip_prefix("Non-pure method '")
        .and_then(|rest| rest.strip_suffix("' cannot be called on constant"))
    {
        format!("`{method}` would change a constant; define it with `let` instead of `const`")
    } else if let Some(name) = words
        .strip_prefix("Cannot modify constant ")
        .or_else(|| words.strip_prefix("Cannot assign to constant "))
    {
        if let Some((module, _)) = name.rsplit_once("::") {
            let message =
                format!("`{name}` belongs to the module `{module}` and cannot be changed");
            return Some((ScriptErrorKind::ReadOnly, message));
        }
        format!(
            "`{name}` is a constant and cannot be changed; define it with `let` instead of `const`"
        )
    } else {
        return None;
    };
    Some((ScriptErrorKind::ReadOnly, message))
}

fn others(words: &str) -> Option<Told> {
    if words == "Stack overflow" {
        let message = "calls are nested too deeply; does a function call itself without an end?";
        return Some((ScriptErrorKind::Recursion, message.to_owned()));
    }
    if let Some(rest) = words.strip_prefix("Data race detected") {
        return Some((ScriptErrorKind::DataRace, data_race(rest)));
    }
    if words == "step value cannot be zero" {
        return Some((ScriptErrorKind::Value, "the step must not be 0".to_owned()));
    }
    if let Some(message) = words.strip_prefix("Syntax error: ") {
        return Some((ScriptErrorKind::Syntax, message.to_owned()));
    }
    let number = |what: &str, begins: &str| {
        let rest = words.strip_prefix(begins)?;
        let (text, _) = rest.rsplit_once("': ")?;
        Some((ScriptErrorKind::Value, format!("\"{text}\" is no {what}")))
    };
    number("integer", "Error parsing integer number '")
        .or_else(|| number("number", "Error parsing floating-point number '"))
}

/// What to do about a variable that is locked; `what` is `on argument #1 of function 'map'` or nothing.
fn data_race(what: &str) -> String {
    let Some(method) = what.split('\'').nth(1) else {
        return "a captured variable is used while a method call on it is under way: \
                let the closure use a copy of it, `let copy = …`"
            .to_owned();
    };
    let shared = current::run().map(|run| run.own_names().shared);
    let shared = shared.unwrap_or_default();
    let mut receivers = shared.iter().filter(|(known, _)| known == method);
    match (receivers.next(), receivers.next()) {
        (Some((_, variable)), None) => format!(
            "the closure uses `{variable}` while `{variable}.{method}(…)` is under way: \
             write `let copy = {variable};` before it, and use `copy` in the closure"
        ),
        _ => format!(
            "the closure uses a variable while its method `{method}` is under way: \
             write `let copy = …;` with that variable before it, and use `copy` in the closure"
        ),
    }
}

//! Values where a function belongs, or a map of options.

use crate::check::program::{Call, Kind, NodeId};
use crate::check::rules::options::options_alone;
use crate::check::{Checked, Code, Finding, Role, starters};
use crate::values::with_article;

/// Finds calls of functions where the functions themselves are meant, and options that are no map.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let calls = checked.program.calls();
    calls
        .filter_map(|call| no_function(checked, &call).or_else(|| no_options(checked, &call)))
        .collect()
}

/// Something else than a function in the place of what is to be called.
fn no_function(checked: &Checked<'_>, call: &Call<'_>) -> Option<Finding> {
    let start = starters::start(checked.program, checked.types, call)?;
    let given = start.function;
    if checked.is_nothing(given) || !checked.is_never(given, "function") {
        return None;
    }
    let starter = call.name.text.as_str();
    let returned = checked.types.of(given);
    let found =
        |message: String| Finding::new(Code::WrongArgument, checked.program.span(given), message);
    let Some(called) = checked.program.call(given) else {
        let given = with_article(returned.name()?);
        let help = match start.role {
            Role::Call => format!(
                "what is to be called stands first, and its arguments behind it: `{starter}(f, a)`"
            ),
            Role::Map => format!(
                "what is to be called stands first, and what to go through behind it: `{starter}(f, items)`"
            ),
            Role::Callback => format!("such as `{starter}(|future| print(future.result()))`"),
        };
        return Some(found(format!("`{starter}` takes a function, not {given}")).with_help(help));
    };
    let name = called.name.text.as_str();
    let what = match returned.name() {
        Some("()") | None => "what it returns".to_owned(),
        Some(known) => format!("what it returns, {}", with_article(known)),
    };
    let found = found(format!(
        "with brackets `{name}` is called on the spot, and `{starter}` is given {what}"
    ));
    let is_own = called.receiver.is_none() && checked.has_function(name);
    let args = in_words(checked, called.args);
    let help = match (start.role, called.args) {
        (Role::Call, _) if !is_own => format!("put it into a closure: `{starter}(|| …)`"),
        (_, _) if !is_own => format!("put it into a closure: `{starter}(|x| …)`"),
        (Role::Callback, [_]) => {
            format!("hand it over by its name, `{starter}({name})`; it is given the future")
        }
        (Role::Callback, _) => {
            format!("put it into a closure: `{starter}(|future| {name}(…))`")
        }
        (Role::Map, _) => format!(
            "hand it over by its name, and what to go through behind it: `{starter}({name}, {args})`"
        ),
        (Role::Call, []) => format!("hand it over by its name: `{starter}({name})`"),
        (Role::Call, _) => format!(
            "hand it over by its name, and its arguments behind it: `{starter}({name}, {args})`"
        ),
    };
    Some(found.with_help(help))
}

/// Something else than a map in the place of options.
fn no_options(checked: &Checked<'_>, call: &Call<'_>) -> Option<Finding> {
    let (name, last) = (call.name.text.as_str(), *call.args.last()?);
    let known = options_alone(checked, call)?;
    let constant = match checked.program.kind(last) {
        Kind::Name { path, name } if path.is_empty() && checked.program.meant(last).is_none() => {
            let is_constant = checked.knowledge.is_constant(&name.text);
            is_constant.then_some(name.text.as_str())
        }
        _ => None,
    };
    let given = checked.types.of(last);
    let (given, example) = match (constant, given.name()) {
        (Some(constant), _) if known.contains(&"return_when") => {
            (format!("`{constant}`"), format!("return_when: {constant}"))
        }
        (None, Some("integer" | "float")) if known.contains(&"timeout") => {
            (with_article(given.name()?), "timeout: …".to_owned())
        }
        (None, Some("()" | "map" | "function")) => return None,
        (None, Some(other)) => (with_article(other), format!("{}: …", known.first()?)),
        _ => return None,
    };
    let message = format!("`{name}` takes its options as a map, not {given}");
    let found = Finding::new(Code::WrongArgument, checked.program.span(last), message);
    Some(found.with_help(format!("write `#{{{example}}}`")))
}

/// Arguments as they are written, if all of them are names; else an ellipsis.
fn in_words(checked: &Checked<'_>, args: &[NodeId]) -> String {
    let name = |id: &NodeId| match checked.program.kind(*id) {
        Kind::Name { path, name } if path.is_empty() => Some(name.text.as_str()),
        _ => None,
    };
    let names: Option<Vec<&str>> = args.iter().map(name).collect();
    match names {
        Some(names) if !names.is_empty() => names.join(", "),
        _ => "…".to_owned(),
    }
}

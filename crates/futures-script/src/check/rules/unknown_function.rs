//! Calls of functions that do not exist.

use crate::check::program::{Call, Name};
use crate::check::rules::suggest;
use crate::check::{Checked, Code, Finding, Module};
use crate::values::{closest, with_article};

/// Finds calls `f(…)` and `module::f(…)` of functions that are neither built in, nor the script's own, nor imported.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let calls = checked.program.calls();
    let functions = calls.filter(|call| call.receiver.is_none());
    functions
        .filter_map(|call| match call.path {
            [] => own(checked, &call),
            [alias] => of_module(checked, alias, &call),
            _ => None,
        })
        .collect()
}

fn own(checked: &Checked<'_>, call: &Call<'_>) -> Option<Finding> {
    let name = call.name.text.as_str();
    if checked.has_function(name) || checked.is_asked_for(name) {
        return None;
    }
    let method = match checked.knowledge.has_function(name) {
        true => Some(method_without_value(checked, call)?),
        false => None,
    };
    let finding = |message| Finding::new(Code::UnknownFunction, call.name.span, message);
    let mut bindings = checked.program.bindings();
    if bindings.any(|(_, binding)| binding.name.text == name) {
        let message = format!("`{name}` is a variable, not a function");
        let help = format!("if it holds one, call it with `{name}.call(…)`");
        return Some(finding(message).with_help(help));
    }
    if method.is_some() {
        return method;
    }
    let known = checked.own_functions().chain(checked.knowledge.names());
    let found = finding(format!("no function `{name}`"));
    Some(match suggest::function(name, known) {
        Some(help) => found.with_help(help),
        None => found,
    })
}

/// A method of handles that is called as a function, on nothing that could have it.
fn method_without_value(checked: &Checked<'_>, call: &Call<'_>) -> Option<Finding> {
    let name = call.name.text.as_str();
    let forms = checked.knowledge.forms(name);
    let of_handle = |first: &String| checked.knowledge.is_handle(first);
    let owners = forms
        .iter()
        .map(|form| form.first().filter(|first| of_handle(first)));
    let owners = owners.collect::<Option<Vec<_>>>()?;
    let given = call.arg(0).map(|first| checked.types.of(first));
    let may_be = match &given {
        None => false,
        Some(given) => given
            .name()
            .is_none_or(|given| owners.iter().any(|owner| *owner == given)),
    };
    if may_be {
        return None;
    }
    let mut handles = checked.knowledge.handles();
    let owner = handles.find(|handle| owners.iter().any(|owner| owner == handle))?;
    let message = format!(
        "`{name}` is a method of {}, and is not called on one",
        with_article(owner)
    );
    Some(
        Finding::new(Code::UnknownFunction, call.name.span, message).with_help(format!(
            "write what has it before the point: `value.{name}(…)`"
        )),
    )
}

fn of_module(checked: &Checked<'_>, alias: &Name, call: &Call<'_>) -> Option<Finding> {
    if alias.text == "global" || checked.knowledge.has_module(&alias.text) {
        return None;
    }
    let Some(module) = checked.modules.named(&alias.text) else {
        return Some(no_module(checked, alias, Code::UnknownFunction));
    };
    let (module, name) = (module?, &call.name.text);
    if module.functions.contains_key(name) {
        return None;
    }
    let known = module.functions.keys().map(String::as_str);
    let message = format!("{} has no function `{name}`", shown(module));
    let finding = |message| Finding::new(Code::UnknownFunction, call.name.span, message);
    Some(if module.private.contains(name) {
        finding(format!("`{name}` is private in {}", shown(module)))
    } else if module.exports.contains(name) {
        let alias = &alias.text;
        finding(format!("`{alias}::{name}` is no function")).with_help(format!(
            "if it holds one, call it with `{alias}::{name}.call(…)`"
        ))
    } else {
        match closest(name, known) {
            Some(meant) => finding(message).with_help(format!("did you mean `{meant}`?")),
            None => finding(message),
        }
    })
}

/// A module as its import names it.
pub(super) fn shown(module: &Module) -> String {
    format!("\"{}\"", module.path)
}

/// A name of a module that nothing was imported as.
pub(super) fn no_module(checked: &Checked<'_>, alias: &Name, code: Code) -> Finding {
    let name = &alias.text;
    let help = crate::error::variable_hint(name).map(str::to_owned);
    let help = help.or_else(|| suggest::nearest(name, checked.modules.names()));
    let help = help.unwrap_or_else(|| {
        format!("`import \"path\" as {name};` at the top of the script makes one of a file")
    });
    Finding::new(code, alias.span, format!("no module `{name}` is imported")).with_help(help)
}

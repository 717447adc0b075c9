//! Calls with more or fewer arguments than the function takes, also of functions that are handed on to pools and threads.

use std::collections::BTreeSet;

use crate::check::program::{Call, Function, FunctionId};
use crate::check::{Checked, Code, Finding, Role, Span, Start, Type, starters};
use crate::error::{argument_hint, number_of, on_each};
use crate::limits::MAX_ARGUMENTS;
use crate::values::with_article;

/// What takes a function and the arguments for it.
const STARTERS: [&str; 4] = ["submit", "start_thread", "thread_of", "to_thread"];

/// Finds calls with a wrong number of arguments.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for call in checked.program.calls() {
        found.extend(match (call.receiver, call.path) {
            (Some(receiver), _) if !checked.is_nothing(receiver) => {
                method(checked, &call, &checked.types.of(receiver))
            }
            (None, []) => function(checked, &call),
            (None, [alias]) => of_module(checked, &alias.text, &call),
            _ => None,
        });
        if let Some(start) = starters::start(checked.program, checked.types, &call) {
            found.extend(started(checked, &call, &start));
        }
    }
    found
}

/// The numbers of arguments of the script's own functions of this name.
fn own_forms(checked: &Checked<'_>, name: &str) -> BTreeSet<usize> {
    let functions = checked.program.functions_named(name);
    functions
        .map(|(_, function)| function.params.len())
        .collect()
}

fn function(checked: &Checked<'_>, call: &Call<'_>) -> Option<Finding> {
    let name = call.name.text.as_str();
    if checked.knowledge.is_keyword(name) {
        return None;
    }
    let own = own_forms(checked, name);
    let natives = checked.knowledge.forms(name).iter();
    let natives: BTreeSet<usize> = natives.map(Vec::len).collect();
    let given = call.args.len();
    if own.contains(&given) || natives.contains(&given) || (own.is_empty() && natives.is_empty()) {
        return None;
    }
    let is_own = !own.is_empty();
    let wanted: Vec<usize> = match is_own {
        true => own.into_iter().collect(),
        // Those of handles are methods, which are counted without what stands before the point.
        false => function_forms(checked, name)?,
    };
    Some(wrong_number(
        checked,
        call,
        &shown(checked, name),
        &wanted,
        "",
    ))
}

/// The numbers of arguments of a native that is written as a function; none if there is no such form.
fn function_forms(checked: &Checked<'_>, name: &str) -> Option<Vec<usize>> {
    let forms = checked.knowledge.forms(name).iter();
    let of_handle = |form: &&Vec<String>| {
        let first = form.first();
        first.is_some_and(|first| checked.knowledge.is_handle(first))
    };
    let forms: BTreeSet<usize> = forms
        .filter(|form| !of_handle(form))
        .map(Vec::len)
        .collect();
    (!forms.is_empty()).then(|| forms.into_iter().collect())
}

fn method(checked: &Checked<'_>, call: &Call<'_>, receiver: &Type) -> Option<Finding> {
    let name = call.name.text.as_str();
    if let (Type::Function(function), "call") = (receiver, name) {
        return called(checked, call, *function);
    }
    let is_sure = match receiver.name() {
        Some(name) => name != "map",
        None => !checked.program.has_key(name),
    };
    let own = own_forms(checked, name);
    if !is_sure || checked.knowledge.is_keyword(name) || checked.program.may_be_imported(name) {
        return None;
    }
    let forms = checked.knowledge.forms(name).iter();
    let takes = |form: &&Vec<String>| match (form.first(), receiver.name()) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(first), Some(receiver)) => {
            first.is_empty() || first == receiver || !checked.is_type(first)
        }
    };
    let mut natives: BTreeSet<usize> = forms.filter(takes).map(|form| form.len() - 1).collect();
    if STARTERS.contains(&name) && own.is_empty() {
        // There is a form without a function, which only says that one is missing.
        natives.remove(&0);
    }
    let given = call.args.len();
    if own.contains(&given) || natives.contains(&given) || (own.is_empty() && natives.is_empty()) {
        return None;
    }
    let wanted: Vec<usize> = own
        .iter()
        .chain(&natives)
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let what = match receiver.name() {
        Some(owner) if own.is_empty() => format!("{name}() of {}", with_article(owner)),
        _ => format!("{name}()"),
    };
    Some(wrong_number(
        checked,
        call,
        &what,
        &wanted,
        receiver.name().unwrap_or_default(),
    ))
}

/// `f.call(…)`
fn called(checked: &Checked<'_>, call: &Call<'_>, id: FunctionId) -> Option<Finding> {
    let function = checked.program.function(id);
    let given = call.args.len();
    if fits(checked, function, given) {
        return None;
    }
    let what = in_words(checked, function);
    let message = number_of(&what, &[function.params.len()], given);
    let found = Finding::new(Code::WrongArgumentCount, span_of(checked, call), message);
    Some(found.with_note(function.head, "it is defined here"))
}

fn of_module(checked: &Checked<'_>, alias: &str, call: &Call<'_>) -> Option<Finding> {
    let module = checked.modules.named(alias)??;
    let forms = module.functions.get(&call.name.text)?;
    if forms.contains(&call.args.len()) {
        return None;
    }
    let wanted: Vec<usize> = forms.iter().copied().collect();
    let what = format!("{alias}::{}()", call.name.text);
    Some(wrong_number(checked, call, &what, &wanted, ""))
}

/// A function that somebody else will call: with what stands behind it, with an item of each, or with a future.
fn started(checked: &Checked<'_>, call: &Call<'_>, start: &Start) -> Option<Finding> {
    let id = checked.types.function(start.function)?;
    let function = checked.program.function(id);
    let given = match start.role {
        Role::Call | Role::Map => start.arguments.len(),
        Role::Callback => 1,
    };
    let is_unsure = start.may_end_with_options || (start.role == Role::Map && given == 0);
    if fits(checked, function, given) || is_unsure {
        return None;
    }
    let what = in_words(checked, function);
    let message = number_of(&what, &[function.params.len()], given);
    let found = Finding::new(
        Code::WrongArgumentCount,
        checked.program.span(start.function),
        message,
    );
    let name = &call.name.text;
    let found = match start.role {
        Role::Call => found.with_help(format!(
            "what stands behind the function is what it is given: `{name}(f, a, b)` calls `f(a, b)`"
        )),
        Role::Map => found.with_help(format!(
            "`{name}` gives it an item of each thing that it walks through"
        )),
        Role::Callback => found.with_help("a callback is given the future: `|future| …`"),
    };
    let is_elsewhere = function.node != Some(start.function);
    Some(match is_elsewhere {
        true => found.with_note(function.head, "it is defined here"),
        false => found,
    })
}

/// May the function be called with so many arguments?
fn fits(checked: &Checked<'_>, function: &Function, given: usize) -> bool {
    let is_native = function.name.as_ref().is_some_and(|name| {
        let mut forms = checked.knowledge.forms(&name.text).iter();
        forms.any(|form| form.len() == given)
    });
    function.params.len() == given || is_native
}

/// A function in the words of messages: `two(a, b)`, or `the closure`.
fn in_words(checked: &Checked<'_>, function: &Function) -> String {
    let Some(name) = &function.name else {
        return "the closure".to_owned();
    };
    let params = function.params.iter();
    let params: Vec<&str> = params
        .map(|param| checked.program.binding(*param).name.text.as_str())
        .collect();
    format!("{}({})", name.text, params.join(", "))
}

/// A function of the script with its parameters, if there is one of the name; else just the name.
fn shown(checked: &Checked<'_>, name: &str) -> String {
    let mut own = checked.program.functions_named(name);
    match (own.next(), own.next()) {
        (Some((_, function)), None) => in_words(checked, function),
        _ => format!("{name}()"),
    }
}

fn wrong_number(
    checked: &Checked<'_>,
    call: &Call<'_>,
    what: &str,
    wanted: &[usize],
    receiver: &str,
) -> Finding {
    let (name, given) = (call.name.text.as_str(), call.args.len());
    let is_starter = STARTERS.contains(&name) && !checked.has_function(name);
    let message = match given.checked_sub(1) {
        None if is_starter => {
            format!("{what} takes a function and the arguments for it, but nothing was given")
        }
        Some(given) if is_starter => format!(
            "{what} takes up to {MAX_ARGUMENTS} arguments for the function, but {given} were given"
        ),
        _ => number_of(what, wanted, given),
    };
    let found = Finding::new(Code::WrongArgumentCount, span_of(checked, call), message);
    let mut own = checked.program.functions_named(name);
    let found = match own.next() {
        Some((_, function)) => found.with_note(function.head, "it is defined here"),
        None => found,
    };
    if receiver == "array" && checked.knowledge.each_has(name, call.args.len()) {
        return found.with_help(on_each(name, call.args.len()));
    }
    match argument_hint(name, receiver) {
        Some(hint) if !checked.has_function(name) => found.with_help(hint),
        _ => found,
    }
}

/// The name and the arguments of a call, without what stands before the point.
fn span_of(checked: &Checked<'_>, call: &Call<'_>) -> Span {
    call.name.span.to(checked.program.span(call.node))
}

impl Checked<'_> {
    /// Is it the name of a type that scripts know?
    fn is_type(&self, name: &str) -> bool {
        let plain = [
            "integer",
            "float",
            "bool",
            "character",
            "string",
            "array",
            "map",
            "function",
            "range",
            "blob",
            "()",
        ];
        plain.contains(&name) || self.knowledge.is_handle(name)
    }
}

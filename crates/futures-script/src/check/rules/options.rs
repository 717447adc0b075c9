//! Keys of options that a function does not know.

use crate::check::program::{Call, Kind, Pair};
use crate::check::{Checked, Code, Finding, Type, knowledge};
use crate::reference::{Entry, Shape, Signature, meant_by};
use crate::values::closest;

/// Finds keys of a map in the place of options that are none, as the reference has them.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let calls = checked.program.calls();
    calls.flat_map(|call| in_call(checked, &call)).collect()
}

fn in_call(checked: &Checked<'_>, call: &Call<'_>) -> Vec<Finding> {
    let name = call.name.text.as_str();
    let Some(last) = call.args.last() else {
        return Vec::new();
    };
    let Kind::Map(pairs) = checked.program.kind(*last) else {
        return Vec::new();
    };
    if checked.has_function(name) || !call.path.is_empty() {
        return Vec::new();
    }
    let Some(known) = known_options(checked, call) else {
        return Vec::new();
    };
    let unknown = pairs
        .iter()
        .filter(|pair| !known.contains(&pair.key.text.as_str()));
    unknown.map(|pair| finding(name, pair, &known)).collect()
}

/// The options that the call may be given in its last argument; none if that is not sure, or it takes no options.
fn known_options<'a>(checked: &Checked<'a>, call: &Call<'_>) -> Option<Vec<&'a str>> {
    let mut known = Vec::new();
    for taken in taken(checked, call)? {
        match taken {
            Taken::Options(names) => known.extend(names),
            Taken::Map => return None,
            Taken::Other => {}
        }
    }
    (!known.is_empty()).then_some(known)
}

/// As [`known_options`], of a call whose last argument can be nothing else than a map of them.
pub(super) fn options_alone<'a>(checked: &Checked<'a>, call: &Call<'_>) -> Option<Vec<&'a str>> {
    let name = call.name.text.as_str();
    if checked.has_function(name) || !call.path.is_empty() || call.args.is_empty() {
        return None;
    }
    let is_alone = |signature: &Signature| {
        let last = signature.param(call.given().count() - 1);
        last.is_some_and(|last| last.types == ["map"] && !last.is_repeated)
    };
    let mut fitting = fitting(checked, call)?.into_iter();
    fitting
        .all(|(signature, _)| is_alone(signature))
        .then(|| known_options(checked, call))?
}

fn taken(checked: &Checked<'_>, call: &Call<'_>) -> Option<Vec<Taken>> {
    let place = call.given().count().checked_sub(1)?;
    let fitting = fitting(checked, call)?.into_iter();
    let taken = fitting.map(|(signature, entry)| options_of(signature, entry, place));
    Some(taken.collect())
}

/// What the reference says of the functions that may be called here; none if it may be another one.
fn fitting<'a>(
    checked: &Checked<'a>,
    call: &Call<'_>,
) -> Option<Vec<&'a (Signature, &'static Entry)>> {
    let name = call.name.text.as_str();
    let receiver = call.receiver.map(|receiver| checked.types.of(receiver));
    let is_unsure = receiver.as_ref().is_some_and(|receiver| {
        (*receiver == Type::Unknown && checked.program.has_key(name)) || receiver.is_a("map")
    });
    if is_unsure {
        return None;
    }
    let n_given = call.given().count();
    let said = checked.knowledge.said(name).iter();
    let fitting = said.filter(|(signature, _)| {
        let shape = match receiver {
            Some(_) => Shape::Method,
            None => Shape::Function,
        };
        signature.shape == shape
            && signature.arities(8).contains(&n_given)
            && receiver
                .as_ref()
                .is_none_or(|receiver| belongs_to(signature, receiver))
    });
    Some(fitting.collect())
}

/// What a function makes of a map at some place.
enum Taken {
    /// Options with these names.
    Options(Vec<&'static str>),
    /// A value like any other.
    Map,
    /// It takes no map there.
    Other,
}

/// May it be called on a value of this type?
fn belongs_to(signature: &Signature, receiver: &Type) -> bool {
    let Some(receiver) = receiver.name() else {
        return true;
    };
    let is_meant = |word: &String| {
        let mut types = meant_by(word);
        word == "any" || types.any(|name| knowledge::in_messages(name) == receiver)
    };
    let first = signature.params.first();
    first.is_some_and(|first| first.types.iter().any(is_meant))
}

fn options_of(signature: &Signature, entry: &'static Entry, index: usize) -> Taken {
    let Some(param) = signature.param(index) else {
        return Taken::Other;
    };
    let takes = |wanted: &str| param.types.iter().any(|word| word == wanted);
    let names = || entry.opts().iter().map(|(name, ..)| *name).collect();
    // A time limit may be given by its name.
    if param.name == "timeout" && takes("seconds") {
        return Taken::Options(vec!["timeout"]);
    }
    let is_behind_items = param.is_repeated && signature.name.starts_with("map");
    match takes("map") || is_behind_items {
        true if !entry.opts().is_empty() => Taken::Options(names()),
        true => Taken::Map,
        false if takes("any") => Taken::Map,
        false => Taken::Other,
    }
}

fn finding(function: &str, pair: &Pair, known: &[&str]) -> Finding {
    let key = &pair.key;
    let message = format!("`{function}` has no option `{}`", key.text);
    let help = match closest(&key.text, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it takes {}", listed(known)),
    };
    Finding::new(Code::UnknownOption, key.span, message).with_help(help)
}

fn listed(known: &[&str]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in known {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names.join(", ")
}

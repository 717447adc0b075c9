//! What a function surely does for its caller: give a value back, or throw.

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::check::program::{FunctionId, Kind, NodeId, Program};

/// The types of values of which each task has its own.
const PLAIN: [&str; 7] = [
    "array", "bool", "float", "integer", "map", "range", "string",
];

/// Methods of such values that are called for what they do to them, though they return something.
const CHANGES: [&str; 6] = ["drain", "extract", "pop", "remove", "retain", "shift"];

/// What comes out of a function, if that is sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A value that is not `()`.
    Value,
    /// Nothing, but it has a `throw` of its own.
    Failure,
}

/// What comes out of a function of the script, if it is something and that is sure.
pub(crate) fn outcome(checked: &Checked<'_>, function: FunctionId) -> Option<Outcome> {
    let program = checked.program;
    let body = program.function(function).body;
    let mut seen = BTreeSet::from([function]);
    // Who writes `return` means what stands behind it.
    let returns = own_nodes(program, body)
        .into_iter()
        .any(|id| match program.kind(id) {
            Kind::Return(Some(value)) => !checked.types.of(*value).is_a("()"),
            _ => false,
        });
    if returns || is_value(checked, body, &mut seen) {
        return Some(Outcome::Value);
    }
    throws(program, function).then_some(Outcome::Failure)
}

/// Has the part surely a value other than `()`, at least on one way through it?
fn is_value(checked: &Checked<'_>, id: NodeId, seen: &mut BTreeSet<FunctionId>) -> bool {
    let program = checked.program;
    match program.kind(id) {
        Kind::Bool(_)
        | Kind::Int
        | Kind::Float
        | Kind::Char
        | Kind::Str(_)
        | Kind::Text(_)
        | Kind::Array(_)
        | Kind::Map(_)
        | Kind::Unary { .. }
        | Kind::Property { .. }
        | Kind::Index { .. }
        | Kind::Closure(_) => true,
        Kind::Binary { sign, .. } => *sign != "??",
        // Who names a variable at the end means its value.
        Kind::Name { .. } => program.meant(id).is_some() && !checked.types.of(id).is_a("()"),
        Kind::Block(block) => {
            block.has_value
                && block
                    .statements
                    .last()
                    .is_some_and(|last| is_value(checked, *last, seen))
        }
        Kind::If { then, other, .. } => {
            let ways = [Some(*then), *other];
            ways.into_iter()
                .flatten()
                .any(|way| is_value(checked, way, seen))
        }
        Kind::Switch { arms, .. } => arms.iter().any(|arm| is_value(checked, arm.body, seen)),
        Kind::With { body, .. } => is_value(checked, *body, seen),
        Kind::Call {
            path, name, args, ..
        } if path.is_empty() => {
            let mut named = program
                .functions_named(&name.text)
                .filter(|(_, function)| function.params.len() == args.len());
            let called = named.next().map(|(called, _)| called);
            called.is_some_and(|called| {
                seen.insert(called) && is_value(checked, program.function(called).body, seen)
            })
        }
        // A method of a value that tasks do not share is called for what it returns, if it changes nothing.
        Kind::Method { receiver, name, .. } => {
            let receiver = checked.types.of(*receiver);
            let is_plain = receiver.name().is_some_and(|name| PLAIN.contains(&name));
            let value = checked.types.of(id);
            is_plain
                && !CHANGES.contains(&name.text.as_str())
                && value.name().is_some_and(|name| name != "()")
        }
        _ => false,
    }
}

/// Has the function a `throw` that it does not catch, itself or in a function of the script that it calls?
pub(crate) fn throws(program: &Program, function: FunctionId) -> bool {
    let (mut seen, mut open) = (BTreeSet::from([function]), vec![function]);
    while let Some(function) = open.pop() {
        let body = program.function(function).body;
        for id in own_nodes(program, body) {
            if is_caught(program, id, body) {
                continue;
            }
            match program.kind(id) {
                Kind::Throw(_) => return true,
                Kind::Call {
                    path, name, args, ..
                } if path.is_empty() => {
                    let named = program.functions_named(&name.text);
                    let called = named.filter(|(_, called)| called.params.len() == args.len());
                    open.extend(
                        called
                            .map(|(called, _)| called)
                            .filter(|it| seen.insert(*it)),
                    );
                }
                _ => {}
            }
        }
    }
    false
}

/// Is what the part throws caught before it leaves `body`?
fn is_caught(program: &Program, id: NodeId, body: NodeId) -> bool {
    let mut inner = id;
    for outer in program.ancestors(id) {
        if matches!(program.kind(outer), Kind::Try { body, .. } if *body == inner) {
            return true;
        }
        if outer == body {
            break;
        }
        inner = outer;
    }
    false
}

/// The part and everything in it, but not what closures in it do when somebody calls them.
pub(crate) fn own_nodes(program: &Program, id: NodeId) -> Vec<NodeId> {
    let (mut found, mut open) = (Vec::new(), vec![id]);
    while let Some(id) = open.pop() {
        found.push(id);
        if !matches!(program.kind(id), Kind::Closure(_) | Kind::Definition(_)) {
            open.extend(program.parts(id).into_iter().rev());
        }
    }
    found
}

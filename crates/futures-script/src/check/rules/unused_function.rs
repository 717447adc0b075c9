//! Functions that nobody calls.

use std::collections::BTreeMap;

use crate::check::program::{Function, FunctionId, Kind, NodeId, Program};
use crate::check::{Checked, Code, Finding};

/// Finds functions that are named nowhere but in themselves: private ones, and all of a script that does something by
/// itself and exports nothing, so that it is not there to be imported.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let is_program = is_program(checked.program);
    let functions = checked.program.functions();
    let named = places_of_names(checked.program);
    let unused = functions.filter(|(id, function)| {
        (is_program || function.is_private) && is_unused(checked, &named, *id, function)
    });
    unused
        .filter_map(|(_, function)| finding(function))
        .collect()
}

fn is_program(program: &Program) -> bool {
    let statements = program.block(program.whole());
    let statements = statements.map(|block| block.statements.as_slice());
    let does_something = |id: &NodeId| {
        !matches!(
            program.kind(*id),
            Kind::Let { .. } | Kind::Import { .. } | Kind::Export { .. } | Kind::Definition(_)
        )
    };
    let does_something = statements.unwrap_or_default().iter().any(does_something);
    does_something && program.exports().next().is_none()
}

/// Where each name stands that may be that of a function.
fn places_of_names(program: &Program) -> BTreeMap<&str, Vec<NodeId>> {
    let mut places: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    for (id, node) in program.nodes() {
        if let Kind::Name { name, .. } | Kind::Call { name, .. } | Kind::Method { name, .. } =
            &node.kind
        {
            places.entry(&name.text).or_default().push(id);
        }
    }
    places
}

fn is_unused(
    checked: &Checked<'_>,
    named: &BTreeMap<&str, Vec<NodeId>>,
    id: FunctionId,
    function: &Function,
) -> bool {
    let Some(name) = &function.name else {
        return false;
    };
    if checked.program.has_text(&name.text) || name.text.starts_with('_') {
        return false;
    }
    let places = named.get(name.text.as_str());
    let mut places = places.into_iter().flatten();
    places.all(|place| is_inside(checked.program, *place, id))
}

/// Is this part of what a function with a name does?
fn is_inside(program: &Program, node: NodeId, function: FunctionId) -> bool {
    let definition = program.function(function).node;
    program
        .ancestors(node)
        .any(|outer| Some(outer) == definition)
}

fn finding(function: &Function) -> Option<Finding> {
    let name = function.name.as_ref()?;
    let message = format!("the function `{}` is never used", name.text);
    Some(
        Finding::new(Code::UnusedFunction, name.span, message).with_help(format!(
            "leave it out, or call it `_{}` if that is meant",
            name.text
        )),
    )
}

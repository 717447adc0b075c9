//! Statements behind a `return`, `throw`, `break` or `continue`.

use crate::check::program::{Kind, NodeId, Program};
use crate::check::{Checked, Code, Finding};

/// Finds the first statement of a block that can never be reached.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let nodes = checked.program.nodes();
    let blocks = nodes.filter_map(|(id, _)| checked.program.block(id));
    blocks
        .filter_map(|block| in_block(checked.program, &block.statements))
        .collect()
}

fn in_block(program: &Program, statements: &[NodeId]) -> Option<Finding> {
    let leave = |id: &NodeId| word(program.kind(*id)).is_some();
    let place = statements.iter().position(leave)?;
    let left = *statements.get(place)?;
    // Functions are defined wherever they stand.
    let is_reached = |id: &&NodeId| !matches!(program.kind(**id), Kind::Definition(_));
    let behind = statements.iter().skip(place + 1).find(is_reached)?;
    let word = word(program.kind(left))?;
    let found = Finding::new(
        Code::UnreachableCode,
        program.span(*behind),
        "this is never reached",
    );
    Some(found.with_note(
        program.span(left),
        format!("the `{word}` here always leaves"),
    ))
}

fn word(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Return(_) => Some("return"),
        Kind::Throw(_) => Some("throw"),
        Kind::Break(_) => Some("break"),
        Kind::Continue => Some("continue"),
        _ => None,
    }
}

//! Statements behind a `return`, `throw`, `break` or `continue`, or behind a loop that nothing leaves.

use crate::check::program::{Kind, NodeId, Program};
use crate::check::tasks::own_nodes;
use crate::check::{Checked, Code, Finding, Span};

/// Finds the first statement of a block that can never be reached.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let nodes = checked.program.nodes();
    let blocks = nodes.filter_map(|(id, _)| checked.program.block(id));
    blocks
        .filter_map(|block| in_block(checked.program, &block.statements))
        .collect()
}

fn in_block(program: &Program, statements: &[NodeId]) -> Option<Finding> {
    let leave = |id: &NodeId| barrier(program, *id).is_some();
    let place = statements.iter().position(leave)?;
    let (span, words) = barrier(program, *statements.get(place)?)?;
    // Functions are defined wherever they stand.
    let is_reached =
        |id: &&NodeId| !matches!(program.kind(**id), Kind::Definition(_) | Kind::Nothing);
    let behind = statements.iter().skip(place + 1).find(is_reached)?;
    let found = Finding::new(
        Code::UnreachableCode,
        program.span(*behind),
        "this is never reached",
    );
    Some(found.with_note(span, words))
}

/// The place of a statement behind which nobody comes, and why that is so.
fn barrier(program: &Program, id: NodeId) -> Option<(Span, String)> {
    let span = program.span(id);
    let leaves = |word: &str| Some((span, format!("the `{word}` here always leaves")));
    match program.kind(id) {
        Kind::Return(_) => leaves("return"),
        Kind::Throw(_) => leaves("throw"),
        Kind::Break(_) => leaves("break"),
        Kind::Continue => leaves("continue"),
        Kind::Loop { body } if !has_break(program, *body) => {
            let (line, column) = (span.first_line(), span.first_column());
            let word = Span::new((line, column), (line, column + "loop".len() - 1));
            Some((word, ENDLESS.to_owned()))
        }
        Kind::While { condition, body }
            if matches!(program.kind(*condition), Kind::Bool(true))
                && !has_break(program, *body) =>
        {
            let condition = program.span(*condition);
            let head = Span::new(
                (span.first_line(), span.first_column()),
                (condition.last_line(), condition.last_column()),
            );
            Some((head, ENDLESS.to_owned()))
        }
        _ => None,
    }
}

/// Has the body of a loop a `break` that leaves this loop, and not one inside of it?
fn has_break(program: &Program, body: NodeId) -> bool {
    let leaves = |id: &NodeId| {
        let is_loop = |outer: &NodeId| {
            matches!(
                program.kind(*outer),
                Kind::Loop { .. } | Kind::While { .. } | Kind::For { .. } | Kind::Do { .. }
            )
        };
        let mut around = program.ancestors(*id).take_while(|outer| *outer != body);
        matches!(program.kind(*id), Kind::Break(_)) && !around.any(|outer| is_loop(&outer))
    };
    own_nodes(program, body).iter().any(leaves)
}

const ENDLESS: &str = "the loop here never ends: it has no `break`";

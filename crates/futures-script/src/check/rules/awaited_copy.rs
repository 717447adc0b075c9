//! Loops in tasks that wait for a captured variable to change, which is a copy and never does.

use crate::check::program::{BindingId, FunctionId, How, Kind, NodeId, Program};
use crate::check::tasks::{Started, is_within, own_nodes, started};
use crate::check::{Checked, Code, Finding};

/// Finds such loops where the script outside of the task changes the variable.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let mut found = Vec::new();
    for started in started(checked) {
        let Some(closure) = started.function else {
            continue;
        };
        for node in own_nodes(program, program.function(closure).body) {
            let Kind::While { condition, body } = program.kind(node) else {
                continue;
            };
            if let Some((used, id)) = looked_at(checked, *condition, closure)
                && !may_leave(program, *body)
                && is_changed_outside(program, id, closure)
            {
                found.push(finding(program, &started, used, id));
            }
        }
    }
    found
}

/// The captured variable that a condition looks at, if it looks at nothing else that could change.
fn looked_at(
    checked: &Checked<'_>,
    condition: NodeId,
    closure: FunctionId,
) -> Option<(NodeId, BindingId)> {
    let program = checked.program;
    let mut found = None;
    for node in program.inside(condition) {
        match program.kind(node) {
            Kind::Name { .. } => {
                let id = program.meant(node)?;
                let is_copy = program.function(closure).captures.contains(&id)
                    && matches!(
                        checked.types.of_binding(id).name(),
                        Some("bool" | "integer" | "float" | "string")
                    );
                if !is_copy {
                    return None;
                }
                found = Some((node, id));
            }
            Kind::Unary { .. } | Kind::Binary { .. } | Kind::Bool(_) | Kind::Int | Kind::Float => {}
            Kind::Str(_) => {}
            _ => return None,
        }
    }
    found
}

/// May the loop end in another way than by its condition?
fn may_leave(program: &Program, body: NodeId) -> bool {
    own_nodes(program, body).into_iter().any(|node| {
        matches!(
            program.kind(node),
            Kind::Break(_) | Kind::Return(_) | Kind::Throw(_)
        )
    })
}

/// Does the code around the task give the variable other values?
fn is_changed_outside(program: &Program, id: BindingId, closure: FunctionId) -> bool {
    let mut uses = program.binding(id).uses.iter();
    let is_inside = |function| is_within(program, function, closure);
    uses.any(|used| used.how != How::Read && !is_inside(used.function))
}

fn finding(program: &Program, started: &Started<'_>, used: NodeId, id: BindingId) -> Finding {
    let binding = program.binding(id);
    let name = &binding.name.text;
    let noun = started.kind.noun();
    let message = format!("the {noun} waits for `{name}` to change, of which it has only a copy");
    let found = Finding::new(Code::CapturedAssignment, program.span(used), message)
        .with_label("never changes here, so this loop never ends")
        .with_note(started.call.name.span, format!("`{name}` is copied here"));
    let mut changes = binding.uses.iter().filter(|used| used.how != How::Read);
    let found = match changes.next() {
        Some(change) => found.with_note(
            program.span(change.node),
            format!("the {noun} does not see this"),
        ),
        None => found,
    };
    found.with_help(format!(
        "`let {name} = event();` is seen by all: `{name}.set()`, `{name}.is_set()`, and `{name}.wait()` without a loop; \
         `cell(…)` holds any value: `{name}.set(x)`, `{name}.get()`"
    ))
}

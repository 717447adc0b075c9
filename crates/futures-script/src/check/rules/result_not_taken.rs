//! Tasks that return or throw something which nobody takes.

use std::collections::BTreeSet;

use crate::check::program::{BindingId, BindingKind, Destination, Kind, NodeId, Program};
use crate::check::tasks::{Outcome, Started, StartedKind, origin, outcome, started};
use crate::check::{Checked, Code, Finding};

/// What can be asked of a future without taking its result, and without anything that counts as dealing with it.
const LOOKS: [&str; 3] = ["done", "running", "state"];

/// Finds what is lost.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let ended_early = ended_early(program);
    let found = started(checked).filter_map(|started| {
        let function = started.function?;
        let pool = started.call.receiver.map(|pool| origin(program, pool));
        if pool.is_some_and(|pool| ended_early.contains(&pool)) {
            return None;
        }
        let lost = match started.kind {
            StartedKind::Task | StartedKind::Map => lost(program, &started)?,
            StartedKind::Thread | StartedKind::Callback => return None,
        };
        let outcome = outcome(checked, function)?;
        Some(finding(program, &started, lost, outcome))
    });
    found.collect()
}

/// How a result is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    /// Nobody keeps the future.
    Dropped,
    /// It is kept in a variable that nobody asks for it.
    Kept(BindingId),
}

/// How the result of what is started gets lost, if it surely does.
fn lost(program: &Program, started: &Started<'_>) -> Option<Lost> {
    match program.destination(started.call.node) {
        // Who catches what `submit` itself throws wants to know whether the pool takes it.
        Destination::Dropped if is_tried(program, started.call.node) => None,
        Destination::Dropped => Some(Lost::Dropped),
        // Nobody gets the value of a script that is run by the command.
        Destination::Returned(Program::MAIN) => Some(Lost::Dropped),
        Destination::Bound(id) if started.kind == StartedKind::Task => {
            let binding = program.binding(id);
            let is_asked = binding.uses.iter().any(|used| !is_look(program, used.node));
            let is_meant = binding.name.text.starts_with('_');
            let is_lost = binding.kind == BindingKind::Variable
                && !binding.is_exported
                && !is_asked
                && !is_meant;
            is_lost.then_some(Lost::Kept(id))
        }
        _ => None,
    }
}

/// Is it a statement of the block of a `try`?
fn is_tried(program: &Program, call: NodeId) -> bool {
    let Some(block) = program.node(call).parent else {
        return false;
    };
    let outer = program.node(block).parent;
    outer.is_some_and(
        |outer| matches!(program.kind(outer), Kind::Try { body, .. } if *body == block),
    )
}

/// Does somebody only look how far the future is?
fn is_look(program: &Program, used: NodeId) -> bool {
    let Destination::Receiver(method) = program.destination(used) else {
        return match program.destination(used) {
            Destination::Asked(part) => {
                matches!(program.kind(part), Kind::Property { name, .. } if LOOKS.contains(&name.text.as_str()))
            }
            _ => false,
        };
    };
    let call = program.call(method);
    call.is_some_and(|call| LOOKS.contains(&call.name.text.as_str()))
}

/// The pools whose end is told to cancel what has not begun, or to end what runs: their tasks may well be there for that.
fn ended_early(program: &Program) -> BTreeSet<NodeId> {
    let ends = program
        .calls()
        .filter(|call| match call.name.text.as_str() {
            "shutdown" => !call.args.is_empty(),
            "terminate_workers" | "kill_workers" => true,
            _ => false,
        });
    ends.filter_map(|call| Some(origin(program, call.receiver?)))
        .collect()
}

fn finding(program: &Program, started: &Started<'_>, lost: Lost, outcome: Outcome) -> Finding {
    let name = started.call.name;
    let (what, label) = match (outcome, started.kind) {
        (Outcome::Value, StartedKind::Map) => (
            "nobody takes the results of these tasks",
            "what they return is lost",
        ),
        (Outcome::Value, _) => (
            "nobody takes the result of this task",
            "what it returns is lost",
        ),
        (Outcome::Failure, StartedKind::Map) => (
            "nobody asks whether these tasks fail",
            "a failure shows when the script ends, and not before",
        ),
        (Outcome::Failure, _) => (
            "nobody asks whether this task fails",
            "a failure shows when the script ends, and not before",
        ),
    };
    let message = match is_in_with(program, started) {
        true => format!("{what}; `with` waits for its end, and looks no further"),
        false => what.to_owned(),
    };
    let span = match lost {
        Lost::Dropped => name.span,
        Lost::Kept(id) => program.binding(id).name.span,
    };
    let found = Finding::new(Code::ResultNotTaken, span, message);
    let found = match lost {
        Lost::Dropped => found.with_label(label),
        Lost::Kept(id) => found
            .with_label(format!(
                "`{}` is never asked for it",
                program.binding(id).name.text
            ))
            .with_note(name.span, label),
    };
    found.with_help(help(program, started, lost))
}

fn is_in_with(program: &Program, started: &Started<'_>) -> bool {
    let Some(pool) = started.call.receiver.and_then(|pool| program.meant(pool)) else {
        return false;
    };
    program.binding(pool).kind == BindingKind::Resource
}

fn help(program: &Program, started: &Started<'_>, lost: Lost) -> String {
    if started.kind == StartedKind::Map {
        return "walk through the results, `for result in pool.map(…) { … }`, or take all of them: \
                `pool.map(…).to_array()`"
            .to_owned();
    }
    match lost {
        Lost::Dropped => "keep the future, `let f = …`, and ask it: `f.result()` gives what the task returns, or throws what \
                          it throws"
            .to_owned(),
        Lost::Kept(id) => {
            let name = &program.binding(id).name.text;
            format!(
                "`{name}.result()` gives what the task has returned, or throws what it has thrown; of several futures \
                 `gather` gives all results"
            )
        }
    }
}

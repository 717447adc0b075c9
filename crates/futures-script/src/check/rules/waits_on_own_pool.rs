//! Tasks that wait for other tasks of the pool that runs them.

use std::collections::BTreeSet;

use crate::check::program::{BindingId, FunctionId, Kind, NodeId, Program};
use crate::check::tasks::{Started, StartedKind, origin, own_nodes, served, started, waited};
use crate::check::{Checked, Code, Finding};

/// Finds one such wait for each task.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let all: Vec<Started<'_>> = started(checked).filter(is_task).collect();
    let runs: BTreeSet<FunctionId> = all.iter().filter_map(|it| it.function).collect();
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for outer in &all {
        let Some((function, pools)) = own_pool(program, outer) else {
            continue;
        };
        let body = program.function(function).body;
        let inside = in_this_task(program, body, &runs);
        let mut inner: Vec<&Started<'_>> = all
            .iter()
            .filter(|inner| inside.contains(&inner.call.node))
            .filter(|inner| {
                let pool = inner.call.receiver.map(|it| identity(program, it));
                pool.is_some_and(|pool| pools.contains(&pool))
            })
            .collect();
        inner.sort_by_key(|inner| program.span(inner.call.node));
        let first = inner
            .into_iter()
            .filter(|inner| seen.insert(inner.call.node))
            .find_map(|inner| finding(checked, outer, inner, &inside));
        found.extend(first);
    }
    found
}

fn is_task(started: &Started<'_>) -> bool {
    matches!(started.kind, StartedKind::Task | StartedKind::Map) && started.call.receiver.is_some()
}

/// The function that a task runs, and what means its own pool there: the pool itself if it captures it, and the parameter
/// that is handed the pool.
fn own_pool(program: &Program, outer: &Started<'_>) -> Option<(FunctionId, Vec<Identity>)> {
    let function = outer.function?;
    let own = identity(program, outer.call.receiver?);
    let mut pools = vec![own];
    if outer.kind == StartedKind::Task {
        let params = &program.function(function).params;
        let handed = outer.handed().iter().zip(params);
        let is_own = |value: NodeId| identity(program, value) == own;
        let own_params = handed.filter(|(value, _)| is_own(**value));
        pools.extend(own_params.map(|(_, param)| Identity::Named(*param)));
    }
    Some((function, pools))
}

/// Which pool a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Identity {
    /// That of a variable of which nobody knows where its value comes from.
    Named(BindingId),
    /// That which is made at this place.
    Made(NodeId),
}

fn identity(program: &Program, pool: NodeId) -> Identity {
    let made = origin(program, pool);
    match program.meant(made) {
        Some(named) => Identity::Named(named),
        None => Identity::Made(made),
    }
}

/// What the script calls a pool.
fn name(program: &Program, pool: NodeId) -> &str {
    let mut at = pool;
    while let Some(receiver) = program.call(at).and_then(|call| call.receiver) {
        at = receiver;
    }
    match program.kind(at) {
        Kind::Name { name, .. } => &name.text,
        _ => "pool",
    }
}

/// What a task does itself: with the closures that it calls in place, and without those that it starts.
fn in_this_task(
    program: &Program,
    body: NodeId,
    started: &BTreeSet<FunctionId>,
) -> BTreeSet<NodeId> {
    let mut found = BTreeSet::new();
    let mut open = vec![body];
    while let Some(part) = open.pop() {
        for node in own_nodes(program, part) {
            found.insert(node);
            if let Kind::Closure(id) = program.kind(node)
                && !started.contains(id)
            {
                open.push(program.function(*id).body);
            }
        }
    }
    found
}

fn finding(
    checked: &Checked<'_>,
    outer: &Started<'_>,
    inner: &Started<'_>,
    inside: &BTreeSet<NodeId>,
) -> Option<Finding> {
    let program = checked.program;
    let (receiver, pool) = (inner.call.receiver?, outer.call.receiver?);
    let name = name(program, pool);
    if checked.types.of(pool).is_a("ProcessPool") {
        let message = format!("a task of the process pool `{name}` cannot use `{name}`");
        let found = Finding::new(Code::WaitsOnOwnPool, program.span(receiver), message)
            .with_label("the pool stays in the process of the script")
            .with_note(outer.call.name.span, "so this throws a PicklingError")
            .with_help(
                "submit all tasks from outside; or let the task make a pool of its own, \
                 `with thread_pool(2) as inner { … }`",
            );
        return Some(found);
    }
    let Some(place) = waited(program, inner.call.node) else {
        return hanging(checked, outer, inner, inside);
    };
    let span = match program.call(place) {
        Some(call) => call.name.span,
        None => program.span(place),
    };
    let message = format!("a task of `{name}` waits for another task of `{name}`");
    let found = Finding::new(Code::WaitsOnOwnPool, span, message)
        .with_label(format!("waits here, in a worker of `{name}`"));
    let found = match inner.call.name.span == span {
        true => found,
        false => found.with_note(
            inner.call.name.span,
            "for this, which needs a worker of the same pool",
        ),
    };
    let found = found
        .with_note(outer.call.name.span, "the task that waits")
        .with_help(
            "this goes well here, where a worker that waits runs the other task itself; in Python all workers may wait \
             like this, and nobody is left to go on. Submit both from outside, or use a second pool",
        );
    Some(found)
}

/// What hangs here as well: a wait for something that only a task behind it in the queue does.
fn hanging(
    checked: &Checked<'_>,
    outer: &Started<'_>,
    inner: &Started<'_>,
    inside: &BTreeSet<NodeId>,
) -> Option<Finding> {
    let program = checked.program;
    let begin = program.span(inner.call.node);
    let later = inside.iter().filter(|node| program.span(**node) > begin);
    let (handle, place) = served(checked, later.copied(), inner.function?)?;
    let pool = name(program, outer.call.receiver?);
    let handle = &program.binding(handle).name.text;
    let message = format!(
        "a task of `{pool}` waits for `{handle}`, which another task of `{pool}` has to serve"
    );
    let found = Finding::new(Code::WaitsOnOwnPool, program.call(place)?.name.span, message)
        .with_label(format!("waits here, in a worker of `{pool}`"))
        .with_note(inner.call.name.span, "for this, which needs a worker of the same pool")
        .with_note(outer.call.name.span, "the task that waits")
        .with_help(
            "when all workers wait like this, nobody is left to go on, and the script ends with a DeadlockError. Wait with \
             `result()`, which runs a task itself that has not begun, or use a second pool",
        );
    Some(found)
}

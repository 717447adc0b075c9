//! Locks that are taken and not given back on every way.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::program::{BindingKind, Destination, FunctionId, Kind, NodeId, Program};
use crate::check::tasks::{Exit, LockName, LockUse, Way, is_own, lock_use, origin, own_nodes};
use crate::check::{Checked, Code, Finding};

/// Finds each `acquire` from which a way leads out of its function without a `release`.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let Some(uses) = uses(program) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for ((function, lock), lock_use) in &uses {
        let is_given_back_elsewhere = uses.iter().any(|((other, name), other_use)| {
            other != function
                && (other_use.releases_for_others || other_use.is_unsure && other_use.releases)
                && may_be_same(program, lock, name)
        });
        if lock_use.is_unsure || is_given_back_elsewhere || is_handed_on(program, lock) {
            continue;
        }
        let mut seen = BTreeSet::new();
        for exit in &lock_use.exits {
            if seen.insert(exit.taken) {
                found.push(finding(program, lock, lock_use, *exit));
            }
        }
    }
    found
}

/// What each function does with each lock; none if a lock is given back that nobody can tell from others.
fn uses(program: &Program) -> Option<BTreeMap<(FunctionId, LockName), LockUse>> {
    let mut uses = BTreeMap::new();
    for (id, function) in program.functions() {
        for node in own_nodes(program, function.body) {
            let Some(call) = program.call(node) else {
                continue;
            };
            let (Some(receiver), "acquire" | "release") = (call.receiver, call.name.text.as_str())
            else {
                continue;
            };
            match LockName::of(program, receiver) {
                Some(lock) => {
                    uses.entry((id, lock))
                        .or_insert_with_key(|(id, lock)| lock_use(program, *id, lock));
                }
                None if call.name.text == "release" => return None,
                None => {}
            }
        }
    }
    Some(uses)
}

/// May both names mean the same lock?
fn may_be_same(program: &Program, one: &LockName, other: &LockName) -> bool {
    if one == other {
        return true;
    }
    // Two that are made at two places are two.
    match (maker(program, one), maker(program, other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// The call that makes a lock, if it is known.
fn maker(program: &Program, lock: &LockName) -> Option<NodeId> {
    let value = program.binding(lock.variable).value?;
    let made = origin(program, value);
    let call = program.call(made)?;
    let is_maker = is_own(program, &call, "lock") || is_own(program, &call, "semaphore");
    (lock.path.is_empty() && is_maker).then_some(made)
}

/// Is the lock put somewhere, or returned, so that others may give it back whom nobody sees?
fn is_handed_on(program: &Program, lock: &LockName) -> bool {
    let binding = program.binding(lock.variable);
    // Who gave it away before may have told somebody to give it back.
    if binding.kind == BindingKind::Item || binding.is_exported {
        return true;
    }
    binding
        .uses
        .iter()
        .any(|used| match program.destination(used.node) {
            Destination::Returned(_)
            | Destination::Stored(_)
            | Destination::Item(_)
            | Destination::Thrown => true,
            Destination::Argument(call, _) => program.call(call).is_some_and(|call| {
                let is_of_module = !call.path.is_empty();
                let is_unknown = program.functions_named(&call.name.text).next().is_none();
                // A function value that is given the lock, or a list that keeps it.
                is_of_module || is_unknown && !is_start(call.name.text.as_str())
            }),
            _ => false,
        })
}

/// Does a call of this name give its arguments to a function of the script, which is looked at by itself?
fn is_start(name: &str) -> bool {
    ["submit", "to_thread", "thread_of", "start_thread", "print"].contains(&name)
}

fn finding(program: &Program, lock: &LockName, lock_use: &LockUse, exit: Exit) -> Finding {
    let name = lock.shown(program);
    let span = match program.kind(exit.taken) {
        Kind::Method { receiver, name, .. } => program.span(*receiver).to(name.span),
        _ => program.span(exit.taken),
    };
    let (message, label) = if lock_use.releases {
        let message = format!("`{name}` is not given back on every way");
        let label = match exit.way {
            Way::End => "taken here, and a way leads to the end without a `release`",
            Way::Return(_) | Way::Throw(_) | Way::MayThrow(_) => "taken here",
        };
        (message, label)
    } else {
        let message = format!("`{name}` is taken and never given back");
        (message, "whoever wants it next waits for ever")
    };
    let found = Finding::new(Code::LockNotReleased, span, message).with_label(label);
    let found = match exit.way {
        Way::Return(node) => found.with_note(
            program.span(node),
            format!("this leaves with `{name}` still taken"),
        ),
        Way::Throw(node) => found.with_note(
            program.span(node),
            format!("this throws with `{name}` still taken"),
        ),
        Way::MayThrow(node) => {
            let words = format!("this may throw, with `{name}` still taken");
            found.with_note(program.span(node), words)
        }
        Way::End => found,
    };
    found.with_help(format!(
        "`with {name} {{ … }}` gives it back on every way out, also when something is thrown"
    ))
}

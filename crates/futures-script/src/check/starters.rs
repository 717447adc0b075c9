//! Calls that give a function to somebody else to call: `submit`, `map`, `thread_of` and the others.

use crate::check::program::{Call, NodeId, Program};
use crate::check::{Type, Types};

/// A call that hands a function on to a pool, a thread or a future.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    pub(crate) role: Role,
    /// What is to be called.
    pub(crate) function: NodeId,
    /// What it will be given: the arguments of [`Role::Call`], and what [`Role::Map`] walks through, without options.
    pub(crate) arguments: Vec<NodeId>,
    /// May the last one be options after all? Where that is not known, it counts as an argument.
    pub(crate) may_end_with_options: bool,
}

/// How a function that was handed on is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Once, as a task or a thread, with the arguments behind it.
    Call,
    /// Once for each item, as tasks of a pool.
    Map,
    /// Once, with the future that has ended.
    Callback,
}

/// What hands a function on, if a call does.
///
/// `map` is a method of arrays, too, which call the function at once: it counts only of what is surely a pool.
pub(crate) fn start(program: &Program, types: &Types<'_>, call: &Call<'_>) -> Option<Start> {
    let name = call.name.text.as_str();
    if program.functions_named(name).next().is_some() || !call.path.is_empty() {
        return None;
    }
    let (function, rest) = call.args.split_first()?;
    let may_be = |wanted: fn(&Type) -> bool| {
        let receiver = call.receiver.map(|receiver| types.of(receiver));
        receiver.is_some_and(|receiver| {
            wanted(&receiver) || (receiver == Type::Unknown && !program.has_key(name))
        })
    };
    let (role, arguments) = match (name, call.receiver) {
        ("submit", Some(_)) if may_be(Type::is_pool) => (Role::Call, rest),
        ("to_thread" | "thread_of" | "start_thread", None) => (Role::Call, rest),
        ("add_done_callback", Some(_)) if may_be(|known| known.is_a("Future")) => {
            (Role::Callback, &[][..])
        }
        ("map_unordered", Some(_)) if may_be(Type::is_pool) => {
            (Role::Map, without_options(types, rest))
        }
        ("map", Some(pool)) if types.of(pool).is_pool() => {
            (Role::Map, without_options(types, rest))
        }
        _ => return None,
    };
    Some(Start {
        role,
        function: *function,
        arguments: arguments.to_vec(),
        may_end_with_options: role == Role::Map
            && arguments.len() > 1
            && arguments
                .last()
                .is_some_and(|last| types.of(*last) == Type::Unknown),
    })
}

/// What is walked through; the last argument of `map` may be a map of options.
fn without_options<'a>(types: &Types<'_>, arguments: &'a [NodeId]) -> &'a [NodeId] {
    match arguments.split_last() {
        Some((last, items)) if types.of(*last).is_a("map") => items,
        _ => arguments,
    }
}

//! Where values come from, as far as that is sure.

use crate::check::program::{BindingId, Call, How, Kind, NodeId, Program};

/// A pool, by what makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolKind {
    Thread,
    Process,
}

/// The part that makes the value of `id`: variables that get no second value are followed to their first one, and
/// pools with options to the pool.
pub(crate) fn origin(program: &Program, id: NodeId) -> NodeId {
    let mut at = id;
    loop {
        let next = match program.kind(at) {
            Kind::Name { .. } => program
                .meant(at)
                .and_then(|meant| only_value(program, meant)),
            Kind::Method { receiver, name, .. } if name.text == "with_options" => Some(*receiver),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return at,
        }
    }
}

/// The value of a variable that never gets another one.
fn only_value(program: &Program, id: BindingId) -> Option<NodeId> {
    let binding = program.binding(id);
    let is_assigned = binding.uses.iter().any(|found| found.how == How::Assigned);
    binding.value.filter(|_| !is_assigned)
}

/// Which pool a call makes, if it makes one.
pub(crate) fn made_by(program: &Program, call: &Call<'_>) -> Option<PoolKind> {
    if is_own(program, call, "thread_pool") {
        Some(PoolKind::Thread)
    } else if is_own(program, call, "process_pool") {
        Some(PoolKind::Process)
    } else {
        None
    }
}

/// Is it a call of the language's function of this name, and of none of the script?
pub(crate) fn is_own(program: &Program, call: &Call<'_>, name: &str) -> bool {
    call.is_function(name) && program.functions_named(name).next().is_none()
}

//! Pools that nobody ends.

use crate::check::program::{BindingKind, Destination, How, NodeId, Program};
use crate::check::tasks::{PoolKind, made_by};
use crate::check::{Checked, Code, Finding, Span};

/// The methods that give a pool something to do.
const STARTS: [&str; 3] = ["map", "map_unordered", "submit"];

/// Others that only use a pool. Of one that is not here nobody knows what it does with the pool.
const LOOKS: [&str; 1] = ["stats"];

/// Finds pools that work and are never shut down.
pub(super) fn find(checked: &Checked<'_>) -> Vec<Finding> {
    let program = checked.program;
    let found = program.calls().filter_map(|call| {
        let kind = made_by(program, &call)?;
        let is_open = match program.destination(call.node) {
            Destination::Bound(id) => {
                let binding = program.binding(id);
                binding.kind == BindingKind::Variable
                    && !binding.is_exported
                    && binding.value.is_some()
                    && binding
                        .uses
                        .iter()
                        .all(|used| used.how == How::Read && only_uses(program, used.node))
                    // Without tasks there are no workers, and nothing to end.
                    && binding.uses.iter().any(|used| starts(program, used.node))
            }
            Destination::Receiver(method) => {
                let method = program.call(method)?;
                STARTS.contains(&method.name.text.as_str())
            }
            _ => false,
        };
        is_open.then(|| finding(program, kind, call.name.span, call.node))
    });
    found.collect()
}

/// Does the pool only work there, so that nobody there could end it or let others end it?
fn only_uses(program: &Program, used: NodeId) -> bool {
    match program.destination(used) {
        Destination::Receiver(method) => program.call(method).is_some_and(|call| {
            let name = call.name.text.as_str();
            STARTS.contains(&name) || LOOKS.contains(&name)
        }),
        Destination::Asked(_) | Destination::Computed(_) | Destination::Dropped => true,
        _ => false,
    }
}

/// Is the pool given something to do there?
fn starts(program: &Program, used: NodeId) -> bool {
    let Destination::Receiver(method) = program.destination(used) else {
        return false;
    };
    let call = program.call(method);
    call.is_some_and(|call| STARTS.contains(&call.name.text.as_str()))
}

fn finding(program: &Program, kind: PoolKind, made: Span, call: NodeId) -> Finding {
    let (noun, name) = match kind {
        PoolKind::Thread => ("threads", "thread_pool"),
        PoolKind::Process => ("processes", "process_pool"),
    };
    let (pool, by_hand) = match program.destination(call) {
        Destination::Bound(id) => {
            let pool = program.binding(id).name.text.as_str();
            (pool, format!("; `{pool}.shutdown()` does so by hand"))
        }
        _ => ("pool", String::new()),
    };
    Finding::new(Code::PoolNotShutDown, made, "nobody shuts this pool down")
        .with_label(format!("its {noun} stay until the script ends"))
        .with_help(format!(
            "`with {name}(…) as {pool} {{ … }}` ends it behind the block, also when something is thrown{by_hand}"
        ))
}

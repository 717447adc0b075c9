//! Finds waits for an event or a queue that only a certain task serves.

use crate::check::Checked;
use crate::check::program::{Binding, BindingId, Call, Destination, FunctionId, NodeId};
use crate::check::tasks::started::is_within;

/// Where a task waits, among `waiting`, for something that nobody but `server` does: an event that it sets, a queue into
/// which it puts something.
pub(crate) fn served(
    checked: &Checked<'_>,
    waiting: impl Iterator<Item = NodeId>,
    server: FunctionId,
) -> Option<(BindingId, NodeId)> {
    let program = checked.program;
    let mut calls: Vec<Call<'_>> = waiting.filter_map(|node| program.call(node)).collect();
    calls.sort_by_key(|call| program.span(call.node));
    calls.into_iter().find_map(|call| {
        let handle = program.meant(call.receiver?)?;
        let serves = match (
            checked.types.of_binding(handle).name()?,
            call.name.text.as_str(),
        ) {
            ("Event", "wait") => "set",
            ("Queue", "get") => "put",
            _ => return None,
        };
        let is_endless = call.args.is_empty();
        let is_served = is_served_by(checked, program.binding(handle), serves, server);
        (is_endless && is_served).then_some((handle, call.node))
    })
}

/// Does `server` call this method of the handle, and nobody else?
fn is_served_by(checked: &Checked<'_>, handle: &Binding, serves: &str, server: FunctionId) -> bool {
    let program = checked.program;
    let mut is_served = false;
    for used in &handle.uses {
        // Who is given the handle may do anything with it.
        let Destination::Receiver(method) = program.destination(used.node) else {
            return false;
        };
        if program
            .call(method)
            .is_some_and(|call| call.name.text == serves)
        {
            if !is_within(program, used.function, server) {
                return false;
            }
            is_served = true;
        }
    }
    is_served
}

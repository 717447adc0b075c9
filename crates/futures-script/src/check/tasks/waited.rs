//! Finds the place at which somebody waits for a future, or for the results of a `map`.

use crate::check::program::{Destination, Kind, NodeId, Program};

/// To how many places a future is followed, through variables and arrays.
const MOST_STEPS: usize = 200;

/// Methods that wait, of a future or of the results of a `map`.
const METHODS: [&str; 3] = ["exception", "result", "to_array"];

/// Functions that wait for what they are given.
const FUNCTIONS: [&str; 7] = [
    "as_completed",
    "gather",
    "max",
    "min",
    "sorted",
    "sum",
    "wait",
];

/// Where the function that has made this future, or several, waits for it; none if it does not.
pub(crate) fn waited(program: &Program, future: NodeId) -> Option<NodeId> {
    let mut steps = MOST_STEPS;
    follow(program, future, &mut steps)
}

fn follow(program: &Program, value: NodeId, steps: &mut usize) -> Option<NodeId> {
    *steps = steps.checked_sub(1)?;
    match program.destination(value) {
        Destination::Receiver(method) => {
            let call = program.call(method)?;
            let name = call.name.text.as_str();
            METHODS.contains(&name).then_some(method)
        }
        Destination::Argument(taker, _) => {
            let call = program.call(taker)?;
            let name = call.name.text.as_str();
            match call.receiver {
                None if call.path.is_empty() && FUNCTIONS.contains(&name) => Some(taker),
                // `futures.push(future)`
                Some(list) if name == "push" => in_variable(program, list, steps),
                _ => None,
            }
        }
        Destination::Bound(id) => uses(
            program,
            program.binding(id).uses.iter().map(|it| it.node),
            steps,
        ),
        Destination::Item(list) => follow(program, list, steps),
        Destination::Walked(walk) => {
            let Kind::For { item, .. } = program.kind(walk) else {
                return None;
            };
            let mut bindings = program.bindings();
            let (_, item) = bindings.find(|(_, it)| it.node == walk && it.name == *item)?;
            let each = uses(program, item.uses.iter().map(|it| it.node), steps);
            // To walk through the results of a `map` is to wait for each.
            each.or_else(|| is_map_of_pool(program, value).then_some(value))
        }
        // `items.map(|item| pool.submit(…))`
        Destination::Returned(closure) => {
            let node = program.function(closure).node?;
            let Destination::Argument(map, 0) = program.destination(node) else {
                return None;
            };
            let call = program.call(map)?;
            match call.is_method("map") {
                true => follow(program, map, steps),
                false => None,
            }
        }
        _ => None,
    }
}

fn in_variable(program: &Program, list: NodeId, steps: &mut usize) -> Option<NodeId> {
    let variable = program.binding(program.meant(list)?);
    uses(program, variable.uses.iter().map(|it| it.node), steps)
}

fn uses(
    program: &Program,
    uses: impl Iterator<Item = NodeId>,
    steps: &mut usize,
) -> Option<NodeId> {
    let mut uses = uses;
    uses.find_map(|used| follow(program, used, steps))
}

fn is_map_of_pool(program: &Program, value: NodeId) -> bool {
    let call = program.call(value);
    call.is_some_and(|call| call.is_method("map") || call.is_method("map_unordered"))
}

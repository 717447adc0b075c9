//! What a value is surely not, also where it is not known what it is.

use crate::check::Checked;
use crate::check::program::{Call, FunctionId, Kind, NodeId};
use crate::check::tasks::own_nodes;

/// How far functions are followed into those that they call.
const MAX_DEPTH: usize = 10;

impl Checked<'_> {
    /// Is it sure that the value of this part is never of the type `wanted`, as messages name it?
    pub(super) fn is_never(&self, id: NodeId, wanted: &str) -> bool {
        self.never(id, wanted, 0)
    }

    /// Is it sure that the function never returns a value of the type `wanted`?
    pub(super) fn never_returns(&self, function: FunctionId, wanted: &str) -> bool {
        self.returns_never(function, wanted, 0)
    }

    fn never(&self, id: NodeId, wanted: &str, depth: usize) -> bool {
        if let Some(known) = self.types.of(id).name() {
            return known != wanted;
        }
        let never = |id: NodeId| self.never(id, wanted, depth);
        match self.program.kind(id) {
            // What an operator makes is a number, a text, an array, a map or a bool.
            Kind::Binary { sign, .. } => {
                ["-", "*", "/", "%", "**"].contains(sign) && !["integer", "float"].contains(&wanted)
            }
            // Whoever leaves here gives back what stands behind `return`.
            Kind::Return(_) | Kind::Throw(_) => true,
            Kind::Block(block) => match block.statements.last() {
                Some(last) if block.has_value => never(*last),
                _ => wanted != "()",
            },
            Kind::If { then, other, .. } => match other {
                Some(other) => never(*then) && never(*other),
                None => wanted != "()" && never(*then),
            },
            Kind::Call { .. } => match self.program.call(id) {
                Some(call) if depth < MAX_DEPTH => {
                    let called = self.only_function(&call);
                    called.is_some_and(|called| self.returns_never(called, wanted, depth + 1))
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn returns_never(&self, function: FunctionId, wanted: &str, depth: usize) -> bool {
        let body = self.program.function(function).body;
        let returned =
            own_nodes(self.program, body)
                .into_iter()
                .all(|id| match self.program.kind(id) {
                    Kind::Return(Some(value)) => self.never(*value, wanted, depth),
                    Kind::Return(None) => wanted != "()",
                    _ => true,
                });
        returned && self.never(body, wanted, depth)
    }

    /// The function of the script that is surely called here: the only one of its name, with as many parameters.
    pub(super) fn only_function(&self, call: &Call<'_>) -> Option<FunctionId> {
        let is_plain = call.receiver.is_none() && call.path.is_empty();
        let mut own = self.program.functions_named(&call.name.text);
        let (id, function) = own.next()?;
        (is_plain && own.next().is_none() && function.params.len() == call.args.len()).then_some(id)
    }
}

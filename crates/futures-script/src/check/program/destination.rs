//! Where a value goes.

use crate::check::program::{BindingId, FunctionId, Kind, NodeId, Program};

/// What becomes of the value of a part: the next thing that happens to it.
///
/// Blocks, branches, parentheses and `??` only hand it on, and are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Nobody gets it.
    Dropped,
    /// It is what the function or closure returns; the value of the whole script is that of [`Program::MAIN`].
    Returned(FunctionId),
    /// A variable gets it, by `let`, `=` or `with … as`.
    Bound(BindingId),
    /// Something that is no variable gets it: `xs[0] = …`, `this.x = …`.
    Stored(NodeId),
    /// The method that is called on it.
    Receiver(NodeId),
    /// The call that is given it, and at which place, from 0.
    Argument(NodeId, usize),
    /// An array or map that it is put into.
    Item(NodeId),
    /// The property that is read of it, or the index that it is asked for.
    Asked(NodeId),
    /// It is thrown.
    Thrown,
    /// The `for` that walks through it.
    Walked(NodeId),
    /// The `with` whose resource it is, without a name.
    Used(NodeId),
    /// Something that makes another value of it, or decides by it: an operator, a condition, a text, an index.
    Computed(NodeId),
}

impl Program {
    /// Where the value of a part goes.
    pub(crate) fn destination(&self, id: NodeId) -> Destination {
        let mut value = id;
        loop {
            match self.next(value) {
                Step::Through(outer) => value = outer,
                Step::To(destination) => return destination,
            }
        }
    }

    fn next(&self, value: NodeId) -> Step {
        let to = Step::To;
        let Some(outer) = self.node(value).parent else {
            // The body of the script.
            return to(Destination::Returned(self.node(value).function));
        };
        match self.kind(outer) {
            Kind::Block(block) => {
                let is_last = block.has_value && block.statements.last() == Some(&value);
                match is_last {
                    true => Step::Through(outer),
                    false => to(Destination::Dropped),
                }
            }
            Kind::If { condition, .. } => match value == *condition {
                true => to(Destination::Computed(outer)),
                false => Step::Through(outer),
            },
            Kind::Switch { arms, .. } => match arms.iter().any(|arm| arm.body == value) {
                true => Step::Through(outer),
                false => to(Destination::Computed(outer)),
            },
            Kind::With {
                resource,
                name: Some(_),
                ..
            } if *resource == value => self.bound_by(outer),
            Kind::With { resource, .. } if *resource == value => to(Destination::Used(outer)),
            Kind::With { .. } | Kind::Try { .. } => Step::Through(outer),
            Kind::Binary { sign: "??", .. } => Step::Through(outer),
            Kind::Let { .. } => self.bound_by(outer),
            Kind::Assign {
                target,
                sign,
                value: assigned,
            } if assigned == &value => match (*sign, self.meant(*target)) {
                ("=", Some(binding)) => to(Destination::Bound(binding)),
                ("=", None) => to(Destination::Stored(outer)),
                // `futures += future` puts it into an array.
                _ => to(Destination::Item(outer)),
            },
            Kind::Closure(function) | Kind::Definition(function) => {
                to(Destination::Returned(*function))
            }
            Kind::Return(_) => to(Destination::Returned(self.node(outer).function)),
            Kind::Throw(_) => to(Destination::Thrown),
            Kind::Break(_) => self.loop_around(outer),
            Kind::While { condition, .. } | Kind::Do { condition, .. } if *condition == value => {
                to(Destination::Computed(outer))
            }
            Kind::For { items, .. } if *items == value => to(Destination::Walked(outer)),
            Kind::While { .. } | Kind::Do { .. } | Kind::For { .. } | Kind::Loop { .. } => {
                to(Destination::Dropped)
            }
            Kind::Method { receiver, .. } if *receiver == value => to(Destination::Receiver(outer)),
            Kind::Method { args, .. } | Kind::Call { args, .. } => {
                let index = args.iter().position(|arg| *arg == value);
                to(Destination::Argument(outer, index.unwrap_or_default()))
            }
            Kind::Array(_) | Kind::Map(_) => to(Destination::Item(outer)),
            Kind::Property { .. } => to(Destination::Asked(outer)),
            Kind::Index { owner, .. } if *owner == value => to(Destination::Asked(outer)),
            _ => to(Destination::Computed(outer)),
        }
    }

    fn bound_by(&self, statement: NodeId) -> Step {
        let bound = self.made_by(statement);
        Step::To(bound.map_or(Destination::Dropped, Destination::Bound))
    }

    /// Where the value behind a `break` goes: it is that of the loop.
    fn loop_around(&self, leave: NodeId) -> Step {
        let is_loop = |id: &NodeId| {
            matches!(
                self.kind(*id),
                Kind::Loop { .. } | Kind::While { .. } | Kind::Do { .. } | Kind::For { .. }
            )
        };
        match self.ancestors(leave).find(is_loop) {
            Some(found) => Step::Through(found),
            None => Step::To(Destination::Dropped),
        }
    }
}

/// One step on the way of a value.
enum Step {
    /// It is the value of this part, too.
    Through(NodeId),
    To(Destination),
}

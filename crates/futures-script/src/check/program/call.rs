//! Calls of functions and methods.

use crate::check::program::{Kind, Name, NodeId, Program};

/// A call: `f(a)`, `module::f(a)` or `receiver.f(a)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// The part that it is.
    pub(crate) node: NodeId,
    /// What is called.
    pub(crate) name: &'a Name,
    /// The modules before the name.
    pub(crate) path: &'a [Name],
    /// What stands before the point, if it is the call of a method.
    pub(crate) receiver: Option<NodeId>,
    /// What it is given, without what stands before the point.
    pub(crate) args: &'a [NodeId],
}

impl<'a> Call<'a> {
    pub(super) fn of(program: &'a Program, node: NodeId) -> Option<Self> {
        match program.kind(node) {
            Kind::Call {
                path, name, args, ..
            } => Some(Call {
                node,
                name,
                path,
                receiver: None,
                args,
            }),
            Kind::Method {
                receiver,
                name,
                args,
                ..
            } => Some(Call {
                node,
                name,
                path: &[],
                receiver: Some(*receiver),
                args,
            }),
            _ => None,
        }
    }

    /// Is it the call of a function of this name, of no module?
    pub(crate) fn is_function(&self, name: &str) -> bool {
        self.receiver.is_none() && self.path.is_empty() && self.name.text == name
    }

    /// Is it the call of a method of this name?
    pub(crate) fn is_method(&self, name: &str) -> bool {
        self.receiver.is_some() && self.name.text == name
    }

    /// The argument at this place, from 0.
    pub(crate) fn arg(&self, index: usize) -> Option<NodeId> {
        self.args.get(index).copied()
    }

    /// All that the function is given: what stands before the point, and the arguments.
    pub(crate) fn given(&self) -> impl Iterator<Item = NodeId> {
        self.receiver.into_iter().chain(self.args.iter().copied())
    }
}

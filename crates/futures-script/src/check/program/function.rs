//! Functions, closures and their variables.

use crate::check::Span;
use crate::check::program::{BindingId, FunctionId, Name, NodeId};

/// A function or closure as the parser has found it.
#[derive(Debug)]
pub(super) struct Drafted {
    pub(super) name: Option<Name>,
    pub(super) is_private: bool,
    pub(super) this_type: Option<String>,
    pub(super) params: Vec<Name>,
    pub(super) head: Span,
    pub(super) body: Option<NodeId>,
}

impl Drafted {
    /// The script itself, which is the first one.
    pub(super) fn main() -> Self {
        Drafted {
            name: None,
            is_private: false,
            this_type: None,
            params: Vec::new(),
            head: Span::new((1, 1), (1, 1)),
            body: None,
        }
    }
}

/// A function, a closure, or the script itself.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// What it is called; none of closures and of the script.
    pub(crate) name: Option<Name>,
    pub(crate) is_private: bool,
    /// The type whose method it is, `fn int.double()`.
    pub(crate) this_type: Option<String>,
    pub(crate) params: Vec<BindingId>,
    /// `fn name(a, b)` or `|a, b|`.
    pub(crate) head: Span,
    /// What it does: the block of a function, and whatever stands behind the `|` of a closure.
    pub(crate) body: NodeId,
    /// Where it is made; none of the script itself.
    pub(crate) node: Option<NodeId>,
    /// The function around a closure; none of functions that have names, which see nothing around them.
    pub(crate) parent: Option<FunctionId>,
    /// The variables of others that it uses, in the order of their first use.
    pub(crate) captures: Vec<BindingId>,
    /// Does it use `this`?
    pub(crate) uses_this: bool,
}

impl Function {
    /// Is it one without a name?
    pub(crate) fn is_closure(&self) -> bool {
        self.node.is_some() && self.name.is_none()
    }
}

/// A variable, a constant, or a parameter: one for each place where such a name is given.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) name: Name,
    pub(crate) kind: BindingKind,
    /// Whose variable it is.
    pub(crate) function: FunctionId,
    /// The statement that makes it; of a parameter the closure or definition.
    pub(crate) node: NodeId,
    /// What it has at the beginning, as far as a single value says it: that of `let` and of `with`.
    pub(crate) value: Option<NodeId>,
    /// Where it is named, in the order of the text.
    pub(crate) uses: Vec<Use>,
    /// The variable of the same name that could be seen until this one was made.
    pub(crate) shadows: Option<BindingId>,
    /// Do other files see it, because it is exported?
    pub(crate) is_exported: bool,
}

/// How a variable comes to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BindingKind {
    /// `let`
    Variable,
    /// `const`
    Constant,
    /// A parameter, and which one it is, from 0.
    Parameter(usize),
    /// What a `for` walks through.
    Item,
    /// The number in `for (item, number) in …`.
    Index,
    /// What `catch` has caught.
    Error,
    /// The name behind `with … as`.
    Resource,
}

/// A place where a variable is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    /// The [`Kind::Name`](crate::check::program::Kind::Name).
    pub(crate) node: NodeId,
    /// The function or closure that names it; another one than the variable's if it is captured.
    pub(crate) function: FunctionId,
    pub(crate) how: How,
}

/// What is done with a variable where it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Its value is used, also by a method that changes it.
    Read,
    /// It gets another value: `x = …`.
    Assigned,
    /// Its value is changed: `x += …`, `x[0] = …`, `x.y = …`.
    Changed,
}

impl Binding {
    /// Is its value ever used?
    pub(crate) fn is_read(&self) -> bool {
        self.uses.iter().any(|found| found.how == How::Read)
    }
}

//! The parts of a script: statements and expressions alike, each with its place and what it consists of.

use crate::check::Span;

/// The number of a part in its [`Program`](crate::check::program::Program).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(super) usize);

/// The number of a function or closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FunctionId(pub(super) usize);

/// The number of a variable, parameter or constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BindingId(pub(super) usize);

/// One part of a script.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// All of it, parentheses around it aside.
    pub(crate) span: Span,
    /// What it is part of; of the body of a function that is its closure or definition. None of the whole script.
    pub(crate) parent: Option<NodeId>,
    /// The function or closure whose code it is; the closure itself is code of the function around it.
    pub(crate) function: FunctionId,
}

/// A name, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Nothing: an empty statement, or a value that is left out.
    Nothing,
    Unit,
    Bool(bool),
    Int,
    Float,
    Char,
    /// A string without values in it, with its text if that is known.
    Str(Option<String>),
    /// A string with values in it: the blocks that make them.
    Text(Vec<NodeId>),
    Array(Vec<NodeId>),
    Map(Vec<Pair>),
    /// A variable, constant or function that is named; of a module, if there is a path before it.
    Name {
        path: Vec<Name>,
        name: Name,
    },
    /// The value that a method was called on.
    This,
    /// `f(a, b)`, `path::f(a, b)`
    Call {
        path: Vec<Name>,
        name: Name,
        args: Vec<NodeId>,
        /// Is it `f!(a)`, which lets the function see the variables here?
        is_inline: bool,
    },
    /// `receiver.f(a, b)`, `receiver?.f(a, b)`
    Method {
        receiver: NodeId,
        name: Name,
        args: Vec<NodeId>,
    },
    /// `owner.name`, `owner?.name`
    Property {
        owner: NodeId,
        name: Name,
    },
    /// `owner[index]`
    Index {
        owner: NodeId,
        index: NodeId,
    },
    /// `-x`, `!x`
    Unary {
        sign: &'static str,
        value: NodeId,
    },
    /// `x + y`, `x && y`, `x ?? y`, `x in y`, `x !in y`, `x..y`
    Binary {
        sign: &'static str,
        left: NodeId,
        right: NodeId,
    },
    /// `|x| …`; what it does is in its [`Function`](crate::check::program::Function).
    Closure(FunctionId),
    /// `fn name(…) { … }`
    Definition(FunctionId),
    Block(Block),
    If {
        condition: NodeId,
        then: NodeId,
        other: Option<NodeId>,
    },
    While {
        condition: NodeId,
        body: NodeId,
    },
    Loop {
        body: NodeId,
    },
    /// `do { … } while x`, `do { … } until x`
    Do {
        body: NodeId,
        condition: NodeId,
    },
    /// `for item in items { … }`, `for (item, index) in items { … }`
    For {
        item: Name,
        index: Option<Name>,
        items: NodeId,
        body: NodeId,
    },
    Switch {
        value: NodeId,
        arms: Vec<Arm>,
    },
    Try {
        body: NodeId,
        error: Option<Name>,
        handler: NodeId,
    },
    /// `with resource as name { … }`
    With {
        resource: NodeId,
        name: Option<Name>,
        body: NodeId,
    },
    /// `let name = value`, `const name = value`
    Let {
        name: Name,
        value: Option<NodeId>,
        is_constant: bool,
        is_exported: bool,
    },
    /// `target = value`, `target += value`
    Assign {
        target: NodeId,
        sign: &'static str,
        value: NodeId,
    },
    Return(Option<NodeId>),
    Throw(Option<NodeId>),
    Break(Option<NodeId>),
    Continue,
    Import {
        path: NodeId,
        alias: Option<Name>,
    },
    /// `export name as other`
    Export {
        name: Name,
        alias: Option<Name>,
    },
}

/// A key of a map and its value.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) key: Name,
    pub(crate) value: NodeId,
}

/// Statements in braces, or those of the whole script.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) statements: Vec<NodeId>,
    /// Is the value of the last statement that of the block, because no `;` stands behind it?
    pub(crate) has_value: bool,
}

/// One case of a `switch`.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    /// Empty of `_`.
    pub(crate) patterns: Vec<NodeId>,
    pub(crate) guard: Option<NodeId>,
    pub(crate) body: NodeId,
}

impl Kind {
    /// The parts that it consists of, in the order in which they stand. What is inside of a closure or function is not
    /// among them.
    pub(crate) fn parts(&self) -> Vec<NodeId> {
        match self {
            Kind::Nothing
            | Kind::Unit
            | Kind::Bool(_)
            | Kind::Int
            | Kind::Float
            | Kind::Char
            | Kind::Str(_)
            | Kind::Name { .. }
            | Kind::This
            | Kind::Closure(_)
            | Kind::Definition(_)
            | Kind::Continue
            | Kind::Export { .. } => Vec::new(),
            Kind::Text(parts) | Kind::Array(parts) | Kind::Call { args: parts, .. } => {
                parts.clone()
            }
            Kind::Map(pairs) => pairs.iter().map(|pair| pair.value).collect(),
            Kind::Method { receiver, args, .. } => {
                let mut parts = vec![*receiver];
                parts.extend(args);
                parts
            }
            Kind::Property { owner: part, .. }
            | Kind::Unary { value: part, .. }
            | Kind::Loop { body: part }
            | Kind::Import { path: part, .. } => vec![*part],
            Kind::Index { owner, index } => vec![*owner, *index],
            Kind::Binary { left, right, .. } => vec![*left, *right],
            Kind::Block(block) => block.statements.clone(),
            Kind::If {
                condition,
                then,
                other,
            } => [*condition, *then].into_iter().chain(*other).collect(),
            Kind::While { condition, body } => vec![*condition, *body],
            Kind::Do { body, condition } => vec![*body, *condition],
            Kind::For { items, body, .. } => vec![*items, *body],
            Kind::Switch { value, arms } => {
                let mut parts = vec![*value];
                for arm in arms {
                    parts.extend(&arm.patterns);
                    parts.extend(arm.guard);
                    parts.push(arm.body);
                }
                parts
            }
            Kind::Try { body, handler, .. } => vec![*body, *handler],
            Kind::With { resource, body, .. } => vec![*resource, *body],
            Kind::Let { value: part, .. }
            | Kind::Return(part)
            | Kind::Throw(part)
            | Kind::Break(part) => part.iter().copied().collect(),
            Kind::Assign { target, value, .. } => vec![*target, *value],
        }
    }
}

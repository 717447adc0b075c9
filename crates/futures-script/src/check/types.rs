//! What types values have, as far as that is sure.
//!
//! A variable has a type if everything that is ever assigned to it has it. What a function is given is not known, but what
//! a closure is given is, where it stands among the arguments of `map`, `submit`, `add_done_callback` and the like.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::check::knowledge::{Knowledge, in_messages};
use crate::check::program::{
    BindingId, BindingKind, Call, FunctionId, How, Kind, NodeId, Program, Use,
};
use crate::check::{Role, starters};
use crate::reference::{Shape, Signature, meant_by};

/// How far a question leads to others before nothing is sure any more.
const MAX_DEPTH: usize = 100;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// It may be anything.
    Unknown,
    /// There is no such value: a `return` or `throw` stands there, or an array is empty.
    Never,
    /// A type as messages name it: `integer`, `string`, `map`, `Future`, `ThreadPool`, `()` …
    Is(String),
    /// An array, and what its items are.
    Array(Box<Type>),
    /// A function or closure of the script.
    Function(FunctionId),
}

impl Type {
    pub(crate) fn is(name: &str) -> Self {
        match name {
            "array" => Type::array(),
            "function" => Type::Is("function".to_owned()),
            other => Type::Is(other.to_owned()),
        }
    }

    fn array() -> Self {
        Type::Array(Box::new(Type::Unknown))
    }

    /// What messages call it; none if it is not known.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Type::Unknown | Type::Never => None,
            Type::Is(name) => Some(name),
            Type::Array(_) => Some("array"),
            Type::Function(_) => Some("function"),
        }
    }

    /// Is it surely this type, as messages name it?
    pub(crate) fn is_a(&self, name: &str) -> bool {
        self.name() == Some(name)
    }

    /// Is it a pool, of threads or of processes?
    pub(crate) fn is_pool(&self) -> bool {
        self.is_a("ThreadPool") || self.is_a("ProcessPool")
    }

    /// The type of a value that is of one of two types.
    fn or(self, other: Type) -> Type {
        match (self, other) {
            (Type::Never, one) | (one, Type::Never) => one,
            (Type::Array(one), Type::Array(other)) => Type::Array(Box::new(one.or(*other))),
            (one, other) if one == other => one,
            (Type::Function(_), Type::Function(_)) => Type::is("function"),
            _ => Type::Unknown,
        }
    }

    /// What `for` gives that walks through it.
    fn item(&self) -> Type {
        match self {
            Type::Array(item) if **item != Type::Never => (**item).clone(),
            Type::Is(name) => match name.as_str() {
                "range" => Type::is("integer"),
                "string" => Type::is("character"),
                "AsCompleted" => Type::is("Future"),
                "Lines" => Type::is("string"),
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }
}

/// Answers questions about types.
pub(crate) struct Types<'a> {
    program: &'a Program,
    knowledge: &'a Knowledge,
    /// The variables that are known; `Unknown` as long as somebody asks.
    bindings: RefCell<BTreeMap<BindingId, Type>>,
    returned: RefCell<BTreeMap<FunctionId, Type>>,
    values: RefCell<BTreeMap<NodeId, Type>>,
    depth: RefCell<usize>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(program: &'a Program, knowledge: &'a Knowledge) -> Self {
        Types {
            program,
            knowledge,
            bindings: RefCell::default(),
            returned: RefCell::default(),
            values: RefCell::default(),
            depth: RefCell::default(),
        }
    }

    /// The type of the value of a part.
    pub(crate) fn of(&self, id: NodeId) -> Type {
        if let Some(known) = self.values.borrow().get(&id) {
            return known.clone();
        }
        if *self.depth.borrow() >= MAX_DEPTH {
            return Type::Unknown;
        }
        self.values.borrow_mut().insert(id, Type::Unknown);
        *self.depth.borrow_mut() += 1;
        let found = self.find(id);
        *self.depth.borrow_mut() -= 1;
        self.values.borrow_mut().insert(id, found.clone());
        found
    }

    fn find(&self, id: NodeId) -> Type {
        match self.program.kind(id) {
            Kind::Unit | Kind::Nothing => Type::is("()"),
            Kind::Bool(_) => Type::is("bool"),
            Kind::Int => Type::is("integer"),
            Kind::Float => Type::is("float"),
            Kind::Char => Type::is("character"),
            Kind::Str(_) | Kind::Text(_) => Type::is("string"),
            Kind::Array(items) => {
                let items = items.iter().map(|item| self.of(*item));
                Type::Array(Box::new(items.fold(Type::Never, Type::or)))
            }
            Kind::Map(_) => Type::is("map"),
            Kind::Closure(function) => Type::Function(*function),
            Kind::Name { path, name } => self.of_name(id, path.is_empty(), &name.text),
            Kind::Block(block) => match block.statements.last() {
                Some(last) if block.has_value => self.of(*last),
                Some(last) if self.leaves(*last) => Type::Never,
                _ => Type::is("()"),
            },
            Kind::If { then, other, .. } => match other {
                Some(other) => self.of(*then).or(self.of(*other)),
                None => Type::Unknown,
            },
            Kind::Switch { arms, .. } => match arms.iter().any(|arm| arm.patterns.is_empty()) {
                true => {
                    let arms = arms.iter().map(|arm| self.of(arm.body));
                    arms.fold(Type::Never, Type::or)
                }
                false => Type::Unknown,
            },
            Kind::Try { body, handler, .. } => self.of(*body).or(self.of(*handler)),
            Kind::With { resource, body, .. } => match self.of(*resource) {
                // What it throws may be caught by the resource, whose block then has no value.
                Type::Is(name) if self.knowledge.is_handle(&name) => self.of(*body),
                _ => Type::Unknown,
            },
            Kind::Return(_) | Kind::Throw(_) | Kind::Break(_) | Kind::Continue => Type::Never,
            Kind::Unary { sign: "!", .. } => Type::is("bool"),
            Kind::Unary { value, .. } => match self.of(*value) {
                Type::Is(name) if name == "integer" || name == "float" => Type::Is(name),
                _ => Type::Unknown,
            },
            Kind::Binary { sign, left, right } => self.of_operation(sign, *left, *right),
            Kind::Property { owner, name, .. } => {
                self.of_said(&self.of(*owner), &name.text, Shape::Property, 1)
            }
            Kind::Index { owner, index } => match (self.of(*owner), self.of(*index)) {
                (Type::Array(_), index) if !index.is_a("integer") => Type::Unknown,
                (owner @ Type::Array(_), _) => owner.item(),
                _ => Type::Unknown,
            },
            Kind::Call { .. } | Kind::Method { .. } => match self.program.call(id) {
                Some(call) => self.of_call(&call),
                None => Type::Unknown,
            },
            Kind::Let { .. } | Kind::Assign { .. } | Kind::Import { .. } | Kind::Export { .. } => {
                Type::is("()")
            }
            Kind::This
            | Kind::Definition(_)
            | Kind::While { .. }
            | Kind::Loop { .. }
            | Kind::Do { .. }
            | Kind::For { .. } => Type::Unknown,
        }
    }

    /// Does this statement never come to its end?
    fn leaves(&self, id: NodeId) -> bool {
        matches!(self.program.kind(id), Kind::Return(_) | Kind::Throw(_))
    }

    fn of_name(&self, id: NodeId, is_own: bool, name: &str) -> Type {
        if let Some(binding) = self.program.meant(id) {
            return self.of_binding(binding);
        }
        let mut functions = self.program.functions_named(name);
        match (is_own, functions.next(), functions.next()) {
            (true, Some((function, _)), None) => Type::Function(function),
            (true, Some(_), Some(_)) => Type::is("function"),
            _ => Type::Unknown,
        }
    }

    fn of_operation(&self, sign: &str, left: NodeId, right: NodeId) -> Type {
        match sign {
            "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||" | "in" | "!in" => Type::is("bool"),
            ".." | "..=" => Type::is("range"),
            "??" => {
                let left = self.of(left);
                match &left {
                    Type::Unknown => Type::Unknown,
                    Type::Is(name) if name == "()" => self.of(right),
                    _ => left,
                }
            }
            _ => self.sum(sign, &self.of(left), &self.of(right)),
        }
    }

    /// The type of what an operator makes of values of these types.
    fn sum(&self, sign: &str, left: &Type, right: &Type) -> Type {
        match (sign, left.name(), right.name()) {
            (_, Some("integer"), Some("integer")) => Type::is("integer"),
            (_, Some("float"), Some("integer" | "float")) | (_, Some("integer"), Some("float")) => {
                Type::is("float")
            }
            ("+", Some("string"), _) => Type::is("string"),
            ("+", Some("array"), Some("array")) => left.clone().or(right.clone()),
            _ => Type::Unknown,
        }
    }

    /// What a function or closure returns.
    pub(crate) fn returned_by(&self, id: FunctionId) -> Type {
        if let Some(known) = self.returned.borrow().get(&id) {
            return known.clone();
        }
        self.returned.borrow_mut().insert(id, Type::Unknown);
        let function = self.program.function(id);
        let mut found = self.of(function.body);
        for part in self.program.inside(function.body) {
            let node = self.program.node(part);
            if let Kind::Return(value) = &node.kind
                && node.function == id
            {
                let value = value.map_or(Type::is("()"), |value| self.of(value));
                found = found.or(value);
            }
        }
        self.returned.borrow_mut().insert(id, found.clone());
        found
    }

    /// The function or closure that a value surely is.
    pub(crate) fn function(&self, id: NodeId) -> Option<FunctionId> {
        match self.of(id) {
            Type::Function(function) => Some(function),
            _ => None,
        }
    }

    /// The type of a variable, wherever it is named.
    pub(crate) fn of_binding(&self, id: BindingId) -> Type {
        if let Some(known) = self.bindings.borrow().get(&id) {
            return known.clone();
        }
        self.bindings.borrow_mut().insert(id, Type::Unknown);
        let found = self.find_binding(id);
        self.bindings.borrow_mut().insert(id, found.clone());
        found
    }

    fn find_binding(&self, id: BindingId) -> Type {
        let binding = self.program.binding(id);
        let first = match binding.kind {
            BindingKind::Variable | BindingKind::Constant => match binding.value {
                Some(value) => self.of(value),
                None => Type::is("()"),
            },
            BindingKind::Resource => match binding.value.map(|value| self.of(value)) {
                Some(Type::Is(name)) if self.knowledge.is_handle(&name) => Type::Is(name),
                // What a map's `enter` returns is not known.
                _ => Type::Unknown,
            },
            BindingKind::Index => Type::is("integer"),
            BindingKind::Item => match self.program.kind(binding.node) {
                Kind::For { items, .. } => self.of(*items).item(),
                _ => Type::Unknown,
            },
            BindingKind::Parameter(index) => self.of_parameter(binding.function, index),
            BindingKind::Error => Type::Unknown,
        };
        let uses = binding.uses.iter();
        let changed = uses.fold(first, |known, found| self.after(known, found));
        match changed {
            // Nobody has put anything into it, or not where it can be seen.
            Type::Array(item) if *item == Type::Never => Type::array(),
            other => other,
        }
    }

    /// The type of a variable that was `known` until it is used like this.
    fn after(&self, known: Type, found: &Use) -> Type {
        let Some(outer) = self.program.node(found.node).parent else {
            return known;
        };
        let kind = self.program.kind(outer);
        match (found.how, kind) {
            (How::Assigned, Kind::Assign { value, .. }) => known.or(self.of(*value)),
            (How::Changed, Kind::Assign { sign, value, .. }) => {
                let value = self.of(*value);
                match (known, *sign) {
                    (Type::Array(item), "+=") => match value {
                        Type::Array(other) => Type::Array(Box::new(item.or(*other))),
                        Type::Unknown => Type::array(),
                        other => Type::Array(Box::new(item.or(other))),
                    },
                    (known, sign) => {
                        let sum = self.sum(sign.trim_end_matches('='), &known, &value);
                        known.or(sum)
                    }
                }
            }
            // An item or a property of it is assigned.
            (How::Changed, _) => match known {
                Type::Array(_) => Type::array(),
                other => other,
            },
            (How::Read, Kind::Method { receiver, .. }) if *receiver == found.node => {
                let call = self.program.call(outer);
                call.map_or(Type::Unknown, |call| self.after_method(known, &call))
            }
            _ => known,
        }
    }

    fn after_method(&self, known: Type, call: &Call<'_>) -> Type {
        let name = call.name.text.as_str();
        let mut own = self.program.functions_named(name);
        if own.any(|(_, function)| function.uses_this) {
            return Type::Unknown;
        }
        let Type::Array(item) = known else {
            return known;
        };
        match (name, call.args) {
            ("push", [value]) | ("insert", [_, value]) => {
                Type::Array(Box::new(item.or(self.of(*value))))
            }
            ("append" | "splice" | "set" | "pad", _) => Type::array(),
            _ => Type::Array(item),
        }
    }

    /// What a closure is given, if that is sure from where it stands.
    fn of_parameter(&self, function: FunctionId, index: usize) -> Type {
        let closure = self.program.function(function);
        let Some(node) = closure.node.filter(|_| closure.is_closure()) else {
            return Type::Unknown;
        };
        let Some(call) = self
            .program
            .node(node)
            .parent
            .and_then(|id| self.program.call(id))
        else {
            return Type::Unknown;
        };
        if call.arg(0) != Some(node) {
            return Type::Unknown;
        }
        if let Some(start) = starters::start(self.program, self, &call) {
            return match start.role {
                Role::Call => {
                    let given = start.arguments.get(index);
                    given.map_or(Type::Unknown, |given| self.of(*given))
                }
                Role::Map => {
                    let items = start.arguments.get(index);
                    items.map_or(Type::Unknown, |items| self.of(*items).item())
                }
                Role::Callback => Type::is("Future"),
            };
        }
        let Some(receiver) = call.receiver else {
            return Type::Unknown;
        };
        let of_items = [
            "map", "filter", "for_each", "some", "all", "find", "find_map",
        ];
        match (self.of(receiver), index) {
            (items, 0) if of_items.contains(&call.name.text.as_str()) => match items {
                Type::Array(_) => items.item(),
                Type::Is(name) if name == "range" => Type::is("integer"),
                _ => Type::Unknown,
            },
            (Type::Array(_), 1) if of_items.contains(&call.name.text.as_str()) => {
                Type::is("integer")
            }
            _ => Type::Unknown,
        }
    }

    fn of_call(&self, call: &Call<'_>) -> Type {
        if !call.path.is_empty() {
            return Type::Unknown;
        }
        let name = call.name.text.as_str();
        let mut own = self.program.functions_named(name);
        if let Some((id, function)) = own.next() {
            let is_meant = own.next().is_none()
                && call.receiver.is_none()
                && function.params.len() == call.args.len();
            return match is_meant {
                true => self.returned_by(id),
                false => Type::Unknown,
            };
        }
        let Some(receiver) = call.receiver else {
            return self.of_said(&Type::Unknown, name, Shape::Function, call.args.len());
        };
        let receiver = self.of(receiver);
        match (&receiver, name, call.args) {
            (Type::Function(function), "call", _) => self.returned_by(*function),
            (Type::Array(_), "map", [closure]) => self.array_of_results(*closure),
            (Type::Is(range), "map", [closure]) if range == "range" => {
                self.array_of_results(*closure)
            }
            (Type::Array(_), "filter" | "extract" | "order" | "drain" | "retain", _) => receiver,
            (_, "with_options", [_]) if receiver.is_pool() => receiver,
            _ => self.of_said(&receiver, name, Shape::Method, call.args.len() + 1),
        }
    }

    fn array_of_results(&self, closure: NodeId) -> Type {
        match self.function(closure) {
            Some(closure) => Type::Array(Box::new(self.returned_by(closure))),
            None => Type::array(),
        }
    }

    /// What the reference says that something of this name gives. If nothing is known of `receiver`, all that have such a
    /// method must agree, and no map of the script may have a function of that name.
    fn of_said(&self, receiver: &Type, name: &str, shape: Shape, n_given: usize) -> Type {
        if *receiver == Type::Unknown && shape != Shape::Function && self.program.has_key(name) {
            return Type::Unknown;
        }
        if *receiver == Type::Unknown && shape == Shape::Property {
            return Type::Unknown;
        }
        let fits = |signature: &&Signature| {
            let first = signature.params.first();
            let takes = |first: &String| {
                let mut types = meant_by(first);
                first == "any" || types.any(|name| receiver.is_a(in_messages(name)))
            };
            signature.shape == shape
                && signature.arities(8).contains(&n_given)
                && (shape == Shape::Function
                    || *receiver == Type::Unknown
                    || first.is_some_and(|first| first.types.iter().any(takes)))
        };
        let said = self.knowledge.said(name).iter();
        let signatures = said.map(|(signature, _)| signature).filter(fits);
        let results = signatures.map(|signature| of_word(&signature.result));
        match results.fold(Type::Never, Type::or) {
            Type::Never => Type::Unknown,
            found => found,
        }
    }
}

/// The type that a word of the reference stands for.
fn of_word(word: &str) -> Type {
    if word == "any" || word.contains('|') {
        return Type::Unknown;
    }
    let mut meant = meant_by(word);
    match (meant.next(), meant.next()) {
        (Some(name), None) => Type::is(in_messages(name)),
        _ => Type::Unknown,
    }
}

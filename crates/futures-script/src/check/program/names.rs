//! Finds out which variable each name in a script means.

use std::collections::BTreeMap;

use crate::check::program::function::Drafted;
use crate::check::program::{
    Binding, BindingId, BindingKind, Function, FunctionId, How, Kind, Name, Node, NodeId, Use,
};

/// What the names of a script mean.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) functions: Vec<Function>,
    pub(super) bindings: Vec<Binding>,
    /// The variables of those parts that are names.
    pub(super) meant: BTreeMap<NodeId, BindingId>,
    /// The variables that a `let` or a `with` makes.
    pub(super) made: BTreeMap<NodeId, BindingId>,
    /// The functions of each name.
    pub(super) named: BTreeMap<String, Vec<FunctionId>>,
    /// Is there an `f!(…)`, so that functions may see variables of their callers?
    pub(super) has_inline_calls: bool,
}

/// Finds the variables of a script, of which `whole` is the last part, and notes in each part what it belongs to.
pub(super) fn resolve(nodes: &mut [Node], drafted: Vec<Drafted>, whole: NodeId) -> Resolved {
    let mut resolver = Resolver {
        nodes,
        resolved: Resolved::default(),
        params: Vec::new(),
        visible: Vec::new(),
        named: BTreeMap::new(),
        function: FunctionId(0),
        global_uses: Vec::new(),
    };
    for (index, draft) in drafted.into_iter().enumerate() {
        if let Some(name) = &draft.name {
            let named = resolver.resolved.named.entry(name.text.clone());
            named.or_default().push(FunctionId(index));
        }
        resolver.resolved.functions.push(Function {
            name: draft.name,
            is_private: draft.is_private,
            this_type: draft.this_type,
            params: Vec::new(),
            head: draft.head,
            body: draft.body.unwrap_or(whole),
            node: None,
            parent: None,
            captures: Vec::new(),
            uses_this: false,
        });
        resolver.params.push(draft.params);
    }
    resolver.visit(whole, None);
    resolver.resolve_globals();
    resolver.resolved
}

struct Resolver<'a> {
    nodes: &'a mut [Node],
    resolved: Resolved,
    /// The names of the parameters of each function.
    params: Vec<Vec<Name>>,
    /// The names of the variables that can be seen, the innermost last.
    visible: Vec<String>,
    /// The variables that can be seen, by their names, the innermost last.
    named: BTreeMap<String, Vec<BindingId>>,
    function: FunctionId,
    /// Where constants of the script are named as `global::NAME`.
    global_uses: Vec<(NodeId, FunctionId, String)>,
}

impl Resolver<'_> {
    fn visit(&mut self, id: NodeId, parent: Option<NodeId>) {
        let Some(node) = self.nodes.get_mut(id.0) else {
            return;
        };
        node.parent = parent;
        node.function = self.function;
        let kind = node.kind.clone();
        let n_visible = self.visible.len();
        match &kind {
            Kind::Name { path, name } => self.name(id, path, name),
            Kind::This => self.note_this(),
            Kind::Call { is_inline, .. } => {
                self.resolved.has_inline_calls |= is_inline;
                self.visit_parts(&kind, id);
            }
            Kind::Closure(function) => self.closure(id, *function),
            Kind::Definition(function) => self.definition(id, *function),
            Kind::Let {
                name,
                value,
                is_constant,
                is_exported,
            } => {
                self.visit_parts(&kind, id);
                let how = match is_constant {
                    true => BindingKind::Constant,
                    false => BindingKind::Variable,
                };
                let binding = self.declare(name, how, id, *value);
                if let Some(binding) = self.resolved.bindings.get_mut(binding.0) {
                    binding.is_exported = *is_exported;
                }
                // It is seen by what follows.
                return;
            }
            Kind::For {
                item,
                index,
                items,
                body,
            } => {
                self.visit(*items, Some(id));
                if let Some(index) = index {
                    self.declare(index, BindingKind::Index, id, None);
                }
                self.declare(item, BindingKind::Item, id, None);
                self.visit(*body, Some(id));
            }
            Kind::Try {
                body,
                error,
                handler,
            } => {
                self.visit(*body, Some(id));
                if let Some(error) = error {
                    self.declare(error, BindingKind::Error, id, None);
                }
                self.visit(*handler, Some(id));
            }
            Kind::With {
                resource,
                name,
                body,
            } => {
                self.visit(*resource, Some(id));
                if let Some(name) = name {
                    self.declare(name, BindingKind::Resource, id, Some(*resource));
                }
                self.visit(*body, Some(id));
            }
            Kind::Assign {
                target,
                sign,
                value,
            } => {
                self.visit(*value, Some(id));
                self.visit(*target, Some(id));
                let how = match (*sign, self.nodes.get(target.0).map(|node| &node.kind)) {
                    ("=", Some(Kind::Name { .. })) => How::Assigned,
                    _ => How::Changed,
                };
                self.note_target(*target, how);
            }
            Kind::Export { name, .. } => {
                if let Some(binding) = self.find(&name.text)
                    && let Some(binding) = self.resolved.bindings.get_mut(binding.0)
                {
                    binding.is_exported = true;
                }
            }
            _ => self.visit_parts(&kind, id),
        }
        self.hide(n_visible);
    }

    /// Leaves only so many variables visible.
    fn hide(&mut self, n_visible: usize) {
        while self.visible.len() > n_visible
            && let Some(name) = self.visible.pop()
        {
            self.named.get_mut(&name).map(Vec::pop);
        }
    }

    fn visit_parts(&mut self, kind: &Kind, id: NodeId) {
        for part in kind.parts() {
            self.visit(part, Some(id));
        }
    }

    /// The newest variable of this name that can be seen.
    fn find(&self, name: &str) -> Option<BindingId> {
        self.named.get(name)?.last().copied()
    }

    fn declare(
        &mut self,
        name: &Name,
        kind: BindingKind,
        node: NodeId,
        value: Option<NodeId>,
    ) -> BindingId {
        let id = BindingId(self.resolved.bindings.len());
        self.resolved.bindings.push(Binding {
            name: name.clone(),
            kind,
            function: self.function,
            node,
            value,
            uses: Vec::new(),
            shadows: self.find(&name.text),
            is_exported: false,
        });
        let is_made = matches!(
            kind,
            BindingKind::Variable | BindingKind::Constant | BindingKind::Resource
        );
        if is_made {
            self.resolved.made.insert(node, id);
        }
        self.visible.push(name.text.clone());
        self.named.entry(name.text.clone()).or_default().push(id);
        id
    }

    fn name(&mut self, id: NodeId, path: &[Name], name: &Name) {
        match path {
            [] => {
                if let Some(binding) = self.find(&name.text) {
                    self.note_use(id, self.function, binding);
                }
            }
            [global] if global.text == "global" => {
                self.global_uses
                    .push((id, self.function, name.text.clone()));
            }
            _ => {}
        }
    }

    fn note_use(&mut self, id: NodeId, function: FunctionId, meant: BindingId) {
        let Some(binding) = self.resolved.bindings.get_mut(meant.0) else {
            return;
        };
        binding.uses.push(Use {
            node: id,
            function,
            how: How::Read,
        });
        let owner = binding.function;
        self.resolved.meant.insert(id, meant);
        // Each closure on the way captures it from the one around it.
        let mut inner = Some(function);
        while let Some(closure) = inner.filter(|inner| *inner != owner) {
            let Some(closure) = self.resolved.functions.get_mut(closure.0) else {
                break;
            };
            if closure.parent.is_some() && !closure.captures.contains(&meant) {
                closure.captures.push(meant);
            }
            inner = closure.parent;
        }
    }

    /// Notes that what `target` names is assigned or changed, rather than read.
    fn note_target(&mut self, target: NodeId, how: How) {
        let mut at = target;
        while let Some(Kind::Property { owner, .. } | Kind::Index { owner, .. }) =
            self.nodes.get(at.0).map(|node| &node.kind)
        {
            at = *owner;
        }
        let Some(binding) = self.resolved.meant.get(&at) else {
            return;
        };
        let binding = self.resolved.bindings.get_mut(binding.0);
        let mut uses = binding.into_iter().flat_map(|binding| &mut binding.uses);
        if let Some(found) = uses.find(|found| found.node == at) {
            found.how = how;
        }
    }

    fn note_this(&mut self) {
        let mut at = Some(self.function);
        while let Some(function) = at.and_then(|at| self.resolved.functions.get_mut(at.0)) {
            function.uses_this = true;
            at = function.parent;
        }
    }

    fn closure(&mut self, node: NodeId, id: FunctionId) {
        let around = self.function;
        self.enter(node, id, Some(around));
        self.function = around;
    }

    /// A function that has a name sees no variables but its own.
    fn definition(&mut self, node: NodeId, id: FunctionId) {
        let around = self.function;
        let visible = std::mem::take(&mut self.visible);
        let named = std::mem::take(&mut self.named);
        self.enter(node, id, None);
        (self.visible, self.named) = (visible, named);
        self.function = around;
    }

    fn enter(&mut self, node: NodeId, id: FunctionId, parent: Option<FunctionId>) {
        let params = self.params.get_mut(id.0).map(std::mem::take);
        self.function = id;
        let declared = |resolver: &mut Self, (index, name): (usize, &Name)| {
            resolver.declare(name, BindingKind::Parameter(index), node, None)
        };
        let params = params.unwrap_or_default();
        let params = params.iter().enumerate();
        let params = params.map(|param| declared(self, param)).collect();
        let Some(function) = self.resolved.functions.get_mut(id.0) else {
            return;
        };
        function.node = Some(node);
        function.parent = parent;
        function.params = params;
        let body = function.body;
        self.visit(body, Some(node));
    }

    /// Finds the constants of the script that are named as `global::NAME`, wherever they stand: which of several is
    /// meant shows only when it runs.
    fn resolve_globals(&mut self) {
        for (id, function, name) in std::mem::take(&mut self.global_uses) {
            let bindings = self.resolved.bindings.iter().enumerate();
            let constants = bindings.filter(|(_, binding)| {
                binding.kind == BindingKind::Constant
                    && binding.name.text == name
                    && binding.function == FunctionId(0)
            });
            let constants: Vec<usize> = constants.map(|(index, _)| index).collect();
            for constant in constants {
                self.note_use(id, function, BindingId(constant));
            }
        }
    }
}

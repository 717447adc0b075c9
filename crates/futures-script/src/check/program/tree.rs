//! A script as a tree with its names resolved, and the questions that can be asked of it.

use std::collections::BTreeSet;

use crate::check::Span;
use crate::check::program::function::Drafted;
use crate::check::program::names::{Resolved, resolve};
use crate::check::program::parser::parse;
use crate::check::program::{
    Binding, BindingId, BindingKind, Block, Call, Function, FunctionId, Kind, Name, Node, NodeId,
    Token,
};

/// A script.
#[derive(Debug)]
pub(crate) struct Program {
    nodes: Vec<Node>,
    whole: NodeId,
    resolved: Resolved,
    /// What may be a key of a map.
    keys: Keys,
    /// What is answered where there is nothing.
    no_node: Node,
    no_function: Function,
    no_binding: Binding,
}

impl Program {
    /// The script itself, as a function.
    pub(crate) const MAIN: FunctionId = FunctionId(0);

    /// The script that consists of these tokens; none if it is not understood.
    pub(crate) fn of(tokens: &[Token]) -> Option<Self> {
        let (mut nodes, functions) = parse(tokens)?;
        let whole = NodeId(nodes.len().checked_sub(1)?);
        let resolved = resolve(&mut nodes, functions, whole);
        let span = Span::new((1, 1), (1, 1));
        let name = Name {
            text: String::new(),
            span,
        };
        let no_node = Node {
            kind: Kind::Nothing,
            span,
            parent: None,
            function: Self::MAIN,
        };
        let nowhere = NodeId(usize::MAX);
        let Drafted { head, .. } = Drafted::main();
        let keys = Keys::of(&nodes);
        Some(Program {
            keys,
            nodes,
            whole,
            resolved,
            no_node,
            no_function: Function {
                name: None,
                is_private: false,
                this_type: None,
                params: Vec::new(),
                head,
                body: nowhere,
                node: None,
                parent: None,
                captures: Vec::new(),
                uses_this: false,
            },
            no_binding: Binding {
                name,
                kind: BindingKind::Variable,
                function: Self::MAIN,
                node: nowhere,
                value: None,
                uses: Vec::new(),
                shadows: None,
                is_exported: false,
            },
        })
    }

    /// The block of the whole script.
    pub(crate) fn whole(&self) -> NodeId {
        self.whole
    }

    /// A part.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0).unwrap_or(&self.no_node)
    }

    /// What a part is.
    pub(crate) fn kind(&self, id: NodeId) -> &Kind {
        &self.node(id).kind
    }

    /// Where a part is.
    pub(crate) fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// All parts, those inside of others first.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let nodes = self.nodes.iter().enumerate();
        nodes.map(|(index, node)| (NodeId(index), node))
    }

    /// What a part consists of, in the order of the text; what a closure does is part of it, too.
    pub(crate) fn parts(&self, id: NodeId) -> Vec<NodeId> {
        match self.kind(id) {
            Kind::Closure(function) | Kind::Definition(function) => {
                vec![self.function(*function).body]
            }
            kind => kind.parts(),
        }
    }

    /// The part itself and everything inside of it, also what closures in it do, in the order of the text.
    pub(crate) fn inside(&self, id: NodeId) -> Vec<NodeId> {
        let (mut found, mut open) = (Vec::new(), vec![id]);
        while let Some(id) = open.pop() {
            found.push(id);
            open.extend(self.parts(id).into_iter().rev());
        }
        found
    }

    /// What a part is in, from the inside to the outside, through closures and functions, up to the whole script.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(id).parent, |id| self.node(*id).parent)
    }

    /// The statements of a block; none of any other part.
    pub(crate) fn block(&self, id: NodeId) -> Option<&Block> {
        match self.kind(id) {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }

    /// A function or closure.
    pub(crate) fn function(&self, id: FunctionId) -> &Function {
        self.resolved
            .functions
            .get(id.0)
            .unwrap_or(&self.no_function)
    }

    /// The script itself, all its functions, and all its closures.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (FunctionId, &Function)> {
        let functions = self.resolved.functions.iter().enumerate();
        functions.map(|(index, function)| (FunctionId(index), function))
    }

    /// The functions of this name; there may be several, for several numbers of arguments or types.
    pub(crate) fn functions_named(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (FunctionId, &Function)> {
        let named = self.resolved.named.get(name);
        let named = named.map(Vec::as_slice).unwrap_or_default();
        named.iter().map(|id| (*id, self.function(*id)))
    }

    /// A variable, constant or parameter.
    pub(crate) fn binding(&self, id: BindingId) -> &Binding {
        self.resolved.bindings.get(id.0).unwrap_or(&self.no_binding)
    }

    /// All of them, in the order of the text.
    pub(crate) fn bindings(&self) -> impl Iterator<Item = (BindingId, &Binding)> {
        let bindings = self.resolved.bindings.iter().enumerate();
        bindings.map(|(index, binding)| (BindingId(index), binding))
    }

    /// The variable that a name means; none if the part is no name, or that of a function or of something unknown.
    pub(crate) fn meant(&self, id: NodeId) -> Option<BindingId> {
        self.resolved.meant.get(&id).copied()
    }

    /// The variable that a `let` or a `with` makes.
    pub(crate) fn made_by(&self, statement: NodeId) -> Option<BindingId> {
        self.resolved.made.get(&statement).copied()
    }

    /// All calls of functions and methods.
    pub(crate) fn calls(&self) -> impl Iterator<Item = Call<'_>> {
        self.nodes().filter_map(|(id, _)| self.call(id))
    }

    /// The call that a part is.
    pub(crate) fn call(&self, id: NodeId) -> Option<Call<'_>> {
        Call::of(self, id)
    }

    /// Is there an `f!(…)`, so that a function may see the variables of its callers?
    pub(crate) fn has_inline_calls(&self) -> bool {
        self.resolved.has_inline_calls
    }

    /// May a map have a key of this name, which may hold a function?
    pub(crate) fn has_key(&self, name: &str) -> bool {
        self.keys.may_have(name)
    }

    /// Does this stand alone in quotes somewhere in the script?
    pub(crate) fn has_text(&self, text: &str) -> bool {
        self.keys.texts.contains(text)
    }

    /// May something of this name come from a file that the script imports?
    pub(crate) fn may_be_imported(&self, name: &str) -> bool {
        self.keys.is_anything || self.keys.imported.contains(name)
    }

    /// Notes the words of a text that the script imports; none if that cannot be read.
    pub(crate) fn note_import<'a>(&mut self, words: Option<impl Iterator<Item = &'a str>>) {
        match words {
            Some(words) => self.keys.imported.extend(words.map(str::to_owned)),
            None => self.keys.is_anything = true,
        }
    }

    /// The names under which others see its variables and constants.
    pub(crate) fn exports(&self) -> impl Iterator<Item = &str> {
        self.nodes().filter_map(|(_, node)| match &node.kind {
            Kind::Export {
                alias: Some(name), ..
            }
            | Kind::Export { name, alias: None }
            | Kind::Let {
                name,
                is_exported: true,
                ..
            } => Some(name.text.as_str()),
            _ => None,
        })
    }

    /// The imports: the path of each, if it is written in quotes, where that stands, and the name.
    pub(crate) fn imports(&self) -> impl Iterator<Item = (Option<&str>, Span, Option<&Name>)> {
        self.nodes().filter_map(|(_, node)| match &node.kind {
            Kind::Import { path, alias } => {
                let text = match self.kind(*path) {
                    Kind::Str(text) => text.as_deref(),
                    _ => None,
                };
                Some((text, self.span(*path), alias.as_ref()))
            }
            _ => None,
        })
    }
}

/// The names that may be keys of maps: whatever the script writes as one, and all that stands in quotes.
#[derive(Debug, Default)]
struct Keys {
    named: BTreeSet<String>,
    texts: BTreeSet<String>,
    imported: BTreeSet<String>,
    is_anything: bool,
}

impl Keys {
    fn of(nodes: &[Node]) -> Self {
        let mut keys = Keys::default();
        for node in nodes {
            match &node.kind {
                Kind::Map(pairs) => {
                    let names = pairs.iter().map(|pair| pair.key.text.clone());
                    keys.named.extend(names);
                }
                Kind::Str(Some(text)) => {
                    keys.texts.insert(text.clone());
                }
                Kind::Assign { target, .. } => {
                    let target = nodes.get(target.0).map(|node| &node.kind);
                    if let Some(Kind::Property { name, .. }) = target {
                        keys.named.insert(name.text.clone());
                    }
                }
                _ => {}
            }
        }
        keys
    }

    fn may_have(&self, name: &str) -> bool {
        let mut all = [&self.named, &self.texts, &self.imported].into_iter();
        self.is_anything || all.any(|names| names.contains(name))
    }
}

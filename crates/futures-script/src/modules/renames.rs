//! Finds where a text names functions of its own, which get other names in a program of several texts.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt};

use crate::hidden;
use crate::modules::outline::Outline;
use crate::statements::Renames;

/// The functions of a text that get other names.
pub(super) struct Own<'a> {
    /// For each name, with how many arguments it is called.
    functions: BTreeMap<&'a str, BTreeSet<usize>>,
    /// Those that are called as methods.
    methods: BTreeSet<&'a str>,
    variables: hidden::Names,
    /// The names of functions that the language has.
    natives: &'a BTreeSet<String>,
}

impl<'a> Own<'a> {
    /// Those functions of `ast` whose names `wanted` picks.
    pub(super) fn of(
        ast: &'a AST,
        outline: &Outline,
        natives: &'a BTreeSet<String>,
        wanted: impl Fn(&str) -> bool,
    ) -> Self {
        let mut own = Own {
            functions: BTreeMap::new(),
            methods: BTreeSet::new(),
            variables: hidden::variables(ast),
            natives,
        };
        for function in ast.iter_fn_def() {
            if function.this_type.is_none() && wanted(&function.name) {
                let forms = own.functions.entry(&function.name).or_default();
                forms.insert(function.params.len());
                let defined = outline.functions.get(function.name.as_str());
                if defined.is_some_and(|defined| defined.uses_this) {
                    own.methods.insert(&function.name);
                }
            }
        }
        own
    }

    /// Adds the places where `ast` names these functions, with their new names.
    pub(super) fn note_uses(&self, ast: &AST, renames: &mut Renames, new: impl Fn(&str) -> String) {
        ast.walk(&mut |path| {
            match path.last().and_then(Named::of) {
                Some(Named::Call(call, at)) if self.means_call(call) => {
                    renames.insert(at, new(&call.name));
                }
                Some(Named::Method(call, at)) if self.methods.contains(call.name.as_str()) => {
                    renames.insert(at, new(&call.name));
                }
                Some(Named::Value(name, at))
                    if self.functions.contains_key(name) && !self.variables.contains(name) =>
                {
                    renames.insert(at, new(name));
                }
                _ => {}
            }
            true
        });
    }

    /// Is this call one of these functions, rather than one of the language of the same name?
    fn means_call(&self, call: &FnCallExpr) -> bool {
        self.functions.get(call.name.as_str()).is_some_and(|forms| {
            forms.contains(&call.args.len()) || !self.natives.contains(call.name.as_str())
        })
    }
}

/// The names of functions that a text uses without a word about whose they are.
pub(super) fn names_used(ast: &AST) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    ast.walk(&mut |path| {
        match path.last().and_then(Named::of) {
            Some(Named::Call(call, _) | Named::Method(call, _)) => {
                names.insert(call.name.to_string());
            }
            Some(Named::Value(name, _)) => {
                names.insert(name.to_owned());
            }
            None => {}
        }
        true
    });
    names
}

/// Where a `return` stands at the top of a text, outside of all functions.
pub(super) fn return_at_top(ast: &AST) -> Option<Position> {
    let mut found = None;
    for statement in ast.statements() {
        statement.walk(&mut Vec::new(), &mut |path| {
            // A `throw` is one, too, to the engine.
            if let Some(ASTNode::Stmt(Stmt::Return(_, flags, at))) = path.last()
                && !flags.intersects(ASTFlags::BREAK)
            {
                found = found.or(Some(*at));
            }
            found.is_none()
        });
    }
    found
}

/// What a node of a script names.
enum Named<'a> {
    Call(&'a FnCallExpr, Position),
    Method(&'a FnCallExpr, Position),
    Value(&'a str, Position),
}

impl<'a> Named<'a> {
    fn of<'b: 'a>(node: &'a ASTNode<'b>) -> Option<Self> {
        match node {
            ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at))
                if call.namespace.is_empty() && call.op_token.is_none() =>
            {
                Some(Named::Call(call, *at))
            }
            ASTNode::Expr(Expr::MethodCall(call, at)) => Some(Named::Method(call, *at)),
            ASTNode::Expr(Expr::Variable(variable, _, at)) if variable.2.is_empty() => {
                Some(Named::Value(&variable.1, *at))
            }
            _ => None,
        }
    }
}

//! Lets a closure look at the variable that its method works on, as in `xs.map(|x| x + xs.len())`.
//!
//! A variable that a closure captures lies behind a lock, and a method call holds that lock until it returns, so the
//! closure would find it taken. Methods that only read can as well work on a copy. So the script is compiled, the
//! receivers of such calls are looked up, and it is compiled again with other names at their places: names that no
//! script can write, for which [`variables`](crate::variables) finds a copy of the variable. No position changes.
//!
//! Methods that change their receiver need the variable itself; the error then names it.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, Stmt};

/// Methods that take a closure and change nothing.
const READING: [&str; 11] = [
    "all",
    "filter",
    "find",
    "find_map",
    "index_of",
    "map",
    "reduce",
    "reduce_rev",
    "some",
    "sorted",
    "zip",
];

/// The receivers of a script that are to be copied: by their place, the variable's name and the one to use instead.
pub(crate) type Receivers = BTreeMap<Position, (String, String)>;

/// The name for a copy of `variable`, on which `method` is called.
fn name_of_copy(variable: &str, method: &str) -> String {
    format!(".{method} {variable}")
}

/// The method and the variable, if `name` is that of a copy.
pub(crate) fn copied_by(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix('.')?.split_once(' ')
}

/// The receivers that are to be copied.
pub(crate) fn to_copy(ast: &AST) -> Receivers {
    let own: BTreeSet<&str> = ast.iter_functions().map(|function| function.name).collect();
    let mut found = Receivers::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(expr)) = path.last()
            && let Some(chain) = Chain::of(expr)
            && let Some(method) = chain.calls.first().map(|call| call.name.as_str())
            && READING.contains(&method)
            && !own.contains(method)
            && chain
                .calls
                .iter()
                .any(|call| captures(call, chain.variable))
        {
            let names = (
                chain.variable.to_owned(),
                name_of_copy(chain.variable, method),
            );
            found.insert(chain.at, names);
        }
        true
    });
    found
}

/// The methods that are called on variables which closures of the script capture, with those variables.
pub(crate) fn shared(ast: &AST) -> Vec<(String, String)> {
    let (mut calls, mut captured) = (BTreeSet::new(), BTreeSet::new());
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                captured.extend(captured_by(call).map(str::to_owned));
            }
            Some(ASTNode::Expr(expr)) => {
                if let Some(chain) = Chain::of(expr) {
                    let copied = copied_by(chain.variable);
                    let variable = copied.map_or(chain.variable, |(_, variable)| variable);
                    let call = |call: &&FnCallExpr| (call.name.to_string(), variable.to_owned());
                    calls.extend(chain.calls.iter().map(call));
                }
            }
            _ => {}
        }
        true
    });
    calls.retain(|(_, variable)| captured.contains(variable));
    calls.into_iter().collect()
}

/// A variable and the methods that are called on it, on a part of it, or on what an earlier one returned.
struct Chain<'a> {
    variable: &'a str,
    at: Position,
    calls: Vec<&'a FnCallExpr>,
}

impl<'a> Chain<'a> {
    fn of(expr: &'a Expr) -> Option<Self> {
        let (Expr::Dot(parts, flags, _) | Expr::Index(parts, flags, _)) = expr else {
            return None;
        };
        let Expr::Variable(variable, _, at) = &parts.lhs else {
            return None;
        };
        let mut calls = Vec::new();
        let (mut is_dot, mut flags, mut rest) = (matches!(expr, Expr::Dot(..)), *flags, &parts.rhs);
        loop {
            let (link, next) = match rest {
                Expr::Dot(parts, more, _) if !flags.intersects(ASTFlags::BREAK) => {
                    (&parts.lhs, Some((true, *more, &parts.rhs)))
                }
                Expr::Index(parts, more, _) if !flags.intersects(ASTFlags::BREAK) => {
                    (&parts.lhs, Some((false, *more, &parts.rhs)))
                }
                last => (last, None),
            };
            if let (true, Expr::MethodCall(call, _)) = (is_dot, link) {
                calls.push(&**call);
            }
            match next {
                Some(next) => (is_dot, flags, rest) = next,
                None => break,
            }
        }
        Some(Chain {
            variable: &variable.1,
            at: *at,
            calls,
        })
    }
}

/// Does a closure among the arguments of `call` capture `variable`?
fn captures(call: &FnCallExpr, variable: &str) -> bool {
    let mut found = false;
    for argument in &call.args {
        argument.walk(&mut Vec::new(), &mut |path| {
            if let Some(
                ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)),
            ) = path.last()
            {
                found |= captured_by(call).any(|name| name == variable);
            }
            !found
        });
    }
    found
}

/// What a closure captures is bound to it by a call that the engine makes, behind the closure itself.
fn captured_by(call: &FnCallExpr) -> impl Iterator<Item = &str> {
    let is_binding =
        *call.name == *"curry" && matches!(call.args.first(), Some(Expr::DynamicConstant(..)));
    let bound = call.args.iter().filter(move |_| is_binding);
    bound.filter_map(|argument| match argument {
        Expr::Variable(variable, ..) => Some(variable.1.as_str()),
        _ => None,
    })
}

//! Refuses closures that would silently get a function instead of the variable of the same name around them.
//!
//! To the engine's parser, a name that is a function's is not one that a closure captures, whatever variables there are.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{
    AST, ASTNode, Expr, FnPtr, Ident, LexError, ParseError, ParseErrorType, Position, Stmt,
};

/// The names of variables.
pub(crate) type Names = BTreeSet<String>;

/// The functions and closures of a script, by their names and numbers of parameters.
type Bodies = BTreeMap<(String, usize), Body>;

/// What is looked at in a function, a closure, or the script itself.
#[derive(Default)]
struct Body {
    /// Its parameters, and the variables of its outermost level as far as it has been looked at.
    visible: Names,
    /// The one that the statement defines which is being looked at.
    latest: Option<String>,
    /// The closures that it makes, with the variables that are visible there.
    closures: Vec<(String, Names)>,
    /// Where it uses names of functions that are not variables in it.
    uses: Vec<(String, Position)>,
}

/// The script, if no closure of it uses a name for which it would get a function instead of a variable.
pub(crate) fn without_hidden_variables(ast: AST) -> Result<AST, ParseError> {
    let variables = variables(&ast);
    let functions: Names = ast
        .iter_functions()
        .filter(|function| !is_closure(function.name) && variables.contains(function.name))
        .map(|function| function.name.to_owned())
        .collect();
    // In most scripts there is nothing more to look at.
    if functions.is_empty() {
        return Ok(ast);
    }
    let mut main = Body::default();
    for statement in ast.statements() {
        statement.walk(&mut Vec::new(), &mut |path| main.visit(path, &functions));
    }
    let mut bodies = Bodies::new();
    for function in ast.iter_fn_def() {
        let mut body = Body {
            visible: function.params.iter().map(ToString::to_string).collect(),
            ..Body::default()
        };
        // The engine shows the statements of a function only as part of a script.
        let mut alone = ast.clone_functions_only();
        alone.retain_functions(|_, _, name, n_params| {
            name == function.name.as_str() && n_params == function.params.len()
        });
        alone.walk(&mut |path| body.visit(path, &functions));
        bodies.insert((function.name.to_string(), function.params.len()), body);
    }
    let functions = bodies.iter().filter(|((name, _), _)| !is_closure(name));
    let mut outermost = [&main].into_iter().chain(functions.map(|(_, body)| body));
    let hidden = outermost.find_map(|body| body.hidden(&bodies, &Names::new()));
    match hidden {
        Some((name, at)) => {
            let text = format!(
                "a closure cannot see the variable `{name}`, because a function has the same name; \
                 give one of them another"
            );
            let error = ParseErrorType::BadInput(LexError::Runtime(text));
            Err(ParseError(error.into(), at))
        }
        None => Ok(ast),
    }
}

impl Body {
    /// Looks at the node at the end of `path`, which begins with a statement of this body.
    fn visit(&mut self, path: &[ASTNode<'_>], functions: &Names) -> bool {
        if let [statement] = path {
            self.visible.extend(self.latest.take());
            if let ASTNode::Stmt(Stmt::Var(definition, ..)) = statement {
                self.latest = Some(definition.0.name.to_string());
            }
        }
        match path.last() {
            Some(ASTNode::Expr(Expr::Variable(variable, None, at)))
                if variable.0.is_none()
                    && variable.2.is_empty()
                    && functions.contains(variable.1.as_str())
                    && !self.visible.contains(variable.1.as_str()) =>
            {
                self.uses.push((variable.1.to_string(), *at));
            }
            Some(ASTNode::Expr(Expr::DynamicConstant(value, _))) => {
                if let Some(closure) = value.read_lock::<FnPtr>() {
                    let mut visible = self.visible.clone();
                    note_variables_before(path, &mut visible);
                    self.closures.push((closure.fn_name().to_owned(), visible));
                }
            }
            _ => {}
        }
        true
    }

    /// The first use in a closure of this body of a name that is visible where the closure is made.
    fn hidden(&self, bodies: &Bodies, around: &Names) -> Option<(String, Position)> {
        self.closures.iter().find_map(|(name, visible)| {
            let mut same_name = bodies.range((name.clone(), 0)..);
            let (_, closure) = same_name.next().filter(|((known, _), _)| known == name)?;
            let visible = visible | around;
            let mut uses = closure.uses.iter();
            let hidden = uses.find(|(name, _)| visible.contains(name)).cloned();
            hidden.or_else(|| closure.hidden(bodies, &visible))
        })
    }
}

/// The names of all variables of a script.
pub(crate) fn variables(ast: &AST) -> Names {
    let params = ast.iter_functions().flat_map(|function| function.params);
    let mut names: Names = params.map(str::to_owned).collect();
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(definition, ..))) => {
                names.insert(definition.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(walk, _))) => names.extend(names_of_for(walk)),
            Some(ASTNode::Stmt(Stmt::TryCatch(flow, _))) => names.extend(name_of(&flow.expr)),
            Some(ASTNode::Expr(Expr::Custom(custom, _))) => {
                names.extend(custom.inputs.iter().filter_map(name_of));
            }
            _ => {}
        }
        true
    });
    names
}

fn names_of_for<T>(walk: &(Ident, Option<Ident>, T)) -> Vec<String> {
    let names = [Some(&walk.0), walk.1.as_ref()].into_iter().flatten();
    names.map(|name| name.name.to_string()).collect()
}

/// The name of a variable.
fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        _ => None,
    }
}

fn is_closure(name: &str) -> bool {
    name.starts_with("anon$")
}

/// Notes the variables that the blocks along `path` have made visible at its end.
fn note_variables_before(path: &[ASTNode<'_>], visible: &mut Names) {
    for pair in path.windows(2) {
        let child = Some(&pair[1]);
        match &pair[0] {
            ASTNode::Stmt(Stmt::Block(block)) | ASTNode::Expr(Expr::Stmt(block)) => {
                note_block(block.statements(), child, visible);
            }
            ASTNode::Stmt(Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..)) => {
                note_block(flow.body.statements(), child, visible);
                note_block(flow.branch.statements(), child, visible);
            }
            ASTNode::Stmt(Stmt::TryCatch(flow, _)) => {
                note_block(flow.body.statements(), child, visible);
                if note_block(flow.branch.statements(), child, visible) {
                    visible.extend(name_of(&flow.expr));
                }
            }
            ASTNode::Stmt(Stmt::For(walk, _))
                if note_block(walk.2.body.statements(), child, visible) =>
            {
                visible.extend(names_of_for(walk));
            }
            // What `with … as NAME` names.
            ASTNode::Expr(Expr::Custom(custom, _)) => {
                if let [_, name, _] = &custom.inputs[..] {
                    visible.extend(name_of(name));
                }
            }
            _ => {}
        }
    }
}

/// Notes the variables that `statements` define before `child`; if that is one of them, else nothing.
fn note_block(statements: &[Stmt], child: Option<&ASTNode<'_>>, visible: &mut Names) -> bool {
    let Some(ASTNode::Stmt(child)) = child else {
        return false;
    };
    let place = statements
        .iter()
        .position(|statement| std::ptr::eq(statement, *child));
    let Some(place) = place else {
        return false;
    };
    for statement in &statements[..place] {
        if let Stmt::Var(definition, ..) = statement {
            visible.insert(definition.0.name.to_string());
        }
    }
    true
}

//! Refuses what the engine's parser lets pass, and what would do something else than it says, or nothing at all.

use rhai::{AST, ASTNode, Expr, FnCallExpr, LexError, ParseError, ParseErrorType, Position, Stmt};

use crate::hidden::variables;

const COMPARISONS: [&str; 4] = ["<", "<=", ">", ">="];

/// A statement that is nothing but a name.
pub(crate) struct Bare {
    pub(crate) name: String,
    pub(crate) at: Position,
}

/// The script, unless one of the statements in `bare` names a function of it, which that would not call.
pub(crate) fn without_bare_functions(ast: AST, bare: &[Bare]) -> Result<AST, ParseError> {
    let called = bare.iter().find_map(|bare| {
        let mut functions = ast.iter_functions();
        let function = functions.find(|function| function.name == bare.name)?;
        (!variables(&ast).contains(&bare.name)).then(|| (function.params.join(", "), bare))
    });
    match called {
        Some((params, Bare { name, at })) => {
            let text = format!("`{name}` is a function; call it: `{name}({params})`");
            Err(refused(text, *at))
        }
        None => Ok(ast),
    }
}

/// The script, unless it compares the outcome of a comparison: `1 < x < 3`.
pub(crate) fn without_chains(ast: AST) -> Result<AST, ParseError> {
    let mut chained = None;
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, at)) | ASTNode::Stmt(Stmt::FnCall(call, at))) =
            path.last()
            && let Some(Expr::FnCall(first, _)) = call.args.first()
            && is_comparison(call)
            && is_comparison(first)
        {
            chained = Some((first.name.clone(), call.name.clone(), *at));
        }
        chained.is_none()
    });
    match chained {
        Some((one, other, at)) => {
            let text = format!(
                "comparisons are not chained; `a {one} b {other} c` is written `a {one} b && b {other} c`"
            );
            Err(refused(text, at))
        }
        None => Ok(ast),
    }
}

fn is_comparison(call: &FnCallExpr) -> bool {
    call.args.len() == 2 && COMPARISONS.contains(&call.name.as_str())
}

/// A comment that is never closed.
pub(crate) fn open_comment(at: Position) -> ParseError {
    refused(
        "the comment that begins here is never closed".to_owned(),
        at,
    )
}

/// A whole number that does not fit, which the engine takes for a float.
pub(crate) fn too_large(number: &str) -> LexError {
    LexError::Runtime(format!(
        "the whole number {number} is too large; a float is written {number}.0"
    ))
}

fn refused(text: String, at: Position) -> ParseError {
    ParseError(ParseErrorType::BadInput(LexError::Runtime(text)).into(), at)
}

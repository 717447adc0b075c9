//! Ends the statement of a `with` block at its closing brace, as those of `if` and `for` end.
//!
//! To the engine's parser `with … { … }` is an expression, and an expression goes on: a next line that begins with
//! `[`, `(`, `-` or `|` would be taken for an index, a call or an operation on the block. So the tokens are watched
//! while a script is compiled, and if a block is followed by such a line, a semicolon is put behind its brace and the
//! text is compiled again. No position changes, since the brace's line has nothing more that counts.
//!
//! In the same way some variables get other names, see [`receivers`](crate::receivers). And `_`, a sign to the engine,
//! becomes a name where names are given: `for _ in 0..3`, `|_, x| …`. A `for` with nothing in its block gets a
//! statement that does nothing: without one the engine would not look at what it walks through, nor at its errors.

use std::cell::RefCell;
use std::collections::BTreeMap;

use rhai::{AST, ASTNode, Engine, LexError, ParseError, ParseErrorType, Position, Stmt, Token};

use crate::comments;
use crate::hidden::without_hidden_variables;
use crate::receivers::{self, Receivers};
use crate::refused::{self, Bare};

/// What a method called `debug` is registered as.
pub(crate) const DEBUG_METHOD: &str = "log_debug";

const NO_EVAL: &str =
    "eval is not available: put the code into a function or closure and call that";

/// The names at some places that are to be others.
pub(crate) type Renames = BTreeMap<Position, String>;

/// A script that was compiled, and the tokens that it consists of.
#[derive(Default)]
pub(crate) struct Parsed {
    pub(crate) ast: AST,
    pub(crate) tokens: Vec<(Token, Position)>,
}

thread_local! {
    /// The script that this thread compiles.
    static WATCHED: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// Tells the engine to show each token to [`compile`].
#[expect(
    deprecated,
    reason = "the engine marks calls this way that may change; the version is pinned"
)]
pub(crate) fn watch_tokens(engine: &mut Engine) {
    engine.on_parse_token(|token, position, _| {
        WATCHED.with_borrow_mut(|watched| match watched {
            Some(watch) => {
                let token = watch.better(token, position);
                watch.see(&token, position);
                token
            }
            None => token,
        })
    });
}

/// Compiles a script.
///
/// # Errors
/// If it is none.
pub(crate) fn compile(engine: &Engine, text: &str) -> Result<AST, ParseError> {
    compile_watched(engine, text, &Watch::default()).map(|(ast, _)| ast)
}

/// As [`compile`], with other names at some places.
///
/// # Errors
/// As [`compile`].
pub(crate) fn compile_renamed(
    engine: &Engine,
    text: &str,
    renames: Renames,
) -> Result<AST, ParseError> {
    let watch = Watch {
        renames,
        ..Watch::default()
    };
    compile_watched(engine, text, &watch).map(|(ast, _)| ast)
}

/// As [`compile`], with the tokens.
///
/// # Errors
/// As [`compile`].
pub(crate) fn parse(engine: &Engine, text: &str) -> Result<Parsed, ParseError> {
    let watch = Watch {
        tokens: Some(Vec::new()),
        ..Watch::default()
    };
    let (ast, seen) = compile_watched(engine, text, &watch)?;
    Ok(Parsed {
        ast,
        tokens: seen.tokens.unwrap_or_default(),
    })
}

/// Compiles a script, each time watched by one as `watch`; the last one that has seen it.
fn compile_watched(engine: &Engine, text: &str, watch: &Watch) -> Result<(AST, Watch), ParseError> {
    let mut text = text.to_owned();
    let mut receivers = Receivers::new();
    loop {
        let outer = WATCHED.replace(Some(watch.again(&receivers)));
        let compiled = engine.compile(&text);
        let seen = WATCHED.replace(outer).unwrap_or_default();
        // The last first, so that the others stay where they are.
        let places = seen
            .unended
            .iter()
            .rev()
            .filter_map(|(brace, at, sign)| Some((behind(&text, *brace, *at)?, *sign)))
            .collect::<Vec<_>>();
        if places.is_empty() {
            if receivers.is_empty()
                && let Ok(ast) = &compiled
            {
                receivers = receivers::to_copy(ast);
                if !receivers.is_empty() {
                    continue;
                }
            }
            // The engine is right about where comments begin: behind this one nothing may have been read.
            if let Some(comment) = comments::unclosed(&text)
                && seen.last < comment
            {
                return Err(refused::open_comment(comment));
            }
            return compiled
                .and_then(|ast| refused::without_bare_functions(ast, &seen.bare))
                .and_then(refused::without_chains)
                .and_then(without_changed_constants)
                .and_then(without_hidden_variables)
                .map(|ast| (ast, seen));
        }
        for (place, sign) in places {
            if text[place..].starts_with(' ') {
                text.replace_range(place..=place, sign);
            } else {
                text.insert_str(place, sign);
            }
        }
    }
}

/// Refuses `CONSTANT.property = …`: the engine has put the property's value in the place of the property, and would
/// panic at the assignment.
fn without_changed_constants(ast: AST) -> Result<AST, ParseError> {
    let mut changed = None;
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Assignment(assignment))) = path.last()
            && assignment.1.lhs.is_constant()
        {
            changed = Some(assignment.1.lhs.position());
        }
        changed.is_none()
    });
    match changed {
        Some(at) => {
            let error = ParseErrorType::AssignmentToConstant(String::new());
            Err(ParseError(error.into(), at))
        }
        None => Ok(ast),
    }
}

/// The byte behind the `brace` at `position`; `None` if the text goes on beyond what a position can say.
fn behind(text: &str, brace: char, position: Position) -> Option<usize> {
    let (line, column) = (position.line()?, position.position()?);
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let line = &text[start..];
    line.char_indices()
        .nth(column - 1)
        .filter(|(_, char)| *char == brace)
        .map(|(offset, char)| start + offset + char.len_utf8())
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// The block of a `with`, which is a statement of its own or part of one.
    WithBlock { is_statement: bool },
    /// Any other block of statements.
    Block,
    /// A parenthesis, an array, a map.
    Other,
}

#[derive(Default)]
struct Watch {
    open: Vec<Open>,
    /// For each `with` whose block is yet to come, how many brackets were open at it, and whether it began a statement.
    pending: Vec<(usize, bool)>,
    /// For each `for` whose block is yet to come, how many brackets were open at it.
    pending_loops: Vec<usize>,
    /// The brace that has just begun the block of a `for`.
    begun: Option<Position>,
    /// The brace that has just ended the block of a `with` among statements, and whether that was a statement.
    closed: Option<(Position, bool)>,
    /// The braces behind which something is missing, and what.
    unended: Vec<(char, Position, &'static str)>,
    /// Was the last token the point before a method's name?
    after_point: bool,
    /// The variables that have another name at some places.
    receivers: Receivers,
    /// What has another name for another reason.
    renames: Renames,
    /// All tokens, if somebody wants them.
    tokens: Option<Vec<(Token, Position)>>,
    /// Is this where names are given, as behind `for` and `let` and among parameters?
    is_naming: bool,
    /// Was the last token the end of a value, behind which `|` is an operator?
    after_value: bool,
    /// Where the last token was.
    last: Position,
    /// What the statement consists of whose first token was the last one, if that was a name.
    first: First,
    /// The statements that are nothing but a name.
    bare: Vec<Bare>,
}

/// How far a statement has come.
#[derive(Default)]
enum First {
    /// It is to begin.
    #[default]
    Awaited,
    /// Its first token was a name.
    Name(Bare),
    /// It has another token.
    Gone,
}

/// What a name begins with that a script writes `_`. No two are the same, and no script can write them.
const UNUSED: &str = "_ ";

/// What a script calls a variable that has such a name.
pub(crate) fn unused(name: &str) -> Option<&'static str> {
    name.starts_with(UNUSED).then_some("_")
}

impl Watch {
    /// One that has seen nothing, looks for the same and knows these receivers.
    fn again(&self, receivers: &Receivers) -> Self {
        Watch {
            receivers: receivers.clone(),
            renames: self.renames.clone(),
            tokens: self.tokens.as_ref().map(|_| Vec::new()),
            ..Watch::default()
        }
    }

    /// The token to use instead.
    ///
    /// The engine reserves `debug` for its own function, also as the name of a method, so `log.debug(…)` has another
    /// name behind the scenes.
    fn better(&mut self, token: Token, position: Position) -> Token {
        if let Some(tokens) = &mut self.tokens {
            tokens.push((token.clone(), position));
        }
        let after_point = std::mem::replace(&mut self.after_point, token == Token::Period);
        self.is_naming = match token {
            Token::Let | Token::Const | Token::For | Token::Fn | Token::Catch | Token::As => true,
            Token::Pipe => !self.is_naming && !self.after_value,
            Token::LeftParen | Token::Comma | Token::Identifier(_) | Token::Underscore => {
                self.is_naming
            }
            _ => false,
        };
        self.after_value = ends_value(&token);
        match token {
            Token::Underscore if self.is_naming => {
                Token::Identifier(Box::new(format!("{UNUSED}{position}").into()))
            }
            Token::FloatConstant(number) if !number.1.contains(['.', 'e', 'E']) => {
                Token::LexError(Box::new(refused::too_large(&number.1)))
            }
            Token::Reserved(word) if after_point && **word == *"debug" => {
                Token::Identifier(Box::new(DEBUG_METHOD.into()))
            }
            // What it would define lives only as long as it runs, and a task would look for it in vain.
            Token::Reserved(word) if !after_point && **word == *"eval" => Token::LexError(
                Box::new(LexError::ImproperSymbol("eval".into(), NO_EVAL.into())),
            ),
            Token::Identifier(_) if let Some(name) = self.renames.get(&position) => {
                Token::Identifier(Box::new(name.into()))
            }
            Token::Identifier(word) => match self.receivers.get(&position) {
                Some((variable, copy)) if **word == **variable => {
                    Token::Identifier(Box::new(copy.into()))
                }
                _ => Token::Identifier(word),
            },
            other => other,
        }
    }

    fn see(&mut self, token: &Token, position: Position) {
        if *token != Token::EOF {
            self.last = position;
        }
        let at_statement = matches!(self.first, First::Awaited);
        self.note_bare(token, position);
        if let Some((brace, is_statement)) = self.closed.take()
            && goes_on(token)
            && (is_statement || position.line() > brace.line())
        {
            self.unended.push(('}', brace, ";"));
        }
        if let Some(brace) = self.begun.take()
            && *token == Token::RightBrace
        {
            self.unended.push(('{', brace, "0"));
        }
        match token {
            Token::Custom(word) | Token::Reserved(word) | Token::Identifier(word)
                if **word == *"with" =>
            {
                self.pending.push((self.open.len(), at_statement));
            }
            Token::For => self.pending_loops.push(self.open.len()),
            Token::LeftBrace
                if let Some((_, is_statement)) = self
                    .pending
                    .pop_if(|(n_open, _)| *n_open == self.open.len()) =>
            {
                self.open.push(Open::WithBlock { is_statement });
            }
            Token::LeftBrace
                if self
                    .pending_loops
                    .pop_if(|n_open| *n_open == self.open.len())
                    .is_some() =>
            {
                self.begun = Some(position);
                self.open.push(Open::Block);
            }
            Token::LeftBrace => self.open.push(Open::Block),
            Token::LeftParen | Token::LeftBracket | Token::MapStart => self.open.push(Open::Other),
            Token::RightBrace | Token::RightParen | Token::RightBracket => {
                let closed = self.open.pop();
                let among_statements = self.open.last() != Some(&Open::Other);
                if let Some(Open::WithBlock { is_statement }) = closed
                    && among_statements
                {
                    self.closed = Some((position, is_statement));
                }
            }
            _ => {}
        }
    }
}

impl Watch {
    /// Notes a statement that is nothing but a name.
    fn note_bare(&mut self, token: &Token, position: Position) {
        let first = std::mem::replace(&mut self.first, First::Gone);
        self.first = match (token, first) {
            (Token::SemiColon, First::Name(bare)) => {
                self.bare.push(bare);
                First::Awaited
            }
            (Token::SemiColon | Token::LeftBrace | Token::RightBrace, _) => First::Awaited,
            (Token::Identifier(name), First::Awaited) => First::Name(Bare {
                name: name.to_string(),
                at: position,
            }),
            _ => First::Gone,
        };
    }
}

/// May this be the end of a value?
fn ends_value(token: &Token) -> bool {
    matches!(
        token,
        Token::Identifier(_)
            | Token::IntegerConstant(_)
            | Token::FloatConstant(_)
            | Token::StringConstant(_)
            | Token::CharConstant(_)
            | Token::True
            | Token::False
            | Token::Unit
            | Token::RightParen
            | Token::RightBracket
            | Token::RightBrace
    )
}

/// Would the parser take this for the continuation of an expression, though a statement may begin with it?
fn goes_on(token: &Token) -> bool {
    matches!(
        token,
        Token::LeftBracket
            | Token::LeftParen
            | Token::Unit
            | Token::Minus
            | Token::UnaryMinus
            | Token::Plus
            | Token::UnaryPlus
            | Token::Pipe
            | Token::Or
    )
}

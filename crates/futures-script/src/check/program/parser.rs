//! Makes a tree of the tokens of a script: expressions. Statements are in [`statements`](crate::check::program::statements).
//!
//! The texts have been compiled by the engine, so nothing has to be refused here and no words have to be found for it. If
//! there is something that this parser does not know after all, it gives up, and nothing is said of the script.

use crate::check::Span;
use crate::check::program::function::Drafted;
use crate::check::program::{FunctionId, Kind, Name, Node, NodeId, Pair, Token, TokenKind};

/// How deep parts may nest. The engine allows less.
const MAX_DEPTH: usize = 600;

/// A tree that is being made.
pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    pub(super) nodes: Vec<Node>,
    pub(super) functions: Vec<Drafted>,
    /// Before which token a statement ends though nothing stands there.
    pub(super) end_before: Option<usize>,
    /// For each bracket that is open, does it hold statements?
    pub(super) holds_statements: Vec<bool>,
    /// Does `|` end an expression here, as between the values of a case?
    pub(super) stops_at_bar: bool,
    depth: usize,
}

/// The tree of a script: its parts, of which the last one is the whole, and its functions; none if it is not understood.
pub(super) fn parse(tokens: &[Token]) -> Option<(Vec<Node>, Vec<Drafted>)> {
    let mut parser = Parser {
        tokens,
        at: 0,
        nodes: Vec::new(),
        functions: vec![Drafted::main()],
        end_before: None,
        holds_statements: vec![true],
        stops_at_bar: false,
        depth: 0,
    };
    let whole = parser.statements_until(|token| token.kind == TokenKind::End)?;
    let span = parser.span_of_all();
    parser.add(Kind::Block(whole), span);
    Some((parser.nodes, parser.functions))
}

impl Parser<'_> {
    /// The token here; the end of the text behind it.
    pub(super) fn token(&self) -> Option<&Token> {
        self.tokens.get(self.at).or(self.tokens.last())
    }

    /// The token behind the one here.
    pub(super) fn second(&self) -> Option<&Token> {
        self.tokens.get(self.at + 1)
    }

    /// The number of the token here.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Where the token here is.
    pub(super) fn here(&self) -> Span {
        self.token()
            .map_or(Span::new((1, 1), (1, 1)), |token| token.span)
    }

    /// Where the token before this one is.
    pub(super) fn before(&self) -> Span {
        let before = self.at.checked_sub(1);
        let token = before.and_then(|before| self.tokens.get(before));
        token.map_or_else(|| self.here(), |token| token.span)
    }

    /// Is the token before this one the end of a statement, or the beginning of a block?
    pub(super) fn is_behind_statement(&self) -> bool {
        let before = self.at.checked_sub(1);
        let token = before.and_then(|before| self.tokens.get(before));
        token.is_none_or(|token| token.is(";") || token.is("{") || token.is("}"))
    }

    fn span_of_all(&self) -> Span {
        let first = self.tokens.first().map(|token| token.span);
        first.map_or_else(|| self.here(), |first| first.to(self.here()))
    }

    /// Is the token here this sign, and does no statement end before it?
    pub(super) fn is(&self, sign: &str) -> bool {
        !self.is_ended() && self.token().is_some_and(|token| token.is(sign))
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        !self.is_ended() && self.token().is_some_and(|token| token.is_word(word))
    }

    /// Has a statement ended here though nothing says so?
    pub(super) fn is_ended(&self) -> bool {
        self.end_before == Some(self.at)
    }

    pub(super) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len().saturating_sub(1));
    }

    /// Takes this sign if it is here.
    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        if is {
            self.advance();
        }
        is
    }

    /// Takes this word if it is here.
    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        if is {
            self.advance();
        }
        is
    }

    /// Takes this sign, which has to be here.
    pub(super) fn needs(&mut self, sign: &str) -> Option<()> {
        self.takes(sign).then_some(())
    }

    /// Takes a name.
    pub(super) fn name(&mut self) -> Option<Name> {
        let token = self.token()?;
        let TokenKind::Word(text) = &token.kind else {
            return None;
        };
        let (text, span) = (text.clone(), token.span);
        self.advance();
        Some(Name { text, span })
    }

    pub(super) fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            kind,
            span,
            parent: None,
            function: FunctionId(0),
        });
        id
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        let node = self.nodes.get(id.0);
        node.map_or_else(|| self.here(), |node| node.span)
    }

    /// Goes one level deeper; gives up if that is too deep.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = inner(self);
        self.depth -= 1;
        found
    }

    /// What is inside of brackets, of which the first one was taken. They hold statements, or else values.
    pub(super) fn inside<T>(
        &mut self,
        holds_statements: bool,
        inner: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        self.holds_statements.push(holds_statements);
        let stops_at_bar = std::mem::replace(&mut self.stops_at_bar, false);
        let found = self.deeper(inner);
        self.stops_at_bar = stops_at_bar;
        self.holds_statements.pop();
        found
    }

    pub(super) fn expression(&mut self) -> Option<NodeId> {
        self.deeper(|parser| {
            let first = parser.unary()?;
            parser.binary(first, 0)
        })
    }

    /// One value of a case of a `switch`.
    pub(super) fn pattern(&mut self) -> Option<NodeId> {
        let stops_at_bar = std::mem::replace(&mut self.stops_at_bar, true);
        let pattern = self.expression();
        self.stops_at_bar = stops_at_bar;
        pattern
    }

    pub(super) fn unary(&mut self) -> Option<NodeId> {
        for sign in ["-", "+", "!"] {
            if self.is(sign) {
                let first = self.here();
                self.advance();
                let value = self.deeper(Self::unary)?;
                let span = first.to(self.span(value));
                return Some(self.add(Kind::Unary { sign, value }, span));
            }
        }
        let first = self.primary()?;
        self.postfix(first)
    }

    fn primary(&mut self) -> Option<NodeId> {
        if self.is_ended() {
            return None;
        }
        let token = self.token()?.clone();
        let kind = match &token.kind {
            TokenKind::Int => Kind::Int,
            TokenKind::Float => Kind::Float,
            TokenKind::Char => Kind::Char,
            TokenKind::Str(text) => Kind::Str(text.clone()),
            TokenKind::Piece => return self.text(),
            TokenKind::Word(word) => return self.word(word, token.span),
            TokenKind::Sign(sign) => return self.bracket(sign, token.span),
            TokenKind::LastPiece | TokenKind::End => return None,
        };
        self.advance();
        Some(self.add(kind, token.span))
    }

    /// A value that begins with a word.
    fn word(&mut self, word: &str, span: Span) -> Option<NodeId> {
        let kind = match word {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "this" => Kind::This,
            "if" | "switch" | "while" | "loop" | "do" | "for" => {
                return self.deeper(Self::statement);
            }
            "with" => return self.with(),
            "let" | "const" | "fn" | "return" | "throw" | "break" | "continue" | "try"
            | "import" | "export" | "private" | "else" | "in" | "catch" | "until" | "as" => {
                return None;
            }
            _ => return self.named(),
        };
        self.advance();
        Some(self.add(kind, span))
    }

    /// A value that begins with a sign.
    fn bracket(&mut self, sign: &str, first: Span) -> Option<NodeId> {
        match sign {
            "(" => {
                self.advance();
                if self.takes(")") {
                    let span = first.to(self.before());
                    return Some(self.add(Kind::Unit, span));
                }
                let inner = self.inside(false, Self::expression)?;
                self.needs(")")?;
                Some(inner)
            }
            "[" => {
                self.advance();
                let items = self.values("]")?;
                let span = first.to(self.before());
                Some(self.add(Kind::Array(items), span))
            }
            "#{" => self.map(first),
            "{" => self.block(),
            "|" | "||" => self.closure(),
            // `..n` begins at 0, which is not written.
            ".." | "..=" => Some(self.add(Kind::Int, first)),
            _ => None,
        }
    }

    /// Values with commas between them, up to the sign that ends them.
    fn values(&mut self, end: &str) -> Option<Vec<NodeId>> {
        self.inside(false, |parser| {
            let mut values = Vec::new();
            while !parser.takes(end) {
                values.push(parser.expression()?);
                if !parser.takes(",") {
                    parser.needs(end)?;
                    break;
                }
            }
            Some(values)
        })
    }

    fn map(&mut self, first: Span) -> Option<NodeId> {
        self.advance();
        let pairs = self.inside(false, |parser| {
            let mut pairs = Vec::new();
            while !parser.takes("}") {
                let key = parser.key()?;
                parser.needs(":")?;
                let value = parser.expression()?;
                pairs.push(Pair { key, value });
                if !parser.takes(",") {
                    parser.needs("}")?;
                    break;
                }
            }
            Some(pairs)
        })?;
        let span = first.to(self.before());
        Some(self.add(Kind::Map(pairs), span))
    }

    fn key(&mut self) -> Option<Name> {
        let token = self.token()?;
        if let TokenKind::Str(text) = &token.kind {
            let (text, span) = (text.clone().unwrap_or_default(), token.span);
            self.advance();
            return Some(Name { text, span });
        }
        self.name()
    }

    /// A text in backticks with values in it.
    fn text(&mut self) -> Option<NodeId> {
        let first = self.here();
        let mut parts = Vec::new();
        while self.token()?.kind == TokenKind::Piece {
            self.advance();
            parts.push(self.block()?);
        }
        if self.token()?.kind != TokenKind::LastPiece {
            return None;
        }
        self.advance();
        let span = first.to(self.before());
        Some(self.add(Kind::Text(parts), span))
    }

    /// A name, perhaps of a module, and the call of it if it is one.
    fn named(&mut self) -> Option<NodeId> {
        let mut path = Vec::new();
        let mut name = self.name()?;
        while self.takes("::") {
            path.push(name);
            name = self.name()?;
        }
        let first = path.first().unwrap_or(&name).span;
        let is_inline =
            self.is("!") && self.second().is_some_and(|next| next.is("(")) && path.is_empty();
        if is_inline {
            self.advance();
        }
        let kind = if self.takes("(") {
            let args = self.values(")")?;
            Kind::Call {
                path,
                name,
                args,
                is_inline,
            }
        } else {
            Kind::Name { path, name }
        };
        let span = first.to(self.before());
        Some(self.add(kind, span))
    }

    /// What is done with `value` behind it: methods, properties, indices.
    fn postfix(&mut self, mut value: NodeId) -> Option<NodeId> {
        loop {
            let kind = if self.takes(".") || self.takes("?.") {
                let name = self.name()?;
                if self.takes("(") {
                    let args = self.values(")")?;
                    Kind::Method {
                        receiver: value,
                        name,
                        args,
                    }
                } else {
                    Kind::Property { owner: value, name }
                }
            } else if self.takes("[") || self.takes("?[") {
                let index = self.inside(false, Self::expression)?;
                self.needs("]")?;
                Kind::Index {
                    owner: value,
                    index,
                }
            } else {
                return Some(value);
            };
            let span = self.span(value).to(self.before());
            value = self.add(kind, span);
        }
    }

    fn closure(&mut self) -> Option<NodeId> {
        let first = self.here();
        let mut params = Vec::new();
        if !self.takes("||") {
            self.needs("|")?;
            while !self.takes("|") {
                params.push(self.name()?);
                if !self.takes(",") {
                    self.needs("|")?;
                    break;
                }
            }
        }
        let head = first.to(self.before());
        let stops_at_bar = std::mem::replace(&mut self.stops_at_bar, false);
        let body = self.deeper(Self::statement);
        self.stops_at_bar = stops_at_bar;
        let body = body?;
        let id = FunctionId(self.functions.len());
        self.functions.push(Drafted {
            name: None,
            is_private: false,
            this_type: None,
            params,
            head,
            body: Some(body),
        });
        let span = first.to(self.before());
        Some(self.add(Kind::Closure(id), span))
    }
}

//! Makes a tree of the tokens of a script: statements.

use crate::check::program::function::Drafted;
use crate::check::program::parser::Parser;
use crate::check::program::{Arm, Block, FunctionId, Kind, NodeId, Token, TokenKind};

/// The operators that assign.
const ASSIGNMENTS: [&str; 12] = [
    "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=",
];

/// What may follow a block of `with` so that an expression would go on, though a statement may begin with it.
const GOES_ON: [&str; 6] = ["[", "(", "-", "+", "|", "||"];

impl Parser<'_> {
    /// The statements up to a token at which they end, which is left where it is.
    pub(super) fn statements_until(&mut self, is_end: impl Fn(&Token) -> bool) -> Option<Block> {
        let mut statements = Vec::new();
        let mut has_value = false;
        while !is_end(self.token()?) {
            if self.token()?.kind == TokenKind::End {
                return None;
            }
            if self.takes(";") {
                has_value = false;
                continue;
            }
            if self.is_ended() {
                self.end_before = None;
            }
            let before = self.place();
            statements.push(self.deeper(Self::statement)?);
            if self.place() == before {
                return None;
            }
            has_value = true;
        }
        Some(Block {
            statements,
            has_value,
        })
    }

    pub(super) fn block(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.needs("{")?;
        let block = self.inside(true, |parser| {
            parser.statements_until(|token| token.is("}"))
        })?;
        // A statement may have ended behind the last block of a `with`.
        self.end_before = None;
        self.needs("}")?;
        let span = first.to(self.before());
        Some(self.add(Kind::Block(block), span))
    }

    pub(super) fn statement(&mut self) -> Option<NodeId> {
        let TokenKind::Word(word) = &self.token()?.kind else {
            return if self.is("{") {
                self.block()
            } else {
                self.expression_statement()
            };
        };
        match word.as_str() {
            "let" | "const" => self.variable(false),
            "if" => self.choice(),
            "switch" => self.switch(),
            "while" | "loop" | "do" => self.repetition(),
            "for" => self.walk(),
            "try" => self.attempt(),
            "fn" | "private" => self.definition(),
            "return" | "throw" | "break" | "continue" => self.exit(),
            "import" => self.import(),
            "export" => self.export(),
            _ => self.expression_statement(),
        }
    }

    fn expression_statement(&mut self) -> Option<NodeId> {
        let target = self.expression()?;
        let Some(sign) = ASSIGNMENTS.into_iter().find(|sign| self.is(sign)) else {
            return Some(target);
        };
        self.advance();
        let value = self.expression()?;
        let span = self.span(target).to(self.span(value));
        let kind = Kind::Assign {
            target,
            sign,
            value,
        };
        Some(self.add(kind, span))
    }

    /// `with …`, which is a value; among statements it ends with its block if what follows could begin a statement.
    pub(super) fn with(&mut self) -> Option<NodeId> {
        let first = self.here();
        let begins_statement = self.is_behind_statement();
        self.advance();
        let resource = self.expression()?;
        let name = match self.takes_word("as") {
            true => Some(self.name()?),
            false => None,
        };
        let body = self.block()?;
        let among_statements = self.holds_statements.last().copied().unwrap_or_default();
        let next = self.token()?;
        let goes_on = GOES_ON.iter().any(|sign| next.is(sign));
        if among_statements && goes_on && (begins_statement || next.begins_line) {
            self.end_before = Some(self.place());
        }
        let span = first.to(self.span(body));
        let kind = Kind::With {
            resource,
            name,
            body,
        };
        Some(self.add(kind, span))
    }

    fn variable(&mut self, is_exported: bool) -> Option<NodeId> {
        let first = self.here();
        let is_constant = self.is_word("const");
        self.advance();
        let name = self.name()?;
        let value = match self.takes("=") {
            true => Some(self.expression()?),
            false => None,
        };
        let kind = Kind::Let {
            name,
            value,
            is_constant,
            is_exported,
        };
        let span = first.to(self.before());
        Some(self.add(kind, span))
    }

    fn choice(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        let condition = self.expression()?;
        let then = self.block()?;
        let other = match self.takes_word("else") {
            true if self.is_word("if") => Some(self.deeper(Self::choice)?),
            true => Some(self.block()?),
            false => None,
        };
        let span = first.to(self.before());
        let kind = Kind::If {
            condition,
            then,
            other,
        };
        Some(self.add(kind, span))
    }

    fn switch(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        let value = self.expression()?;
        self.needs("{")?;
        // To the watcher of tokens these braces hold statements, too.
        let arms = self.inside(true, |parser| {
            let mut arms = Vec::new();
            while !parser.takes("}") {
                arms.push(parser.arm()?);
                parser.end_before = None;
                parser.takes(",");
            }
            Some(arms)
        })?;
        let span = first.to(self.before());
        Some(self.add(Kind::Switch { value, arms }, span))
    }

    fn arm(&mut self) -> Option<Arm> {
        let mut patterns = Vec::new();
        if !self.takes_word("_") {
            patterns.push(self.pattern()?);
            while self.takes("|") {
                patterns.push(self.pattern()?);
            }
        }
        let guard = match self.takes_word("if") {
            true => Some(self.expression()?),
            false => None,
        };
        self.needs("=>")?;
        let body = self.statement()?;
        Some(Arm {
            patterns,
            guard,
            body,
        })
    }

    fn repetition(&mut self) -> Option<NodeId> {
        let first = self.here();
        let kind = if self.takes_word("while") {
            let condition = self.expression()?;
            let body = self.block()?;
            Kind::While { condition, body }
        } else if self.takes_word("loop") {
            let body = self.block()?;
            Kind::Loop { body }
        } else {
            self.advance();
            let body = self.block()?;
            if !self.takes_word("while") && !self.takes_word("until") {
                return None;
            }
            let condition = self.expression()?;
            Kind::Do { body, condition }
        };
        let span = first.to(self.before());
        Some(self.add(kind, span))
    }

    fn walk(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        let (item, index) = if self.takes("(") {
            let item = self.name()?;
            self.needs(",")?;
            let index = self.name()?;
            self.needs(")")?;
            (item, Some(index))
        } else {
            (self.name()?, None)
        };
        if !self.takes_word("in") {
            return None;
        }
        let items = self.expression()?;
        let body = self.block()?;
        let span = first.to(self.before());
        let kind = Kind::For {
            item,
            index,
            items,
            body,
        };
        Some(self.add(kind, span))
    }

    fn attempt(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        let body = self.block()?;
        if !self.takes_word("catch") {
            return None;
        }
        let error = match self.takes("(") {
            true => {
                let name = self.name()?;
                self.needs(")")?;
                Some(name)
            }
            false => None,
        };
        let handler = self.block()?;
        let span = first.to(self.before());
        let kind = Kind::Try {
            body,
            error,
            handler,
        };
        Some(self.add(kind, span))
    }

    fn definition(&mut self) -> Option<NodeId> {
        let first = self.here();
        let is_private = self.takes_word("private");
        if !self.takes_word("fn") {
            return None;
        }
        let mut this_type = None;
        // The type that a method belongs to: `fn int.double() { … }`, or in quotes.
        if let TokenKind::Str(text) = &self.token()?.kind {
            this_type = Some(text.clone().unwrap_or_default());
            self.advance();
            self.needs(".")?;
        }
        let mut name = self.name()?;
        if self.takes(".") {
            this_type = Some(name.text);
            name = self.name()?;
        }
        self.needs("(")?;
        let mut params = Vec::new();
        while !self.takes(")") {
            params.push(self.name()?);
            if !self.takes(",") {
                self.needs(")")?;
                break;
            }
        }
        let head = first.to(self.before());
        let body = self.block()?;
        let id = FunctionId(self.functions.len());
        self.functions.push(Drafted {
            name: Some(name),
            is_private,
            this_type,
            params,
            head,
            body: Some(body),
        });
        let span = first.to(self.before());
        Some(self.add(Kind::Definition(id), span))
    }

    /// `return`, `throw`, `break` and `continue`.
    fn exit(&mut self) -> Option<NodeId> {
        let word = self.name()?;
        let value = match word.text.as_str() {
            "continue" => None,
            _ if self.ends_here() => None,
            _ => Some(self.expression()?),
        };
        let kind = match word.text.as_str() {
            "return" => Kind::Return(value),
            "throw" => Kind::Throw(value),
            "break" => Kind::Break(value),
            _ => Kind::Continue,
        };
        let span = word.span.to(self.before());
        Some(self.add(kind, span))
    }

    /// Can no value begin here?
    fn ends_here(&self) -> bool {
        let ends = [";", "}", ")", "]", ",", "=>"];
        let is_end = self
            .token()
            .is_none_or(|token| token.kind == TokenKind::End);
        is_end || self.is_ended() || ends.iter().any(|sign| self.is(sign))
    }

    fn import(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        let path = self.expression()?;
        let alias = match self.takes_word("as") {
            true => Some(self.name()?),
            false => None,
        };
        let span = first.to(self.before());
        Some(self.add(Kind::Import { path, alias }, span))
    }

    fn export(&mut self) -> Option<NodeId> {
        let first = self.here();
        self.advance();
        if self.is_word("let") || self.is_word("const") {
            return self.variable(true);
        }
        let name = self.name()?;
        let alias = match self.takes_word("as") {
            true => Some(self.name()?),
            false => None,
        };
        let span = first.to(self.before());
        Some(self.add(Kind::Export { name, alias }, span))
    }
}

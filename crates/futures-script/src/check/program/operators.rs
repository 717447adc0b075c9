//! Makes a tree of the tokens of a script: values with operators between them.

use crate::check::program::parser::Parser;
use crate::check::program::{Kind, NodeId};

/// The operators between two values, and how strongly they bind.
const BINARY: [(&str, u8); 23] = [
    ("||", 30),
    ("|", 30),
    ("^", 30),
    ("&&", 60),
    ("&", 60),
    ("==", 90),
    ("!=", 90),
    ("in", 110),
    ("!in", 110),
    ("<", 130),
    ("<=", 130),
    (">", 130),
    (">=", 130),
    ("??", 135),
    ("..", 140),
    ("..=", 140),
    ("+", 150),
    ("-", 150),
    ("*", 180),
    ("/", 180),
    ("%", 180),
    ("**", 190),
    ("<<", 210),
];

impl Parser<'_> {
    /// The operator here, how strongly it binds, and of how many tokens it consists.
    fn operator(&self) -> Option<(&'static str, u8, usize)> {
        if self.is_ended() || (self.stops_at_bar && self.is("|")) {
            return None;
        }
        let token = self.token()?;
        let not_in = token.is("!")
            && self
                .second()
                .is_some_and(|next| next.is_joined && next.is_word("in"));
        if not_in {
            return Some(("!in", 110, 2));
        }
        if token.is(">>") {
            return Some((">>", 210, 1));
        }
        let known = BINARY
            .iter()
            .find(|(sign, _)| token.is(sign) || (*sign == "in" && token.is_word("in")));
        known.map(|(sign, strength)| (*sign, *strength, 1))
    }

    /// What stands behind `left`, with operators that bind more strongly than `least`.
    pub(super) fn binary(&mut self, mut left: NodeId, least: u8) -> Option<NodeId> {
        while let Some((sign, strength, n_tokens)) = self.operator()
            && strength > least
        {
            for _ in 0..n_tokens {
                self.advance();
            }
            let right = self.right_side(sign, strength)?;
            let span = self.span(left).to(self.span(right));
            left = self.add(Kind::Binary { sign, left, right }, span);
        }
        Some(left)
    }

    fn right_side(&mut self, sign: &str, strength: u8) -> Option<NodeId> {
        let leaves = ["break", "continue", "return", "throw"];
        if sign == "??" && leaves.iter().any(|word| self.is_word(word)) {
            return self.deeper(Self::statement);
        }
        let ends = ["]", ")", "}", ",", ";", "=>"];
        if sign.starts_with("..") && (self.is_ended() || ends.iter().any(|sign| self.is(sign))) {
            let span = self.before();
            return Some(self.add(Kind::Nothing, span));
        }
        let right = self.deeper(Self::unary)?;
        // A power binds what follows it first.
        let least = strength - u8::from(sign == "**");
        self.deeper(|parser| parser.binary(right, least))
    }
}

//! The words and signs of a text, with their places, and its comments.

use crate::check::Span;

/// A word or sign of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// Does a new line begin between the token before it and this one?
    pub(crate) begins_line: bool,
    /// Does it follow the token before it without a space?
    pub(crate) is_joined: bool,
}

/// What kind of token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or a keyword.
    Word(String),
    /// A whole number.
    Int,
    /// A number with a fraction.
    Float,
    /// A string without values in it; its text if that is written as it is meant.
    Str(Option<String>),
    /// A character.
    Char,
    /// A piece of a text in backticks, up to the brace of the next value in it.
    Piece,
    /// The last piece of a text in backticks that has values in it.
    LastPiece,
    /// An operator, a bracket, or another sign.
    Sign(&'static str),
    /// The end of the text.
    End,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// What is in it, with its signs.
    pub(crate) text: String,
    pub(crate) span: Span,
    /// Is there something else before it in its line?
    pub(crate) is_behind_code: bool,
}

impl Token {
    /// Is it this sign?
    pub(crate) fn is(&self, sign: &str) -> bool {
        matches!(self.kind, TokenKind::Sign(known) if known == sign)
    }

    /// Is it this word?
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, TokenKind::Word(known) if known == word)
    }
}

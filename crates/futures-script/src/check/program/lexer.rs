//! Cuts a text into tokens and comments, as the engine does, but with the end of each and with nothing left out.
//!
//! It is given texts that the engine has compiled. Of any other text it makes something, too: whatever it does not know
//! is a sign of its own, and what is never closed ends with the text.

use crate::check::Span;
use crate::check::program::{Comment, Token, TokenKind};

/// The signs of more than one character, the longest first.
const SIGNS: [&str; 36] = [
    "<<=", ">>=", "**=", "..=", "...", "#{", "::", "?.", "?[", "??", "=>", "==", "!=", "<=", ">=",
    "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**", "<<", ">>", "..", "++", "--",
    "->", "<-", ":=", "(*", "*)",
];

const SINGLE_SIGNS: [&str; 24] = [
    "{", "}", "(", ")", "[", "]", ";", ",", ".", ":", "=", "+", "-", "*", "/", "%", "<", ">", "!",
    "|", "&", "^", "?", "@",
];

/// What stands for a character that means nothing.
const OTHER_SIGN: &str = "\u{fffd}";

/// The tokens of `text`, of which the last one is its end, and its comments.
pub(crate) fn lex(text: &str) -> (Vec<Token>, Vec<Comment>) {
    let mut lexer = Lexer {
        rest: text,
        line: 1,
        column: 1,
        inside: Vec::new(),
        tokens: Vec::new(),
        comments: Vec::new(),
        begins_line: true,
        is_joined: false,
    };
    while lexer.next() {}
    (lexer.tokens, lexer.comments)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    /// For each value in a text in backticks that is open, how many braces are open in it.
    inside: Vec<usize>,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    begins_line: bool,
    is_joined: bool,
}

impl Lexer<'_> {
    /// Takes one token, comment or space; false at the end.
    fn next(&mut self) -> bool {
        let Some(char) = self.rest.chars().next() else {
            self.token(0, TokenKind::End);
            return false;
        };
        if char.is_whitespace() {
            self.begins_line |= char == '\n';
            self.is_joined = false;
            self.advance(char.len_utf8());
        } else if self.rest.starts_with("//") {
            let end = self.rest.find(['\n', '\r']);
            self.comment(end.unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.comment(block_comment(self.rest));
        } else if char.is_ascii_digit() {
            let (len, kind) = number(self.rest);
            self.token(len, kind);
        } else if is_of_word(char) {
            let end = self.rest.find(|char| !is_of_word(char));
            let len = end.unwrap_or(self.rest.len());
            let word = self.rest.get(..len).unwrap_or_default().to_owned();
            self.token(len, TokenKind::Word(word));
        } else {
            self.string_or_sign(char);
        }
        true
    }

    fn string_or_sign(&mut self, char: char) {
        match char {
            '"' => {
                let len = quoted(self.rest, '"');
                let inner = self.rest.get(1..len.saturating_sub(1));
                let plain = inner.filter(|inner| !inner.contains(['\\', '"']));
                let kind = TokenKind::Str(plain.map(str::to_owned));
                self.token(len, kind);
            }
            '\'' => self.token(quoted(self.rest, '\''), TokenKind::Char),
            '`' => self.text(1, true),
            '#' if self.rest.starts_with("#\"") || self.rest.starts_with("##") => {
                self.token(raw(self.rest), TokenKind::Str(None));
            }
            _ => self.sign(char),
        }
    }

    fn sign(&mut self, char: char) {
        let rest = self.rest;
        let several = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
        let mut one = SINGLE_SIGNS.into_iter();
        let sign = several.or_else(|| one.find(|sign| rest.starts_with(sign)));
        let len = sign.map_or(char.len_utf8(), str::len);
        self.token(len, TokenKind::Sign(sign.unwrap_or(OTHER_SIGN)));
        match (sign, self.inside.last_mut()) {
            (Some("{" | "#{"), Some(open)) => *open += 1,
            (Some("}"), Some(0)) => {
                self.inside.pop();
                self.text(0, false);
            }
            (Some("}"), Some(open)) => *open -= 1,
            _ => {}
        }
    }

    /// Takes a text in backticks up to its end or the next value in it, from `begin` on.
    fn text(&mut self, begin: usize, is_first: bool) {
        let mut at = begin;
        loop {
            let rest = self.rest.get(at..).unwrap_or_default();
            let Some(found) = rest.find(['`', '$', '\\']) else {
                at = self.rest.len();
                break;
            };
            at += found;
            let rest = self.rest.get(at..).unwrap_or_default();
            if rest.starts_with("\\${") {
                at += 2;
            } else if rest.starts_with("${") {
                self.token(at + 1, TokenKind::Piece);
                self.is_joined = true;
                self.token(1, TokenKind::Sign("{"));
                self.inside.push(0);
                return;
            }
            at += 1;
            if rest.starts_with("``") {
                at += 1;
            } else if rest.starts_with('`') {
                break;
            }
        }
        let inner = self.rest.get(1..at.saturating_sub(1));
        let plain =
            inner.filter(|inner| !inner.contains(['`', '\\']) && !inner.starts_with(['\n', '\r']));
        let kind = match is_first {
            true => TokenKind::Str(plain.map(str::to_owned)),
            false => TokenKind::LastPiece,
        };
        self.token(at, kind);
    }

    fn token(&mut self, len: usize, kind: TokenKind) {
        let span = self.take(len);
        self.tokens.push(Token {
            kind,
            span,
            begins_line: std::mem::take(&mut self.begins_line),
            is_joined: std::mem::replace(&mut self.is_joined, true),
        });
    }

    fn comment(&mut self, len: usize) {
        let text = self.rest.get(..len).unwrap_or(self.rest).to_owned();
        let span = self.take(len);
        self.begins_line |= span.first_line() != span.last_line();
        self.is_joined = false;
        let mut tokens = self.tokens.iter();
        let before = tokens.next_back().map(|token| token.span.last_line());
        self.comments.push(Comment {
            text,
            span,
            is_behind_code: before == Some(span.first_line()),
        });
    }

    /// Goes on by so many bytes; the part of the text that they are.
    fn take(&mut self, len: usize) -> Span {
        let first = (self.line, self.column);
        let last = self.advance(len);
        Span::new(first, last.unwrap_or(first))
    }

    /// Goes on by so many bytes; the place of the last character.
    fn advance(&mut self, len: usize) -> Option<(usize, usize)> {
        let (passed, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        let mut last = None;
        for char in passed.chars() {
            last = Some((self.line, self.column));
            if char == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.rest = rest;
        last
    }
}

/// The length of a comment in `/* … */`, which may have others inside.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a string or character with its quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char == quote {
            // A doubled quote is one in the string.
            match chars.clone().next() {
                Some((_, next)) if next == quote => {
                    chars.next();
                }
                _ => return at + 1,
            }
        }
    }
    text.len()
}

/// The length of a string between `#"` and `"#`, with as many number signs as one likes.
fn raw(text: &str) -> usize {
    let n_signs = text.len() - text.trim_start_matches('#').len();
    let end = format!("\"{}", "#".repeat(n_signs));
    let inner = text.get(n_signs + 1..).unwrap_or_default();
    match inner.find(&end) {
        Some(at) => n_signs + 1 + at + end.len(),
        None => text.len(),
    }
}

/// The length of a number, and its kind.
fn number(text: &str) -> (usize, TokenKind) {
    let bytes = text.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or_default();
    if at(0) == b'0' && matches!(at(1), b'x' | b'X' | b'o' | b'O' | b'b' | b'B') {
        let digits = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'_';
        let is_hex = matches!(at(1), b'x' | b'X');
        let radix = |byte: &&u8| digits(byte) && (is_hex || !byte.is_ascii_alphabetic());
        let len = bytes.iter().skip(2).take_while(radix).count();
        return (2 + len, TokenKind::Int);
    }
    let (mut end, mut has_point, mut has_exponent) = (1, false, false);
    loop {
        let (this, next) = (at(end), at(end + 1));
        match this {
            b'0'..=b'9' | b'_' => end += 1,
            // `1.` is a float, `1.max(2)` and `1..2` are not.
            b'.' if !has_point && next != b'.' && next != b'_' && !next.is_ascii_alphabetic() => {
                has_point = true;
                end += 1;
            }
            b'e' | b'E' if !has_exponent && (next.is_ascii_digit() || b"+-".contains(&next)) => {
                (has_point, has_exponent) = (true, true);
                end += 2;
            }
            _ => break,
        }
    }
    let kind = if has_point || has_exponent {
        TokenKind::Float
    } else {
        TokenKind::Int
    };
    (end, kind)
}

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

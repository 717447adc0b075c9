//! The words and signs of an input, also of one that is not finished: for its colours and for what may come next.

/// A part of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) what: What,
    pub(crate) text: &'t str,
    /// Where it begins, in bytes.
    pub(crate) at: usize,
}

/// What a part of an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A name or a word of the language.
    Word,
    Number,
    /// A text or a character, with its quotes.
    Text,
    Comment,
    /// One sign; of those with several characters only `#{`, `::` and `?.` are kept together.
    Sign,
}

/// Kept together, since they mean something of their own here.
const LONG_SIGNS: [&str; 3] = ["#{", "::", "?."];

/// How deep texts in texts are looked into. Scripts have far less, and nobody's stack is without an end.
const MOST_NESTED: usize = 50;

/// The parts of `text` without blanks, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((what, length)) = part(&text[at..], MOST_NESTED) {
        let text = &text[at..at + length];
        tokens.extend(what.map(|what| Token { what, text, at }));
        at += length;
    }
    tokens
}

/// What `rest` begins with, nothing for a blank, and its length in bytes. Texts in texts are looked into so deep.
fn part(rest: &str, nested: usize) -> Option<(Option<What>, usize)> {
    let first = rest.chars().next()?;
    let found = if is_word(first) && !first.is_ascii_digit() {
        (Some(What::Word), length_while(rest, is_word))
    } else if first.is_ascii_digit() {
        (Some(What::Number), number(rest))
    } else if rest.starts_with("//") {
        (Some(What::Comment), rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        (Some(What::Comment), block_comment(rest))
    } else if let Some(length) = raw(rest) {
        (Some(What::Text), length)
    } else if matches!(first, '"' | '\'' | '`') {
        (Some(What::Text), quoted(rest, first, nested))
    } else if is_blank(first) {
        (None, first.len_utf8())
    } else {
        let long = LONG_SIGNS.iter().find(|sign| rest.starts_with(**sign));
        let length = long.map_or(first.len_utf8(), |sign| sign.len());
        (Some(What::Sign), length)
    };
    Some(found)
}

/// How many brackets are open at the end of `tokens`.
pub(crate) fn depth(tokens: &[Token<'_>]) -> usize {
    let mut depth: usize = 0;
    for token in tokens.iter().filter(|token| token.what == What::Sign) {
        match token.text {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// The place of the bracket that belongs to the one at `index`, if there is one.
pub(crate) fn partner(tokens: &[Token<'_>], index: usize) -> Option<usize> {
    let is_open = |token: &Token<'_>| matches!(token.text, "(" | "[" | "{" | "#{");
    let is_closed = |token: &Token<'_>| matches!(token.text, ")" | "]" | "}");
    let signs =
        |range: std::ops::Range<usize>| range.filter(|index| tokens[*index].what == What::Sign);
    let mut depth = 0;
    let found = |index: usize, begins: bool, depth: &mut usize| {
        let (one_more, one_less) = match begins {
            true => (is_open(&tokens[index]), is_closed(&tokens[index])),
            false => (is_closed(&tokens[index]), is_open(&tokens[index])),
        };
        *depth += usize::from(one_more);
        *depth -= usize::from(one_less);
        *depth == 0
    };
    let token = tokens.get(index).filter(|token| token.what == What::Sign)?;
    let other = if is_open(token) {
        signs(index..tokens.len()).find(|index| found(*index, true, &mut depth))
    } else if is_closed(token) {
        signs(0..index + 1)
            .rev()
            .find(|index| found(*index, false, &mut depth))
    } else {
        None
    };
    let pair = |open: &str, closed: &str| {
        matches!((open, closed), ("(", ")") | ("[", "]") | ("{" | "#{", "}"))
    };
    other.filter(|other| {
        let (first, last) = (index.min(*other), index.max(*other));
        pair(tokens[first].text, tokens[last].text)
    })
}

pub(crate) fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// What stands in the place of a continuation prompt counts as a blank.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || char == super::continued::FILLER
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|char| !belongs(char)).unwrap_or(text.len())
}

/// A number ends before `..` and before a method.
fn number(text: &str) -> usize {
    let whole = length_while(text, is_word);
    let Some(after) = text[whole..].strip_prefix('.') else {
        return whole;
    };
    if !after.starts_with(|char: char| char.is_ascii_digit()) {
        return whole;
    }
    let mut length = whole + 1 + length_while(after, is_word);
    let signed = text[length..].strip_prefix(['-', '+']);
    if let Some(exponent) = signed.filter(|_| text[..length].ends_with(['e', 'E'])) {
        length += 1 + length_while(exponent, |char| char.is_ascii_digit());
    }
    length
}

/// Comments of this kind nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// `#"…"#`, with any number of `#`.
fn raw(text: &str) -> Option<usize> {
    let n_signs = length_while(text, |char| char == '#');
    if n_signs == 0 || !text[n_signs..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(n_signs));
    let start = n_signs + 1;
    let found = text[start..].find(&end);
    Some(found.map_or(text.len(), |at| start + at + end.len()))
}

/// A text to its end, or to the end of the line if it is not allowed to go on there, or to the end of all.
fn quoted(text: &str, quote: char, nested: usize) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if quote != '`' => {
                chars.next();
            }
            '\n' if quote == '\'' => return at,
            '$' if quote == '`' && nested > 0 && text[at..].starts_with("${") => {
                // What is put in may have texts of its own.
                let inside = inserted(&text[at + 2..], nested - 1);
                while chars
                    .clone()
                    .next()
                    .is_some_and(|(next, _)| next < at + 2 + inside)
                {
                    chars.next();
                }
            }
            _ if char == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// The length of what `${` begins, with its `}`. What is behind that is not looked at, or it would be again and again.
fn inserted(text: &str, nested: usize) -> usize {
    let mut depth = 1;
    let mut at = 0;
    while let Some((_, length)) = part(&text[at..], nested) {
        match &text[at..at + length] {
            "{" | "#{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        at += length;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{What, depth, partner, tokens};

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
        assert_eq!(found, expect);
        for token in tokens(text) {
            assert_eq!(&text[token.at..token.at + token.text.len()], token.text);
        }
    }

    #[test]
    fn parts_of_an_input() {
        check("let x_1=2;", &["let", "x_1", "=", "2", ";"]);
        check("a.b(1..3)", &["a", ".", "b", "(", "1", ".", ".", "3", ")"]);
        check("1.5e-3 0xff 2.max", &["1.5e-3", "0xff", "2", ".", "max"]);
        check(
            "x /* a /* b */ c */ y // z",
            &["x", "/* a /* b */ c */", "y", "// z"],
        );
        check(r#""a\"b" 'c' d"#, &[r#""a\"b""#, "'c'", "d"]);
        check("`a ${ f(`b`) } c` d", &["`a ${ f(`b`) } c`", "d"]);
        check("#{a: #\"x\"y\"#}", &["#{", "a", ":", "#\"x\"y\"#", "}"]);
        check("m?.x::y", &["m", "?.", "x", "::", "y"]);
        check("größe", &["größe"]);
    }

    #[test]
    fn what_is_not_finished_goes_to_the_end() {
        check("\"ab", &["\"ab"]);
        check("`a ${b", &["`a ${b"]);
        check("/* é", &["/* é"]);
        check("#\"x\"", &["#\"x\""]);
        check("'", &["'"]);
    }

    #[test]
    fn texts_in_texts_take_neither_time_nor_stack() {
        // Either took more than there is when all that follows a `${` was looked at for each of them.
        let line = "print(`a ${ f(`b ${c}`) } d`);\n";
        let found = tokens(line).len();
        assert_eq!(tokens(&line.repeat(1000)).len(), 1000 * found);
        assert_eq!(tokens(&"`${".repeat(50_000)).len(), 1);
    }

    #[test]
    fn brackets() {
        let found = tokens("f([1], #{a: \"(\"})");
        assert_eq!(partner(&found, 1), Some(found.len() - 1));
        assert_eq!(partner(&found, found.len() - 1), Some(1));
        assert_eq!(partner(&found, 2), Some(4));
        assert_eq!(partner(&found, 0), None);
        assert_eq!(partner(&tokens("(]"), 0), None);
        assert_eq!(partner(&tokens("(("), 0), None);
        assert_eq!(depth(&tokens("f(#{a: [")), 3);
        assert_eq!(depth(&tokens("))(")), 1);
        assert_eq!(tokens("// x")[0].what, What::Comment);
    }
}

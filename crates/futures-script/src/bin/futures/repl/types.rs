//! What kind of value stands before a dot, as far as one can say without running anything.

use crate::repl::names::{Names, Type};
use crate::repl::tokens::{Token, What, partner};

/// The type of the expression that ends with the last of `tokens`.
pub(crate) fn of_end(tokens: &[Token<'_>], names: &Names) -> Type {
    let Some(start) = start_of_chain(tokens) else {
        return Type::default();
    };
    let (found, used) = of_first(&tokens[start..], &tokens[..start], names);
    follow(found, &tokens[start + used..], names)
}

/// Where the chain of calls and dots begins that ends with the last token.
fn start_of_chain(tokens: &[Token<'_>]) -> Option<usize> {
    let mut at = tokens.len().checked_sub(1)?;
    loop {
        // Arguments and indices belong to what stands before them, on the same level.
        let begin = match tokens[at].text {
            ")" | "]" | "}" => partner(tokens, at)?,
            _ => at,
        };
        let before = begin.checked_sub(1).map(|before| &tokens[before]);
        match (tokens[begin].text, before) {
            ("(" | "[", Some(before)) if ends_value(before) => at = begin - 1,
            ("#{" | "(" | "[", Some(dot)) if !is_dot(dot) => return Some(begin),
            ("#{" | "(" | "[", None) => return Some(begin),
            _ => match (is_value(&tokens[begin]), before) {
                (true, Some(dot)) if is_dot(dot) => at = begin.checked_sub(2)?,
                (true, _) => return Some(begin),
                _ => return None,
            },
        }
    }
}

fn is_dot(token: &Token<'_>) -> bool {
    token.what == What::Sign && matches!(token.text, "." | "?.")
}

fn is_value(token: &Token<'_>) -> bool {
    matches!(token.what, What::Word | What::Number | What::Text)
}

/// Can a call or an index follow it?
fn ends_value(token: &Token<'_>) -> bool {
    let is_keyword = matches!(
        token.text,
        "return" | "in" | "if" | "while" | "throw" | "with" | "switch"
    );
    (token.what == What::Word && !is_keyword) || matches!(token.text, ")" | "]")
}

/// The type of what a chain begins with, and how many tokens that is.
fn of_first(chain: &[Token<'_>], before: &[Token<'_>], names: &Names) -> (Type, usize) {
    let first = &chain[0];
    match (first.what, first.text) {
        (What::Number, text) if text.contains('.') => (Type::of_word("float"), 1),
        (What::Number, _) => (Type::of_word("int"), 1),
        (What::Text, text) if text.starts_with('\'') => (Type::of_word("char"), 1),
        (What::Text, _) => (Type::of_word("string"), 1),
        (What::Word, "true" | "false") => (Type::of_word("bool"), 1),
        (What::Word, name) if chain.get(1).is_some_and(|next| next.text == "(") => {
            let end = partner(chain, 1).unwrap_or(chain.len() - 1);
            (names.result_of_function(name), end + 1)
        }
        (What::Word, name) => (of_variable(name, before, names), 1),
        (What::Sign, sign) => {
            let end = partner(chain, 0).unwrap_or(chain.len() - 1);
            let inside = &chain[1..end.max(1)];
            let found = match sign {
                "[" => Type::of_word("array"),
                "#{" => of_map(inside, before, names),
                _ => of_whole(inside, before, names),
            };
            (found, end + 1)
        }
        _ => (Type::default(), 1),
    }
}

/// The type of an expression that is a chain and nothing else.
fn of_whole(tokens: &[Token<'_>], before: &[Token<'_>], names: &Names) -> Type {
    if tokens.is_empty() || start_of_chain(tokens) != Some(0) {
        return Type::default();
    }
    let (found, used) = of_first(tokens, before, names);
    follow(found, &tokens[used..], names)
}

/// The type of a map that is written out, with its keys.
fn of_map(inside: &[Token<'_>], before: &[Token<'_>], names: &Names) -> Type {
    let mut map = Type::of_word("map");
    let mut at = 0;
    while let [key, colon, rest @ ..] = &inside[at.min(inside.len())..]
        && colon.text == ":"
    {
        let mut end = 0;
        while end < rest.len() && rest[end].text != "," {
            end = partner(rest, end)
                .filter(|other| *other > end)
                .unwrap_or(end)
                + 1;
        }
        let end = end.min(rest.len());
        let value = of_whole(&rest[..end], before, names);
        map.keys
            .insert(key.text.trim_matches('"').to_owned(), value);
        at += 2 + end + 1;
    }
    map
}

/// The type of a variable: of one that this very input makes, or that the session has.
fn of_variable(name: &str, before: &[Token<'_>], names: &Names) -> Type {
    for at in (0..before.len()).rev() {
        match &before[at..] {
            [word, variable, equals, rest @ ..]
                if matches!(word.text, "let" | "const")
                    && variable.text == name
                    && equals.text == "=" =>
            {
                let n_parts = end_of_statement(rest);
                return of_whole(&rest[..n_parts], &before[..at], names);
            }
            // `with thread_pool(2) as pool {`
            [word, variable, ..] if word.text == "as" && variable.text == name => {
                let with = before[..at].iter().rposition(|token| token.text == "with");
                return with.map_or_else(Type::default, |with| {
                    of_whole(&before[with + 1..at], &before[..with], names)
                });
            }
            _ => {}
        }
    }
    match names.own.variables.get(name) {
        Some(known) => known.clone(),
        None => names.constant(name),
    }
}

/// How many tokens belong to the statement that `tokens` begin with.
fn end_of_statement(tokens: &[Token<'_>]) -> usize {
    let mut at = 0;
    while at < tokens.len() && tokens[at].text != ";" {
        at = partner(tokens, at)
            .filter(|other| *other > at)
            .unwrap_or(at)
            + 1;
    }
    at.min(tokens.len())
}

/// Goes along the dots, calls and indices behind a value.
fn follow(mut found: Type, rest: &[Token<'_>], names: &Names) -> Type {
    let mut at = 0;
    while at < rest.len() {
        match rest[at].text {
            "." | "?." => {
                let Some(name) = rest.get(at + 1) else {
                    return found;
                };
                if found == Type::default() {
                    return found;
                }
                found = names.member(&found, name.text);
                at += 2;
                if rest.get(at).is_some_and(|next| next.text == "(") {
                    at = partner(rest, at).unwrap_or(rest.len()) + 1;
                }
            }
            _ => {
                // What an index gives is not known.
                at = partner(rest, at).unwrap_or(rest.len()) + 1;
                found = Type::default();
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use futures_script::Interpreter;

    use super::of_end;
    use crate::repl::names::{Names, Type};
    use crate::repl::tokens::tokens;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let mut names = Names::of(&Interpreter::new().reference());
        let variables = &mut names.own.variables;
        variables.insert("f".to_owned(), Type::of_word("Future"));
        let mut map = Type::of_word("map");
        map.keys.insert("size".to_owned(), Type::of_word("int"));
        variables.insert("m".to_owned(), map);
        assert_eq!(of_end(&tokens(text), &names).names, expect, "{text}");
    }

    #[test]
    fn what_stands_before_a_dot() {
        check("thread_pool(2)", &["ThreadPool"]);
        check("thread_pool(2).submit(|| 1)", &["Future"]);
        check("thread_pool(2).submit(|| f(1), [1]", &["array"]);
        check("let pool = process_pool(2); pool", &["ProcessPool"]);
        check("with thread_pool(2) as pool { pool", &["ThreadPool"]);
        check("f", &["Future"]);
        check("print(f", &["Future"]);
        check("f.result()", &[]);
        check("\"a b\".split()", &["array"]);
        check("[1, 2]", &["array"]);
        check("(1.5)", &["float"]);
        check("m.size", &["int"]);
        check("#{a: 1, b: #{c: \"x\"}}.b.c", &["string"]);
        check("x", &[]);
        check("1 +", &[]);
        check("", &[]);
        check("f[0]", &[]);
        check("if f", &["Future"]);
    }
}

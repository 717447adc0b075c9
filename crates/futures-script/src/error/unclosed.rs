//! Finds the bracket that a script opens and never closes.

use std::iter::Peekable;
use std::str::Chars;

/// The line and the sign of the innermost bracket that is open at the end of `text`.
///
/// Strings, characters and comments are skipped; what stands inside `${…}` counts as part of its string.
pub(super) fn find(text: &str) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut line = 1;
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '\n' => line += 1,
            '"' | '`' => {
                while let Some(inner) = rest.next().filter(|inner| *inner != char) {
                    if inner == '\n' {
                        line += 1;
                    } else if inner == '\\' && char == '"' {
                        rest.next();
                    }
                }
            }
            '/' if rest.peek() == Some(&'/') => {
                while rest.next_if(|inner| *inner != '\n').is_some() {}
            }
            '/' if rest.next_if_eq(&'*').is_some() => line += skip_comment(&mut rest),
            '\'' => {
                rest.next_if_eq(&'\\');
                rest.next_if(|inner| *inner != '\n');
                rest.next_if_eq(&'\'');
            }
            '{' | '[' | '(' => open.push((line, char)),
            '}' | ']' | ')' => {
                let opening = match char {
                    '}' => '{',
                    ']' => '[',
                    _ => '(',
                };
                // A bracket of another kind was to be closed first.
                if let Some(innermost) = open.pop_if(|(_, sign)| *sign != opening) {
                    return Some(innermost);
                }
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// Skips what is left of a comment that may have others inside, and returns how many lines it ends.
fn skip_comment(rest: &mut Peekable<Chars<'_>>) -> usize {
    let (mut n_lines, mut n_open) = (0, 1);
    while n_open > 0
        && let Some(char) = rest.next()
    {
        match char {
            '\n' => n_lines += 1,
            '*' if rest.next_if_eq(&'/').is_some() => n_open -= 1,
            '/' if rest.next_if_eq(&'*').is_some() => n_open += 1,
            _ => {}
        }
    }
    n_lines
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn check(text: &str, expect: Option<(usize, char)>) {
        assert_eq!(find(text), expect, "{text}");
    }

    #[test]
    fn the_innermost_open_bracket_is_found() {
        check("f(1)", None);
        check("fn f() {\n  g(\n", Some((2, '(')));
        check("fn f() {\n  g()\n", Some((1, '{')));
        check("fn f() {\n  g(1 }\n", Some((2, '(')));
    }

    #[test]
    fn strings_and_comments_do_not_count() {
        check(
            "fn f() {\n /* ( /* [\n*/ { */ let c = '\"' + '\\'' + '(';\n",
            Some((1, '{')),
        );
        check("/* (\n*/ [", Some((2, '[')));
        check("let s = \"{\\\"{\"; // {\nlet t = `(\n`; [", Some((3, '[')));
    }
}

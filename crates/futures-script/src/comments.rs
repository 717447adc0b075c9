//! Finds the comments of a script, also one that it opens and never closes: to the engine that is the rest of the script.

use std::ops::Range;

use rhai::Position;

/// Where the comment begins that is open at the end of `text`.
pub(crate) fn unclosed(text: &str) -> Option<Position> {
    let chars: Vec<char> = text.chars().collect();
    let open = walk(&chars, |_| {})?;
    position(&chars[..open])
}

/// The text with a blank in the place of each comment, and the ends of lines that they had.
pub(crate) fn without(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::new();
    let mut behind = 0;
    let open = walk(&chars, |comment| {
        code.extend(&chars[behind..comment.start]);
        code.push(' ');
        let ends = chars[comment.clone()].iter().filter(|char| **char == '\n');
        code.extend(ends);
        behind = comment.end;
    });
    code.extend(&chars[behind..open.unwrap_or(chars.len())]);
    code
}

/// Tells where each comment begins and ends, and returns where one begins that has no end.
fn walk(chars: &[char], mut tell: impl FnMut(Range<usize>)) -> Option<usize> {
    // For each `${` that is open, how many braces are open in it.
    let mut inside: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(char) = chars.get(at) {
        let rest = &chars[at..];
        at += match (char, rest.get(1)) {
            ('/', Some('/')) => {
                let len = line(rest);
                tell(at..at + len);
                len
            }
            ('/', Some('*')) => match comment(rest) {
                Some(len) => {
                    tell(at..at + len);
                    len
                }
                None => return Some(at),
            },
            ('"' | '\'', _) => quoted(rest),
            ('`', _) => interpolated(rest, &mut inside),
            ('{', _) => {
                if let Some(open) = inside.last_mut() {
                    *open += 1;
                }
                1
            }
            ('}', _) => match inside.last_mut() {
                Some(0) => {
                    inside.pop();
                    interpolated(rest, &mut inside)
                }
                Some(open) => {
                    *open -= 1;
                    1
                }
                None => 1,
            },
            _ => 1,
        };
    }
    None
}

/// The length of a comment of one line.
fn line(text: &[char]) -> usize {
    let end = text.iter().position(|char| *char == '\n');
    end.unwrap_or(text.len())
}

/// The length of a comment in `/* … */`, which may have others inside; `None` if it has no end.
fn comment(text: &[char]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match (text.get(at)?, text.get(at + 1)?) {
            ('/', '*') => {
                depth += 1;
                at += 2;
            }
            ('*', '/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
}

/// The length of a string or character with its quotes.
fn quoted(text: &[char]) -> usize {
    let mut at = 1;
    while let Some(char) = text.get(at) {
        match char {
            '\\' => at += 2,
            char if *char == text[0] => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The length of a string in backticks, or of its rest behind an inner `}`, up to its end or the next `${`.
fn interpolated(text: &[char], inside: &mut Vec<usize>) -> usize {
    let mut at = 1;
    while let Some(char) = text.get(at) {
        match (char, text.get(at + 1)) {
            ('`', _) => return at + 1,
            ('$', Some('{')) => {
                inside.push(0);
                return at + 2;
            }
            _ => at += 1,
        }
    }
    text.len()
}

/// The position behind `before`; `None` if that is further than the engine counts.
fn position(before: &[char]) -> Option<Position> {
    let n_lines = before.iter().filter(|char| **char == '\n').count();
    let column = before
        .iter()
        .rev()
        .take_while(|char| **char != '\n')
        .count();
    let line = u16::try_from(n_lines + 1).ok()?;
    Some(Position::new(line, u16::try_from(column + 1).ok()?))
}

#[cfg(test)]
mod tests {
    use rhai::Position;

    use super::{unclosed, without};

    #[track_caller]
    fn check(text: &str, expect: Option<(u16, u16)>) {
        let expect = expect.map(|(line, column)| Position::new(line, column));
        assert_eq!(unclosed(text), expect, "{text}");
    }

    #[test]
    fn an_open_comment_is_found() {
        check("a /* b", Some((1, 3)));
        check("a\n  /* b /* c */ d", Some((2, 3)));
        check("`${\"}\"} ${1}` /*", Some((1, 15)));
        check("/*", Some((1, 1)));
    }

    #[test]
    fn comments_are_left_out() {
        let text = "a(1); // b\n/* c\nd */ e(\"// f\");`${g /* h */}//`";
        assert_eq!(without(text), "a(1);  \n \n e(\"// f\");`${g  }//`");
        assert_eq!(without("a /* b"), "a ");
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        check("a /* b */ c", None);
        check("a /* /* */ */", None);
        check("// /*\na", None);
        check(
            "\"http://x/*\" + '\\'' + `/* ${ f(`/*`, #{a: \"}\"}) } /*`",
            None,
        );
    }
}

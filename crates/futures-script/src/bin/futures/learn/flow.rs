//! Texts of a course in lines that a terminal has room for.

use std::env;
use std::io;

use rustix::termios;

use crate::api::wrapped;

/// How wide lines of words are at most. Longer ones are hard to read.
const WIDTH: usize = 100;

/// On a terminal that says it is narrower nothing could be read anyway.
const LEAST_WIDTH: usize = 20;

/// How wide lines of words are on standard output.
pub(crate) fn width() -> usize {
    let said = env::var("COLUMNS").ok();
    let said: Option<usize> = said.and_then(|columns| columns.trim().parse().ok());
    let terminal = || {
        let size = termios::tcgetwinsize(io::stdout()).ok()?;
        Some(usize::from(size.ws_col))
    };
    // A terminal that does not know its size says 0.
    let known = |columns: &usize| *columns > 0;
    let columns = said.filter(known).or_else(|| terminal().filter(known));
    columns.map_or(WIDTH, |columns| columns.clamp(LEAST_WIDTH, WIDTH))
}

/// The text in lines of words; those that begin with blanks, as code does, stay as they are.
pub(crate) fn flowed(text: &str) -> String {
    flowed_in(text, width())
}

/// A text behind some words: its further lines stand below its first one.
pub(crate) fn hanging(before: &str, text: &str) -> String {
    let indent = before.chars().count();
    let room = width().saturating_sub(indent).max(LEAST_WIDTH);
    format!(
        "{before}{}",
        wrapped(text, room).join(&format!("\n{:indent$}", ""))
    )
}

/// A page with columns in lines that a terminal has room for: what is cut off goes on below its own column.
pub(crate) fn fitted(page: &str) -> String {
    let width = width();
    fitted_in(page, width)
}

fn fitted_in(page: &str, width: usize) -> String {
    let is_words = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let lines: Vec<&str> = page.lines().collect();
    let parts = lines.chunk_by(|one, next| is_words(one) && is_words(next));
    let parts = parts.map(|part| match part {
        [line] if !is_words(line) => fitted_line(line, width),
        words if words.iter().any(|line| line.chars().count() > width) => {
            flowed_in(&words.join("\n"), width)
        }
        words => words.join("\n"),
    });
    parts.collect::<Vec<_>>().join("\n")
}

fn fitted_line(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let text = line.trim_start();
    let blanks = line.len() - text.len();
    let column = match text.find("  ") {
        Some(gap) => line.len() - text[gap..].trim_start().len(),
        None => blanks,
    };
    let (before, rest) = line.split_at(column);
    let indent = before.chars().count();
    let room = width.saturating_sub(indent).max(LEAST_WIDTH);
    format!(
        "{before}{}",
        wrapped(rest, room).join(&format!("\n{:indent$}", ""))
    )
}

fn flowed_in(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut words = String::new();
    let end = |words: &mut String, lines: &mut Vec<String>| {
        lines.extend(wrapped(&std::mem::take(words), width));
    };
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with([' ', '\t']) {
            end(&mut words, &mut lines);
            lines.push(line.trim_end().to_owned());
        } else {
            words.push_str(line);
            words.push(' ');
        }
    }
    end(&mut words, &mut lines);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{fitted_in, flowed_in};

    #[test]
    fn words_flow_and_code_stays() {
        let text = "One\ntwo.\n\nThree:\n    f(1);\n    g(2);\nfour";
        assert_eq!(
            flowed_in(text, 100),
            "One two.\n\nThree:\n    f(1);\n    g(2);\nfour"
        );
        let long = "word ".repeat(40);
        let widest = flowed_in(&long, 100).lines().map(str::len).max();
        assert_eq!(widest, Some(99));
        let widest = flowed_in(&long, 60).lines().map(str::len).max();
        assert_eq!(widest, Some(59));
    }

    #[test]
    fn columns_go_on_below_themselves() {
        let line = "  init DIR    Make a copy to work in";
        assert_eq!(fitted_in(line, 80), line);
        assert_eq!(
            fitted_in(line, 34),
            "  init DIR    Make a copy to work\n              in"
        );
        let words = "one two three four five\nsix seven\n\n  eight";
        assert_eq!(fitted_in(words, 30), words);
        assert_eq!(
            fitted_in(words, 20),
            "one two three four\nfive six seven\n\n  eight"
        );
    }
}

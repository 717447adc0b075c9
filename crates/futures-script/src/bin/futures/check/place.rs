//! Places of findings in the units of others: findings count lines and characters from 1.

use std::ops::Range;

use futures_script::Span;

/// The bytes of `text` at `span`.
pub(crate) fn bytes(text: &str, span: Span) -> Range<usize> {
    let start = byte(text, span.first_line(), span.first_column());
    let end = byte(text, span.last_line(), span.last_column() + 1);
    start..end.max(start)
}

/// The byte at which this character of this line begins; the end of the line if it is shorter.
fn byte(text: &str, line: usize, column: usize) -> usize {
    let (start, line) = line_of(text, line);
    let at = line.char_indices().nth(column - 1);
    start + at.map_or(line.len(), |(at, _)| at)
}

/// The column in units of UTF-16, counted from 1, of the character at `column` of this line.
pub(crate) fn utf16_column(text: &str, line: usize, column: usize) -> usize {
    let (_, line) = line_of(text, line);
    let before = line.chars().take(column - 1);
    before.map(char::len_utf16).sum::<usize>() + 1
}

/// The byte at which a line begins, and the line without its end.
fn line_of(text: &str, line: usize) -> (usize, &str) {
    let mut lines = text.split_inclusive('\n');
    let start = lines.by_ref().take(line - 1).map(str::len).sum();
    let line = lines.next().unwrap_or_default();
    (start, line.trim_end_matches(['\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::{byte, utf16_column};

    const TEXT: &str = "let ä = 1;\r\n😀 x\n";

    #[test]
    fn characters_are_bytes() {
        assert_eq!(byte(TEXT, 1, 1), 0);
        assert_eq!(byte(TEXT, 1, 6), 6);
        assert_eq!(byte(TEXT, 2, 3), 18);
        assert_eq!(byte(TEXT, 2, 99), 19);
        assert_eq!(byte(TEXT, 9, 1), TEXT.len());
    }

    #[test]
    fn characters_are_units_of_utf_16() {
        assert_eq!(utf16_column(TEXT, 1, 6), 6);
        assert_eq!(utf16_column(TEXT, 2, 1), 1);
        assert_eq!(utf16_column(TEXT, 2, 2), 3);
        assert_eq!(utf16_column(TEXT, 2, 3), 4);
    }
}

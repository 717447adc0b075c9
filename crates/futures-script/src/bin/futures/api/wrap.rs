//! Texts in lines of a width.

/// How wide lines are.
pub(crate) const WIDTH: usize = 100;

/// The lines of a text, each of at most `width` characters if its words allow it.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let len = line.chars().count();
        if len > 0 && len + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A row of two columns, the second one beginning at `column` and in as many lines as it takes.
pub(crate) fn row(
    indent: usize,
    first: &str,
    column: usize,
    second: &str,
) -> Vec<(String, String)> {
    let mut parts = wrapped(second, WIDTH.saturating_sub(column)).into_iter();
    let margin = " ".repeat(indent);
    let mut rows = Vec::new();
    if indent + first.chars().count() + 2 > column {
        let lines = wrapped(first, WIDTH - indent).into_iter();
        rows.extend(lines.map(|line| (format!("{margin}{line}"), String::new())));
    } else {
        let first = format!("{:column$}", format!("{margin}{first}"));
        rows.push((first, parts.next().unwrap_or_default()));
    }
    rows.extend(parts.map(|part| (" ".repeat(column), part)));
    rows
}

#[cfg(test)]
mod tests {
    use super::{row, wrapped};

    #[test]
    fn lines_are_as_long_as_they_may_be() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("immeasurable x", 3), ["immeasurable", "x"]);
        assert_eq!(wrapped("", 9), [""; 0]);
    }

    #[test]
    fn a_first_column_that_is_too_long_has_its_own_line() {
        let lines = |first: &str| {
            let rows = row(1, first, 6, "what it is");
            rows.into_iter()
                .map(|(first, second)| first + second.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(lines("abc"), [" abc  what it is"]);
        assert_eq!(lines("abcdef"), [" abcdef", "      what it is"]);
    }
}

//! Inputs of several lines in an editor that has one prompt only: each further line begins with characters that hold the
//! place of a continuation prompt.

/// A character for private use, so that no input has it.
pub(crate) const FILLER: char = '\u{e000}';

/// What stands in the line editor at the beginning of each further line.
const PLACE: &str = "\u{e000}\u{e000}\u{e000}\u{e000}";

/// What is seen in its place, as wide as the prompt.
pub(crate) const PROMPT: &str = "... ";

/// How far each open bracket moves the next line to the right.
const INDENT: &str = "    ";

/// An input as the editor has it.
pub(crate) fn in_editor(text: &str) -> String {
    text.replace('\n', &format!("\n{PLACE}"))
}

/// An input without what the editor needs.
pub(crate) fn plain(text: &str) -> String {
    text.replace(FILLER, "")
}

/// A new line below `depth` open brackets.
pub(crate) fn new_line(depth: usize) -> String {
    format!("\n{PLACE}{}", INDENT.repeat(depth))
}

/// Is there nothing but blanks in the last line, and is there a line before it?
pub(crate) fn ends_in_empty_line(text: &str) -> bool {
    let last = text.rsplit_once('\n');
    last.is_some_and(|(_, line)| {
        line.chars()
            .all(|char| char == FILLER || char.is_whitespace())
    })
}

/// The indentation of the last line if it has nothing else.
pub(crate) fn indented_only(text: &str) -> Option<usize> {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_start_matches(FILLER);
    line.chars().all(|char| char == ' ').then_some(line.len())
}

/// The width of one step of the indentation.
pub(crate) const STEP: usize = INDENT.len();

#[cfg(test)]
mod tests {
    use super::{ends_in_empty_line, in_editor, indented_only, new_line, plain};

    #[test]
    fn nothing_of_the_editor_is_left_in_an_input() {
        let text = "fn f() {\n    1\n}";
        assert_eq!(plain(&in_editor(text)), text);
        assert_eq!(plain(&format!("{{{}1", new_line(1))), "{\n    1");
    }

    #[test]
    fn empty_lines() {
        assert!(ends_in_empty_line(&format!("{{{}", new_line(1))));
        assert!(!ends_in_empty_line("   "));
        assert!(!ends_in_empty_line("{\n x"));
        assert_eq!(indented_only(&format!("{{{}", new_line(2))), Some(8));
        assert_eq!(indented_only("{\n    x"), None);
    }
}

//! Text from scripts and courses in a form that does nothing to the terminal.

/// The text with its control characters as escapes, line ends and tabs excepted.
pub(crate) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if is_harmful(char) {
            shown.extend(char.escape_default());
        } else {
            shown.push(char);
        }
    }
    shown
}

/// Would a terminal obey it?
pub(crate) fn is_harmful(char: char) -> bool {
    char.is_control() && char != '\t' && char != '\n'
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn control_characters_are_shown_and_not_obeyed() {
        assert_eq!(harmless("a\x1b[2J\tb\nc\r"), "a\\u{1b}[2J\tb\nc\\r");
    }
}

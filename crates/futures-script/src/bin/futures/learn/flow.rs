//! Texts of a course in lines that a terminal has room for.

use crate::api::wrapped;

/// How wide lines of words are. Longer ones are hard to read, and a terminal that is narrower breaks them once more.
const WIDTH: usize = 100;

/// The text in lines of words; those that begin with blanks, as code does, stay as they are.
pub(crate) fn flowed(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut words = String::new();
    let end = |words: &mut String, lines: &mut Vec<String>| {
        lines.extend(wrapped(&std::mem::take(words), WIDTH));
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
    use super::flowed;

    #[test]
    fn words_flow_and_code_stays() {
        let text = "One\ntwo.\n\nThree:\n    f(1);\n    g(2);\nfour";
        assert_eq!(
            flowed(text),
            "One two.\n\nThree:\n    f(1);\n    g(2);\nfour"
        );
        let long = "word ".repeat(40);
        let widest = flowed(&long).lines().map(str::len).max();
        assert_eq!(widest, Some(99));
    }
}

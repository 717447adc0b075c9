//! Findings about the text of a script: what is none, and what does nothing.

use crate::check::Explanation;

pub(super) const SYNTAX_ERROR: Explanation = Explanation {
    summary: "The text is not a script.",
    meaning: "A bracket is not closed, a semicolon is missing, or a word stands where it means nothing. The message \
              says what was expected there. As long as it is so, nothing else of the script is looked at.",
    reason: "`futures run` says the same and ends with exit code 2, before the first line has run.",
    example: r#"let sizes = [3, 1, 2;
print(sizes);"#,
    mended: r#"let sizes = [3, 1, 2];
print(sizes);"#,
};

pub(super) const UNKNOWN_ALLOW: Explanation = Explanation {
    summary: "A comment allows something that is no code of a finding.",
    meaning: "`// check: allow(CODE)` at the end of a line, or on the line before, silences this code there. A name in \
              the brackets that is no code silences nothing.",
    reason: "A misspelt code would look as if somebody had thought about a finding that is in truth still there, or \
             that will come.",
    example: r#"let seconds = 1; // check: allow(unused-varable)
print(seconds);"#,
    mended: r#"let seconds = 1; // check: allow(unused-variable)
print(seconds);"#,
};

pub(super) const UNREACHABLE_CODE: Explanation = Explanation {
    summary: "A statement can never be reached.",
    meaning: "Before it stands a `return`, a `throw`, a `break` or a `continue` that is always taken, or a loop that \
              nothing leaves.",
    reason: "What stands there was meant to happen. In a task it is often the step that somebody else waits for: the \
             lock that is given back, the event that is set.",
    example: r#"fn size(word) {
    return word.len();
    print("measured");
}
print(size("pool"));"#,
    mended: r#"fn size(word) {
    print("measured");
    return word.len();
}
print(size("pool"));"#,
};

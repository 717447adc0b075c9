//! Where findings are, in a form that is read at a glance.

use futures_script::{Code, Finding, Interpreter};

/// The findings of this code in the script must be at these places: each the number of a line and what stands there.
#[track_caller]
pub(crate) fn check_places(code: Code, script: &str, expect: &[&str]) {
    let findings = of_code(code, script);
    let places: Vec<String> = findings.iter().map(|found| place(script, found)).collect();
    assert_eq!(places, expect, "{script}\n{findings:#?}");
}

/// The script has nothing of this code.
#[track_caller]
pub(crate) fn check_silent(code: Code, script: &str) {
    check_places(code, script, &[]);
}

/// What is said of the one finding of this code: the message, the label, the notes with their places, the help.
#[track_caller]
pub(crate) fn told(code: Code, script: &str) -> String {
    let findings = of_code(code, script);
    let [found] = findings.as_slice() else {
        panic!("one finding: {findings:#?}");
    };
    let mut lines = vec![
        format!("{}: {}", place(script, found), found.message()),
        format!("label: {}", found.label()),
    ];
    let notes = found.notes().iter();
    lines.extend(notes.map(|note| format!("note: {} {}", note.span(), note.words())));
    lines.extend(found.help().map(|help| format!("help: {help}")));
    lines.join("\n")
}

fn of_code(code: Code, script: &str) -> Vec<Finding> {
    let mut findings = Interpreter::new().check("test.rhai", script);
    let wrong = findings
        .iter()
        .find(|found| found.code() == Code::SyntaxError);
    assert_eq!(wrong, None, "{script}");
    findings.retain(|found| found.code() == code);
    findings
}

/// The line, and what of it belongs to the finding.
fn place(script: &str, found: &Finding) -> String {
    let span = found.span();
    let line = script
        .lines()
        .nth(span.first_line() - 1)
        .unwrap_or_default();
    let n_chars = match span.last_line() == span.first_line() {
        true => span.last_column() + 1 - span.first_column(),
        false => usize::MAX,
    };
    let chars = line.chars().skip(span.first_column() - 1);
    let text: String = chars.take(n_chars).collect();
    format!("{} {text}", span.first_line())
}

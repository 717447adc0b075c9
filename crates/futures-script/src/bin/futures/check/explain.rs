//! What the codes mean, on the terminal.

use futures_script::{Code, Severity};

use crate::api::{Paint, WIDTH, row, wrapped};

/// Where the summaries begin.
const COLUMN: usize = 26;

const INDENT: &str = "  ";

/// A line on each code.
pub(crate) fn all(paint: Paint) -> String {
    let mut text = String::new();
    for code in Code::all() {
        for (name, summary) in row(2, code.name(), COLUMN, code.explanation().summary()) {
            text += &format!("{}{}\n", paint.name(&name), paint.prose(&summary));
        }
    }
    text += "\nfutures check --explain CODE says more.\n";
    text
}

/// All that is to be said of a code.
pub(crate) fn one(code: Code, paint: Paint) -> String {
    let explanation = code.explanation();
    let severity = match code.severity() {
        Severity::Error => "(error)",
        Severity::Warning => "(warning)",
    };
    let mut lines = vec![
        format!("{} {}", paint.heading(code.name()), paint.aside(severity)),
        format!("{INDENT}{}", paint.prose(explanation.summary())),
        String::new(),
    ];
    prose(&mut lines, explanation.meaning(), paint);
    headed(&mut lines, "Why it matters", paint);
    prose(&mut lines, explanation.reason(), paint);
    headed(&mut lines, "A script that has it", paint);
    script(&mut lines, explanation.example());
    headed(&mut lines, "The same, mended", paint);
    script(&mut lines, explanation.mended());
    headed(&mut lines, "If it is meant", paint);
    prose(&mut lines, &code.silenced_by(), paint);
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn headed(lines: &mut Vec<String>, heading: &str, paint: Paint) {
    lines.push(format!("{INDENT}{}", paint.heading(heading)));
}

fn prose(lines: &mut Vec<String>, text: &str, paint: Paint) {
    for paragraph in text.split("\n\n") {
        let paragraph = wrapped(paragraph, WIDTH - INDENT.len()).join(&format!("\n{INDENT}"));
        lines.push(format!("{INDENT}{}", paint.prose(&paragraph)));
        lines.push(String::new());
    }
}

fn script(lines: &mut Vec<String>, text: &str) {
    lines.extend(
        text.lines()
            .map(|line| format!("    {line}").trim_end().to_owned()),
    );
    lines.push(String::new());
}

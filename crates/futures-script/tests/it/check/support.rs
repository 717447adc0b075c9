//! Findings as text, to compare with snapshots.

use std::fmt::Write;

use futures_script::{Finding, Interpreter, Span};

/// What is found in a script, each finding with its lines.
pub(super) fn found(text: &str) -> String {
    shown(&Interpreter::new().check("test.rhai", text))
}

/// Findings as text: place, severity, code and message; then label, notes and help.
pub(super) fn shown(findings: &[Finding]) -> String {
    let mut shown = String::new();
    for finding in findings {
        let (severity, code) = (finding.severity(), finding.code());
        let place = place(finding.span());
        let _ = writeln!(shown, "{place} {severity}[{code}]: {}", finding.message());
        if !finding.label().is_empty() {
            let _ = writeln!(shown, "  ^ {}", finding.label());
        }
        for note in finding.notes() {
            let _ = writeln!(shown, "  {} {}", self::place(note.span()), note.words());
        }
        if let Some(help) = finding.help() {
            let _ = writeln!(shown, "  help: {help}");
        }
    }
    shown
}

/// Nothing is found in these.
#[track_caller]
pub(super) fn check_clean(scripts: &[&str]) {
    for script in scripts {
        assert_eq!(found(script), "", "in: {script}");
    }
}

fn place(span: Span) -> String {
    let (first, last) = (span.first_line(), span.last_line());
    let (from, to) = (span.first_column(), span.last_column());
    match first == last {
        true => format!("{first}:{from}-{to}"),
        false => format!("{first}:{from}-{last}:{to}"),
    }
}

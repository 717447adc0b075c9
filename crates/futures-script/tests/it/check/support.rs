//! Findings as text, to compare with snapshots.

use std::fmt::Write;

use futures_script::{Code, Finding, Interpreter, Span};

/// What is found in a script, each finding with its lines.
pub(super) fn found(text: &str) -> String {
    shown(&Interpreter::new().check("test.rhai", text))
}

/// What is found about names and arguments; futures, locks and pools have files of their own.
pub(super) fn found_in_names(text: &str) -> String {
    let mut findings = Interpreter::new().check("test.rhai", text);
    findings.retain(is_about_names);
    shown(&findings)
}

fn is_about_names(finding: &Finding) -> bool {
    !matches!(
        finding.code(),
        Code::ResultNotTaken
            | Code::LockNotReleased
            | Code::CapturedAssignment
            | Code::WaitsOnOwnPool
            | Code::PoolNotShutDown
    )
}

/// Nothing is found about the names and arguments of these.
#[track_caller]
pub(super) fn check_names(scripts: &[&str]) {
    for script in scripts {
        assert_eq!(found_in_names(script), "", "in: {script}");
    }
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

//! Findings for programs: one object, whose form `docs/checking.md` describes.

use futures_script::{Finding, Severity, Span};
use serde::Serialize;

use crate::check::command::Report;
use crate::script::Script;

/// The version of the form. A new key does not make a new one, a key that means something else does.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Found<'a>>,
    unreadable: Vec<&'a str>,
    summary: Summary,
}

#[derive(Serialize)]
struct Found<'a> {
    file: &'a str,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    label: Option<&'a str>,
    #[serde(flatten)]
    place: Place,
    notes: Vec<Noted<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Noted<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

/// Lines and characters, counted from 1; `end` is the last character.
#[derive(Serialize)]
struct Place {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
}

/// Everything as JSON.
pub(crate) fn report(all: &Report) -> String {
    let n_of = |severity| {
        let of = |(_, finding): &(&Script, &Finding)| finding.severity() == severity;
        all.findings().filter(of).count()
    };
    let document = Document {
        version: VERSION,
        findings: all
            .findings()
            .map(|(script, it)| found(script, it))
            .collect(),
        unreadable: all.unreadable.iter().map(|it| it.why.as_str()).collect(),
        summary: Summary {
            files: all.checked.len(),
            errors: n_of(Severity::Error),
            warnings: n_of(Severity::Warning),
        },
    };
    written(&document)
}

/// What can be serialized without an error, in lines.
pub(super) fn written(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document);
    // Texts, numbers and lists can always be written.
    text.unwrap_or_default() + "\n"
}

fn found<'a>(script: &'a Script, finding: &'a Finding) -> Found<'a> {
    Found {
        file: &script.name,
        code: finding.code().name(),
        severity: name_of(finding.severity()),
        message: finding.message(),
        label: Some(finding.label()).filter(|label| !label.is_empty()),
        place: place(finding.span()),
        notes: finding
            .notes()
            .iter()
            .map(|note| Noted {
                message: note.words(),
                place: place(note.span()),
            })
            .collect(),
        help: finding.help(),
    }
}

/// What a severity is called, in JSON as in SARIF.
pub(super) fn name_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn place(span: Span) -> Place {
    let point = |line, column| Point { line, column };
    Place {
        start: point(span.first_line(), span.first_column()),
        end: point(span.last_line(), span.last_column()),
    }
}

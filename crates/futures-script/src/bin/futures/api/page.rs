//! An entry in full.

use futures_script::reference::{Entry, Kind};

use crate::api::names::short;
use crate::api::paint::Paint;
use crate::api::wrap::{WIDTH, row, wrapped};

const INDENT: &str = "  ";

/// An entry with all that it says.
pub(crate) fn page(entry: &Entry, paint: Paint) -> String {
    let mut lines = vec![title(entry, paint)];
    if entry.kind() == Kind::Function || entry.kind() == Kind::Syntax {
        lines.extend(
            entry
                .forms()
                .iter()
                .map(|form| format!("{INDENT}{}", paint.name(form))),
        );
        lines.push(String::new());
    }
    for paragraph in [entry.summary()]
        .into_iter()
        .chain(entry.long().split("\n\n"))
    {
        let paragraph = wrapped(paragraph, WIDTH - INDENT.len()).join(&format!("\n{INDENT}"));
        if !paragraph.is_empty() {
            lines.push(format!("{INDENT}{}", paint.prose(&paragraph)));
            lines.push(String::new());
        }
    }
    let options = entry.opts().iter().map(|(name, types, default, meaning)| {
        (
            format!("{name}: {types}"),
            format!("{meaning} (without it: {default})"),
        )
    });
    table(&mut lines, "Options", options, paint);
    let errors = entry
        .raises()
        .iter()
        .map(|(kind, when)| ((*kind).to_owned(), format!("if {when}")));
    table(&mut lines, "Errors", errors, paint);
    if let Some(example) = entry.shown_by() {
        let with = match example.options {
            [] => String::new(),
            options => format!(", run with {}", options.join(" ")),
        };
        lines.push(format!(
            "{INDENT}{}",
            paint.heading(&format!("Example{with}"))
        ));
        lines.extend(indented(example.script));
        lines.push(format!("{INDENT}{}", paint.heading("It prints")));
        lines.extend(indented(example.output));
        lines.push(String::new());
    }
    if !entry.in_python().is_empty() {
        lines.push(format!(
            "{INDENT}{} {}",
            paint.heading("In Python:"),
            entry.in_python()
        ));
    }
    if !entry.see_also().is_empty() {
        let names = entry.see_also().join(", ");
        lines.push(format!("{INDENT}{} {names}", paint.heading("See also:")));
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// The names, and at the end of their last line the section.
fn title(entry: &Entry, paint: Paint) -> String {
    let word = format!("({})", entry.section().word());
    let mut lines = wrapped(&short(entry), WIDTH - word.len() - 1);
    let last = lines.pop().unwrap_or_default();
    let room = WIDTH.saturating_sub(last.chars().count() + word.len());
    let mut text: String = lines
        .iter()
        .map(|line| paint.heading(line) + "\n")
        .collect();
    text += &paint.heading(&last);
    text += &" ".repeat(room);
    text += &paint.aside(&word);
    text
}

fn table(
    lines: &mut Vec<String>,
    heading: &str,
    rows: impl Iterator<Item = (String, String)> + Clone,
    paint: Paint,
) {
    let Some(widest) = rows.clone().map(|(first, _)| first.chars().count()).max() else {
        return;
    };
    lines.push(format!("{INDENT}{}", paint.heading(heading)));
    let column = (widest + 6).min(34);
    for (first, second) in rows {
        for (first, second) in row(4, &first, column, &second) {
            let line = format!("{}{}", paint.name(&first), paint.prose(&second));
            lines.push(line.trim_end().to_owned());
        }
    }
    lines.push(String::new());
}

fn indented(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .map(|line| format!("    {line}").trim_end().to_owned())
}

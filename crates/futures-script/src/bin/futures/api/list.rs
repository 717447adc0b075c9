//! Entries with a line each.

use futures_script::reference::{Entry, Reference, Section};

use crate::api::names::short;
use crate::api::paint::Paint;
use crate::api::wrap::row;

/// Where the summaries begin.
const COLUMN: usize = 34;

/// All sections with what is in them.
pub(crate) fn all(reference: &Reference, paint: Paint) -> String {
    let mut text = String::new();
    for section in reference.sections() {
        text += &of_section(section, reference.section(section), paint);
        text.push('\n');
    }
    text += "futures api NAME says more, also about a section, a type, an option or a kind of errors;\n\
             futures api --search WORD finds what has to do with a word.\n";
    text
}

/// A section with what is in it.
pub(crate) fn of_section(
    section: Section,
    entries: impl IntoIterator<Item = &'static Entry>,
    paint: Paint,
) -> String {
    let word = paint.aside(&format!("({})", section.word()));
    let title = paint.heading(section.title());
    format!("{title} {word}\n{}", of(entries, paint))
}

/// Some entries.
pub(crate) fn of(entries: impl IntoIterator<Item = &'static Entry>, paint: Paint) -> String {
    let mut text = String::new();
    for entry in entries {
        for (name, summary) in row(2, &short(entry), COLUMN, entry.summary()) {
            let name = if name.trim().is_empty() {
                name
            } else {
                paint.name(&name)
            };
            text += format!("{name}{}", paint.prose(&summary)).trim_end();
            text.push('\n');
        }
    }
    text
}

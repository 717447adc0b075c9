//! `info.toml`: what a course says about itself, and its exercises in order.

use std::collections::BTreeSet;
use std::ops::Range;

use futures_script::closest;
use serde::Deserialize;
use toml::{Spanned, Table, Value};

use crate::harmless::is_harmful;
use crate::learn::trouble::Trouble;
use crate::report;

/// What it is called in the folder of a course.
pub(crate) const INFO: &str = "info.toml";

/// How many schedules a solution has to hold under, if nothing is said.
const SCHEDULES: u64 = 100;

/// More would take longer than anybody waits.
const MOST_SCHEDULES: u64 = 10_000;

/// What a course says about itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Info {
    pub(crate) title: String,
    /// Shown at the beginning.
    #[serde(default)]
    pub(crate) welcome: String,
    /// Shown when all exercises are solved.
    #[serde(default)]
    pub(crate) farewell: String,
    #[serde(default)]
    pub(crate) chapters: Vec<Chapter>,
}

/// Exercises that belong together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chapter {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) exercises: Vec<Entry>,
}

/// What is said about an exercise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) name: Spanned<String>,
    pub(crate) title: String,
    pub(crate) hint: String,
    #[serde(default = "schedules")]
    schedules: Spanned<i64>,
}

fn schedules() -> Spanned<i64> {
    Spanned::new(0..0, SCHEDULES.cast_signed())
}

impl Entry {
    /// Under how many schedules a solution has to hold.
    pub(crate) fn schedules(&self) -> u64 {
        self.schedules.get_ref().unsigned_abs()
    }
}

impl Info {
    /// Reads the text of the file at `path`.
    ///
    /// # Errors
    /// What is wrong with it, with the line.
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, Trouble> {
        let wrong = |title: &str, span: Range<usize>, help: Option<&str>| {
            Trouble::Shown(report::of_text(title, path, text, span, help))
        };
        let info: Info = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            let line = text[..span.start.min(text.len())].lines().count().max(1) - 1;
            let line = text.lines().nth(line).unwrap_or_default();
            let (title, help) = in_words(error.message(), line.trim());
            wrong(&title, error.span().unwrap_or_default(), help.as_deref())
        })?;
        if text
            .parse::<Table>()
            .is_ok_and(|table| table.values().any(has_controls))
        {
            let title = "a text in it has control characters, which a terminal would obey";
            return Err(wrong(title, 0..0, Some("leave them out")));
        }
        let mut names = BTreeSet::new();
        for entry in info.chapters.iter().flat_map(|chapter| &chapter.exercises) {
            let name = entry.name.get_ref();
            if !is_name(name) {
                return Err(wrong(
                    &format!("`{name}` cannot be the name of an exercise"),
                    entry.name.span(),
                    Some(
                        "a name is that of its file without `.rhai`: letters, digits, `_` and `-`",
                    ),
                ));
            }
            if !names.insert(name) {
                return Err(wrong(
                    &format!("two exercises are called `{name}`"),
                    entry.name.span(),
                    None,
                ));
            }
            let n_schedules = u64::try_from(*entry.schedules.get_ref()).unwrap_or(0);
            if !(1..=MOST_SCHEDULES).contains(&n_schedules) {
                return Err(wrong(
                    &format!("`schedules` must be a number from 1 to {MOST_SCHEDULES}"),
                    entry.schedules.span(),
                    None,
                ));
            }
        }
        Ok(info)
    }
}

/// Is there a character somewhere in it that a terminal obeys?
fn has_controls(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(is_harmful),
        Value::Array(items) => items.iter().any(has_controls),
        Value::Table(table) => table.values().any(has_controls),
        _ => false,
    }
}

/// Files of all systems, and words of all shells.
fn is_name(name: &str) -> bool {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    name.starts_with(|first: char| first.is_ascii_alphanumeric()) && name.chars().all(is_plain)
}

/// What the parser says, in words for who writes courses, and what was probably meant.
fn in_words(message: &str, line: &str) -> (String, Option<String>) {
    if message == "duplicate key" {
        let help = match line.strip_prefix('[').filter(|rest| !rest.starts_with('[')) {
            Some(rest) => format!(
                "each of several has two brackets: `[[{}]]`",
                rest.trim_end_matches(']')
            ),
            None => "take one of the two away".to_owned(),
        };
        return ("this key has stood here before".to_owned(), Some(help));
    }
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (given, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let given = quoted(given);
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let help = match closest(&given, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the keys here are {}", known.join(", ")),
        };
        return (format!("there is no key `{given}` here"), Some(help));
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return (format!("the key `{}` is missing here", quoted(rest)), None);
    }
    if let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        let (wanted, found) = (type_in_words(wanted), value_in_words(found));
        return (format!("this must be {wanted}, not {found}"), None);
    }
    (message.lines().next().unwrap_or_default().to_owned(), None)
}

/// What a value must be, as somebody says it who writes courses.
fn type_in_words(wanted: &str) -> &str {
    match wanted {
        "i64" | "u64" | "integer" => "a number",
        "a string" | "string" => "a text in quotes",
        "a sequence" => "a list",
        other if other.starts_with("struct ") || other == "a map" => "a table with keys",
        other => other,
    }
}

/// What a value is, likewise.
fn value_in_words(found: &str) -> String {
    for (kind, words) in [
        ("string ", "the text "),
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", ""),
    ] {
        if let Some(value) = found.strip_prefix(kind) {
            return format!("{words}{}", value.trim_matches('`'));
        }
    }
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        other => other.to_owned(),
    }
}

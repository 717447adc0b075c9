//! How two values differ, in words and lines.

use rhai::{Array, Dynamic, ImmutableString, Map, NativeCallContext};
use similar::{ChangeTag, TextDiff};

use crate::error::ScriptResult;
use crate::language::equality::are_equal;
use crate::language::show::shown;
use crate::values::type_name;

/// Nobody reads more places in which two values differ.
const MOST: usize = 10;

/// So many equal lines are shown around lines that differ.
const CONTEXT: usize = 2;

/// What is to be said of two values that are not equal.
pub(super) fn difference(
    context: &NativeCallContext<'_>,
    given: &Dynamic,
    expected: &Dynamic,
) -> ScriptResult<String> {
    let mut found = Found::default();
    found.compare(context, "", given, expected)?;
    let what = match found.of {
        Some(of) => of,
        // Two single values, in one line.
        None => return Ok(found.lines.concat()),
    };
    let mut text = format!("the {what} differ");
    for line in &found.lines {
        text += &format!("\n  {line}");
    }
    if found.n_more > 0 {
        let places = if found.n_more == 1 { "place" } else { "places" };
        text += &format!("\n  … and in {} more {places}", found.n_more);
    }
    Ok(text)
}

/// The places found so far.
#[derive(Default)]
struct Found {
    /// What the outermost values are, if they have parts.
    of: Option<&'static str>,
    lines: Vec<String>,
    n_places: usize,
    n_more: usize,
}

impl Found {
    /// Compares what stands at `path` in both.
    fn compare(
        &mut self,
        context: &NativeCallContext<'_>,
        path: &str,
        given: &Dynamic,
        expected: &Dynamic,
    ) -> ScriptResult<()> {
        if are_equal(context, given, expected)? {
            return Ok(());
        }
        if let (Some(given), Some(expected)) =
            (given.read_lock::<Array>(), expected.read_lock::<Array>())
        {
            self.of.get_or_insert("arrays");
            return self.compare_arrays(context, path, &given, &expected);
        }
        if let (Some(given), Some(expected)) =
            (given.read_lock::<Map>(), expected.read_lock::<Map>())
        {
            self.of.get_or_insert("maps");
            return self.compare_maps(context, path, &given, &expected);
        }
        if let (Some(given), Some(expected)) = (
            given.read_lock::<ImmutableString>(),
            expected.read_lock::<ImmutableString>(),
        ) && (given.contains('\n') || expected.contains('\n'))
        {
            self.compare_texts(path, &given, &expected);
            return Ok(());
        }
        let (one, other) = (shown(context, given)?, shown(context, expected)?);
        let words = if one == other {
            let types = (type_name(context, given), type_name(context, expected));
            match types {
                (one_type, other_type) if one_type == other_type => {
                    format!("{one} is not {other}, but another one")
                }
                (one_type, other_type) => {
                    format!("{one} is not {other}: {one_type}, and {other_type}")
                }
            }
        } else {
            format!("{one} is not {other}")
        };
        self.add(path, words);
        Ok(())
    }

    fn compare_arrays(
        &mut self,
        context: &NativeCallContext<'_>,
        path: &str,
        given: &Array,
        expected: &Array,
    ) -> ScriptResult<()> {
        for index in 0..given.len().max(expected.len()) {
            let path = format!("{path}[{index}]");
            let pair = (given.get(index), expected.get(index));
            self.compare_parts(context, &path, pair)?;
        }
        Ok(())
    }

    fn compare_maps(
        &mut self,
        context: &NativeCallContext<'_>,
        path: &str,
        given: &Map,
        expected: &Map,
    ) -> ScriptResult<()> {
        let only_expected = expected.keys().filter(|key| !given.contains_key(*key));
        let mut keys: Vec<_> = given.keys().chain(only_expected).collect();
        keys.sort_unstable();
        for key in keys {
            let is_word = !key.starts_with(|char: char| char.is_ascii_digit())
                && key
                    .chars()
                    .all(|char| char.is_alphanumeric() || char == '_');
            let path = if is_word && !key.is_empty() {
                format!("{path}.{key}")
            } else {
                format!("{path}[{key:?}]")
            };
            self.compare_parts(context, &path, (given.get(key), expected.get(key)))?;
        }
        Ok(())
    }

    /// Parts of which one may be missing.
    fn compare_parts(
        &mut self,
        context: &NativeCallContext<'_>,
        path: &str,
        pair: (Option<&Dynamic>, Option<&Dynamic>),
    ) -> ScriptResult<()> {
        match pair {
            (Some(given), Some(expected)) => self.compare(context, path, given, expected)?,
            (Some(given), None) => {
                self.add(path, format!("{} was not expected", shown(context, given)?));
            }
            (None, Some(expected)) => {
                self.add(path, format!("{} is missing", shown(context, expected)?));
            }
            (None, None) => {}
        }
        Ok(())
    }

    fn compare_texts(&mut self, path: &str, given: &str, expected: &str) {
        self.n_places += 1;
        if self.n_places > MOST {
            self.n_more += 1;
            return;
        }
        let indent = if path.is_empty() {
            self.of.get_or_insert("texts");
            ""
        } else {
            self.lines.push(format!("{path}: the texts differ"));
            "  "
        };
        let diff = TextDiff::from_lines(expected, given);
        for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
            if index > 0 {
                self.lines.push(format!("{indent}  …"));
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let sign = match change.tag() {
                    ChangeTag::Equal => ' ',
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                };
                let line = change.value();
                let end = match line.strip_suffix('\n') {
                    // Otherwise two texts of which one has no end of its last line would look the same.
                    None if sign != ' ' && has_ends(given, expected) => " (no newline at its end)",
                    _ => "",
                };
                let line = visible(line.trim_end_matches('\n'));
                self.lines.push(format!("{indent}{sign} {line}{end}"));
            }
        }
    }

    fn add(&mut self, path: &str, words: String) {
        self.n_places += 1;
        if self.n_places > MOST {
            self.n_more += 1;
        } else if path.is_empty() {
            self.lines.push(words);
        } else {
            self.lines.push(format!("{path}: {words}"));
        }
    }
}

/// Control characters as escapes, since they could be all that differs.
fn visible(line: &str) -> String {
    let mut visible = String::with_capacity(line.len());
    for char in line.chars() {
        if char.is_control() && char != '\t' {
            visible.extend(char.escape_default());
        } else {
            visible.push(char);
        }
    }
    visible
}

/// Does just one of the texts end with its last line?
fn has_ends(one: &str, other: &str) -> bool {
    one.ends_with('\n') != other.ends_with('\n')
}

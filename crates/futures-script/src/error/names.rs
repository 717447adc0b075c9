//! Better words for a function that does not exist: whose method it would be, and what was probably meant.

use crate::current;
use crate::values::closest;

/// What the engine says before the name and the types of the arguments.
const NOT_FOUND: &str = "Function not found: ";

/// The types of the engine itself, as its words have them. What is called with one of them first is rather a function
/// than a method.
const PLAIN_TYPES: [&str; 15] = [
    "",
    STRING,
    "i64",
    "f64",
    "bool",
    "char",
    "string",
    "array",
    "map",
    "()",
    "Fn",
    "range",
    "range=",
    "blob",
    "timestamp",
];

/// The engine's words for a string.
const STRING: &str = "&str | ImmutableString | String";

/// The better words for `words` of the engine, if they are about a name that no function has.
///
/// A function that exists and was given the wrong arguments keeps the engine's words, which tell their types.
pub(super) fn explain_missing(words: &str) -> Option<String> {
    let (name, types) = words.strip_prefix(NOT_FOUND)?.split_once(" (")?;
    if !is_word(name) {
        return None;
    }
    let known = current::run().ok()?.function_names();
    if known.iter().any(|known| known == name) {
        return None;
    }
    let first = types.strip_suffix(')')?.split(',').next()?;
    let what = if PLAIN_TYPES.contains(&first) {
        format!("no function `{name}`")
    } else {
        format!("{first} has no method `{name}`")
    };
    let names = known
        .iter()
        .map(String::as_str)
        .filter(|name| is_word(name));
    Some(match closest(name, names) {
        Some(meant) => format!("{what}; did you mean `{meant}`?"),
        None => what,
    })
}

/// Operators and the like have names that no script can write as a call.
fn is_word(name: &str) -> bool {
    name.chars()
        .all(|char| char.is_alphanumeric() || char == '_')
}

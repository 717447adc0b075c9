//! The key of a map as the path of an error shows it, taken from its bytes once an error has happened.

use super::error::Step;
use super::reader::Reader;
use super::table::Table;
use super::tag;

/// `key` begins with the bytes of the key of entry `number`.
#[cold]
pub(super) fn step<'a>(
    key: &[u8],
    number: usize,
    variant: impl FnOnce(u8) -> Option<&'a str>,
) -> Step {
    Step::Key(text(key, variant).unwrap_or_else(|| format!("entry {number}")))
}

/// Text, numbers, truths and variants without content can be told in a word.
fn text<'a>(key: &[u8], variant: impl FnOnce(u8) -> Option<&'a str>) -> Option<String> {
    let mut reader = Reader::new(key, Table::default());
    let kind = reader.byte().ok()?;
    match kind {
        tag::TEXT => reader.text().ok().map(|text| format!("{text:?}")),
        tag::FALSE => Some("false".to_owned()),
        tag::TRUE => Some("true".to_owned()),
        tag::CHAR => reader.char().ok().map(|char| format!("{char:?}")),
        tag::UNIT_VARIANT => reader.byte().ok().and_then(variant).map(str::to_owned),
        _ => super::packed::text(kind, reader.rest),
    }
}

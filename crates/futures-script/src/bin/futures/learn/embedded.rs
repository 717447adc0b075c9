//! The course that comes with this program, `scripts/exercises` of its sources.

include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// The text of one of its files.
pub(crate) fn text(path: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(known, _)| *known == path);
    found.map(|(_, text)| *text)
}

/// The paths of its files, with slashes, in order.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path)
}

//! Words in signatures that stand for several types, or say what a value is for.

/// A word, the types that it stands for, and what it means.
pub type TypeWord = (&'static str, &'static [&'static str], &'static str);

/// The words in signatures that are not the name of one type.
pub const TYPE_WORDS: &[TypeWord] = &[
    ("any", &[], "a value of any type"),
    ("number", &["int", "float"], "a whole number or a float"),
    (
        "seconds",
        &["int", "float"],
        "a time in seconds, whole or not; a time limit may also be `#{timeout: 2}`, or `()` for none",
    ),
    (
        "items",
        &["array", "range"],
        "whatever a `for` loop can walk through",
    ),
    ("futures", &["array"], "an array of futures"),
    (
        "Pool",
        &["ThreadPool", "ProcessPool"],
        "a pool of threads or of processes",
    ),
];

/// The types that a word in a signature stands for: those of [`TYPE_WORDS`], or itself.
pub(crate) fn meant_by(word: &str) -> impl Iterator<Item = &str> {
    let found = TYPE_WORDS.iter().find(|(known, ..)| *known == word);
    let several = found.map_or(&[][..], |(_, types, _)| types);
    let itself = several.is_empty().then_some(word);
    several.iter().copied().chain(itself)
}

//! Types, and texts of values.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Types, &["()"], "Nothing: what a function gives that gives nothing, and what a map lacks. It prints as an empty line.")
    .example(
        "
let d = #{};
print([d.name, d.name == ()]);",
        "[(), true]",
    )
    .python("None"),
    Entry::function(
        Section::Types,
        &["type_of(value: any) -> string"],
        "The name of the value's type.",
    )
    .details(
        "A whole number is `\"i64\"`, a float `\"f64\"`, a function `\"Fn\"`, `0..3` is `\"range\"` and `0..=3` `\"range=\"`. Also as \
         a method.",
    )
    .example(
        r#"
print([1, 1.0, "s", 'c', true, [], #{}, (), |x| x, lock()].map(|v| type_of(v)));"#,
        r#"["i64", "f64", "string", "char", "bool", "array", "map", "()", "Fn", "Lock"]"#,
    )
    .python("type(x).__name__"),
    Entry::function(
        Section::Types,
        &["any.to_string() -> string", "any.to_debug() -> string"],
        "The value as `print` shows it; as it would be written in a script.",
    )
    .details("What nests more than 100 levels deep is shown only in part.")
    .example(
        r#"
print([1, "a"].to_string() + 2.0.to_string());
print("tab\t".to_debug());"#,
        "[1, \"a\"]2.0\n\"tab\\t\"",
    )
    .python("str(x), repr(x)"),
    Entry::function(
        Section::Types,
        &["take(variable: any) -> any"],
        "The value of a variable, which is `()` from then on: nothing is copied.",
    )
    .example(
        "
let big = [1, 2, 3];
let moved = take(big);
print([big, moved]);",
        "[(), [1, 2, 3]]",
    ),
    Entry::function(
        Section::Types,
        &["any.tag() -> int", "any.tag -> int", "any.tag = int", "any.set_tag(tag: int)"],
        "A number that a variable carries along with its value, 0 at first.",
    )
    .details("It gets lost when a text is copied, or something is computed of the value: a map with two keys keeps both.")
    .example(
        "
let size = 100;
size.tag = 404;
let copy = size;
print([copy.tag, (copy + 1).tag]);",
        "[404, 0]",
    ),
    Entry::function(
        Section::Types,
        &["any.is_shared() -> bool"],
        "Has a closure captured the variable?",
    )
    .example(
        "
let n = 1;
let m = 2;
let _f = || n;
print([n.is_shared(), m.is_shared()]);",
        "[true, false]",
    ),
];

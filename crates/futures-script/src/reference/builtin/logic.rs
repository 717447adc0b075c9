//! What compares values, and what takes true and false together.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Logic, &["bool"], "`true` or `false`.")
    .details("Nothing else is true or false: not `if xs`, but `if !xs.is_empty()`, not `if n`, but `if n != 0`.")
    .python("bool"),
    Entry::function(
        Section::Logic,
        &["any == any -> bool", "any != any -> bool"],
        "Are both equal? Are they not?",
    )
    .details(
        "Arrays and maps are equal if all of their items are; of pools, futures, locks and the like only one and the same. \
         Values of different types are not equal, except a whole number and a float. Functions cannot be compared.",
    )
    .errors(&[
        ("TypeError", "both are of one type that cannot be compared"),
        ("RecursionError", "they are nested more than 1000 levels deep"),
    ])
    .example(
        r#"
print([1 == 1.0, 1 == "1", [1, #{a: 2}] == [1, #{a: 2}]]);"#,
        "[true, false, true]",
    )
    .python("a == b, a != b"),
    Entry::function(
        Section::Logic,
        &["any < any -> bool", "any <= any -> bool", "any > any -> bool", "any >= any -> bool"],
        "Comes the left one first, in the order of its type?",
    )
    .details(
        "Numbers, texts, characters and timestamps have an order. Of two values of different types all four are false, which \
         is no error: what is read is a text, so write `parse_int(line) > 10`.",
    )
    .errors(&[("TypeError", "both are of one type that has no order, or one is a future")])
    .example(
        r#"
print([2 < 10, "2" < "10", 2.5 >= 2, "12" > 10]);"#,
        "[true, false, true, false]",
    )
    .python("a < b"),
    Entry::function(
        Section::Logic,
        &["!bool -> bool", "bool & bool -> bool", "bool | bool -> bool", "bool ^ bool -> bool"],
        "Not; and, or, one of both, of which both sides are computed.",
    )
    .example("print([!true, true & false, true | false, true ^ true]);", "[false, false, true, false]")
    .python("not a, a & b"),
    Entry::syntax(
        Section::Logic,
        &["&&", "||", "and", "or"],
        &["A && B", "A || B"],
        "And, or: the right side is computed only if the left one does not decide.",
    )
    .errors(&[("TypeError", "a side is neither true nor false")])
    .example(
        r#"
let xs = [];
print(xs.is_empty() || xs[0] > 3);
print(xs.len() > 0 && xs[0] > 3);"#,
        "true\nfalse",
    )
    .python("a and b, a or b"),
    Entry::syntax(
        Section::Logic,
        &["??", "?."],
        &["A ?? B", "A?.NAME", "A?[INDEX]"],
        "`B` if `A` is `()`; a property, method or item of `A` only if it is not `()`.",
    )
    .example(
        r#"
let config = #{port: 80};
print(config.host ?? "localhost");
print(config.proxy?.host ?? "none");"#,
        "localhost\nnone",
    )
    .python("a if a is not None else b"),
    Entry::syntax(
        Section::Logic,
        &["in", "!in"],
        &["A in B", "A !in B"],
        "Is a value in an array, a range or a blob, a key in a map, a text in a text? Is it not?",
    )
    .example(
        r#"
print([2 in [1, 2], "a" in #{a: 1}, "ell" in "hello", 5 in 0..5, 3 !in [1, 2]]);"#,
        "[true, true, true, false, true]",
    )
    .python("x in xs, x not in xs"),
];

//! Arrays: what is done with each item.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Arrays,
        &["array.map(f: function|string) -> array"],
        "The results of a function for each item.",
    )
    .details("A function of two parameters also gets the number of the item. It runs here and now: `pool.map` uses the workers.")
    .example(
        r#"
print([1, 2, 3].map(|n| n * n));
print(["a", "b"].map(|item, i| `${i}${item}`));"#,
        r#"
[1, 4, 9]
["0a", "1b"]"#,
    )
    .python("[n * n for n in xs]")
    .see(&["Pool.map"]),
    Entry::function(
        Section::Arrays,
        &["array.filter(f: function|string) -> array"],
        "The items of which a function says true.",
    )
    .details("A function of two parameters also gets the number of the item.")
    .errors(&[("TypeError", "it returns neither true nor false")])
    .example("print([5, 12, 7, 30].filter(|n| n > 10));", "[12, 30]")
    .python("[n for n in xs if n > 10]"),
    Entry::function(
        Section::Arrays,
        &[
            "array.reduce(f: function|string, start?: any) -> any",
            "array.reduce_rev(f: function|string, start?: any) -> any",
        ],
        "Takes all items together to one value, from the first on or from the last: `f(so_far, item)`.",
    )
    .details("Without `start` it begins with `()`, and not with the first item as in Python.")
    .example(
        r#"
print([1, 2, 3].reduce(|product, n| product * n, 1));
print(["a", "b", "c"].reduce_rev(|text, s| text + s, ""));"#,
        "6\ncba",
    )
    .python("functools.reduce(lambda a, b: a * b, xs, 1)"),
    Entry::function(
        Section::Arrays,
        &["array.some(f: function|string) -> bool", "array.all(f: function|string) -> bool"],
        "Does a function say true of one item at least? Of all of them?",
    )
    .details("It stops as soon as the answer is clear. Of no items at all, `some` is false and `all` is true.")
    .example("print([[1, 5].some(|n| n > 3), [1, 5].all(|n| n > 3), [].all(|n| false)]);", "[true, false, true]")
    .python("any(n > 3 for n in xs), all(n > 3 for n in xs)"),
    Entry::function(
        Section::Arrays,
        &[
            "array.find(f: function, start?: int) -> any",
            "array.find_map(f: function, start?: int) -> any",
        ],
        "The first item of which a function says true; or the first result of it that is not `()`.",
    )
    .details("`()` if there is none. The search begins at `start`.")
    .example(
        r#"
let words = ["to", "and", "three"];
print(words.find(|w| w.len() > 2));
print(words.find_map(|w| if w.len() > 2 { w.to_upper() } else { () }, 2));"#,
        "and\nTHREE",
    )
    .python("next((w for w in words if len(w) > 2), None)"),
    Entry::function(
        Section::Arrays,
        &[
            "array.index_of(value: any, start?: int) -> int",
            "array.contains(value: any) -> bool",
        ],
        "The index of the first item that is equal, or of which a function says true, or -1; is there one?",
    )
    .details("`value in xs` asks what `contains` asks. `index_of` does not throw as Python's `index` does.")
    .example(
        r#"
let xs = [4, 8, 8];
print([xs.index_of(8), xs.index_of(8, 2), xs.index_of(5), xs.index_of(|x| x > 4)]);
print([xs.contains(8), 5 in xs]);"#,
        "[1, 2, -1, 1]\n[true, false]",
    )
    .python("xs.index(8), 8 in xs"),
    Entry::function(
        Section::Arrays,
        &["array.zip(other: array, f: function) -> array"],
        "The results of a function for each pair of items, as long as both arrays have any.",
    )
    .details("`zip(a, b)` without a function gives the pairs.")
    .example("print([1, 2, 3].zip([10, 20], |a, b| a + b));", "[11, 22]")
    .python("[a + b for a, b in zip(xs, ys)]"),
];

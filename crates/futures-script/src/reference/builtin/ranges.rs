//! Ranges: what the engine brings along for them.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Ranges, &["range"], "Whole numbers in a row: `0..5` without its end, `1..=5` with it.")
    .details("It takes no memory. `(..3)` begins at 0, and `(3..)` goes on for ever, for a loop with a `break`.")
    .example(
        "
for n in 1..=3 { print(n); }
print(3 in 0..3);",
        "1\n2\n3\nfalse",
    )
    .python("range(5), range(1, 6)"),
    Entry::function(
        Section::Ranges,
        &[
            "range.start() -> int",
            "range.start -> int",
            "range.end() -> int",
            "range.end -> int",
            "range.is_empty() -> bool",
            "range.is_empty -> bool",
            "range.is_inclusive() -> bool",
            "range.is_inclusive -> bool",
            "range.is_exclusive() -> bool",
            "range.is_exclusive -> bool",
        ],
        "The two ends of a range, whether it has no numbers, and whether its end is one of them.",
    )
    .details("Of `a..b` and `a..=b`; a range with steps has none of them.")
    .example(
        "
let r = 2..=9;
print([r.start, r.end, r.is_empty(), r.is_inclusive()]);",
        "[2, 9, false, true]",
    )
    .python("r.start, r.stop"),
    Entry::function(
        Section::Ranges,
        &["range(begin: float, end: float, step: float) -> items"],
        "Floats from `begin` up to and without `end`, in steps: for a `for` loop or `to_array()`.",
    )
    .errors(&[("ArithmeticError", "the step is 0")])
    .example("print(range(0.0, 1.0, 0.25).to_array());", "[0.0, 0.25, 0.5, 0.75]")
    .python("numpy.arange(0, 1, 0.25)"),
];

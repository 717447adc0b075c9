//! Points in time.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(
        Section::Time,
        &["timestamp"],
        "A point in time, as `timestamp` gives it. It says nothing about the date.",
    )
    .python("time.monotonic()"),
    Entry::function(
        Section::Time,
        &["timestamp.elapsed() -> float", "timestamp.elapsed -> float"],
        "The seconds since then.",
    )
    .errors(&[("ArithmeticError", "it lies in the future")])
    .example(
        "let began = timestamp(); print(began.elapsed() >= 0.0);",
        "true",
    )
    .python("time.monotonic() - began"),
    Entry::function(
        Section::Time,
        &[
            "timestamp - timestamp -> float",
            "timestamp + number -> timestamp",
            "timestamp - number -> timestamp",
            "timestamp += number",
            "timestamp -= number",
        ],
        "The seconds between two points in time; a point so many seconds later or earlier.",
    )
    .example(
        "
let began = timestamp();
let end = began + 60;
print([end - began, end > began]);",
        "[60.0, true]",
    )
    .python("end - began"),
];

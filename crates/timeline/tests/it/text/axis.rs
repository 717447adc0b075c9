//! The axis below the lanes.

use std::time::Duration;

use insta::assert_snapshot;
use timeline::{Recorder, Text};

use crate::play::ms;

/// The labels of the axis of a run of this length.
fn axis(length: Duration, width: usize) -> String {
    let recorder = Recorder::new();
    let thread = recorder.thread("x");
    thread.begins(ms(0));
    thread.ends(length);
    let picture = Text::new().width(width).draw(&recorder.timeline());
    let labels = picture.lines().nth(2).expect("the labels of the axis");
    let words: Vec<&str> = labels
        .split("  ")
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    format!("{width}: {}", words.join(" | "))
}

#[test]
fn axes_have_sensible_units() {
    let (nanoseconds, seconds) = (Duration::from_nanos, Duration::from_secs);
    let shown = [
        axis(nanoseconds(1), 60),
        axis(nanoseconds(70), 60),
        axis(nanoseconds(7_000), 60),
        axis(nanoseconds(35_000), 60),
        axis(nanoseconds(1_200_000), 60),
        axis(ms(12), 60),
        axis(ms(999), 60),
        axis(ms(1000), 60),
        axis(ms(1250), 80),
        axis(seconds(12), 40),
        axis(seconds(59), 60),
        axis(seconds(90), 60),
        axis(seconds(600), 60),
        axis(seconds(3600), 60),
        axis(seconds(36_000), 60),
        axis(seconds(864_000), 60),
        axis(Duration::MAX, 60),
        axis(ms(430), 20),
        axis(ms(1230), 20),
        axis(seconds(4000), 20),
        axis(seconds(7000), 20),
        axis(Duration::MAX, 20),
    ];
    assert_snapshot!(shown.join("\n"), @"
    60: 0 | 1 ns
    60: 0 | 20 ns | 40 ns | 60 ns
    60: 0 | 2 µs | 4 µs | 6 µs
    60: 0 | 10 µs | 20 µs | 30 µs
    60: 0 | 0.5 ms | 1.0 ms
    60: 0 | 5 ms | 10 ms
    60: 0 | 500 ms
    60: 0 | 0.2 s | 0.4 s | 0.6 s | 0.8 s | 1.0 s
    80: 0 | 0.2 s | 0.4 s | 0.6 s | 0.8 s | 1.0 s | 1.2 s
    40: 0 | 5 s | 10 s
    60: 0 | 20 s | 40 s
    60: 0 | 20 s | 40 s | 60 s | 80 s
    60: 0 | 5 min | 10 min
    60: 0 | 20 min | 40 min | 60 min
    60: 0 | 2 h | 4 h | 6 h | 8 h | 10 h
    60: 0 | 2 d | 4 d | 6 d | 8 d | 10 d
    60: 0 | 100000000000000 d | 200000000000000 d
    20: 0 | 430 ms
    20: 0 | 1 s
    20: 0 | 1 h
    20: 0 | 1 h 56 min
    20: 0
    ");
}

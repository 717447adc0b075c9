//! Times in words, and the steps of an axis.

use std::time::Duration;

use super::glyphs::Glyphs;

const MICROSECOND: u128 = 1_000;
const MILLISECOND: u128 = 1_000 * MICROSECOND;
const SECOND: u128 = 1_000 * MILLISECOND;
const MINUTE: u128 = 60 * SECOND;
const HOUR: u128 = 60 * MINUTE;
const DAY: u128 = 24 * HOUR;

/// What an axis is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) size: u128,
    name: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Fixed(&'static str),
    Microseconds,
}

impl Unit {
    /// For numbers of things.
    pub(super) const ONE: Unit = Unit {
        size: 1,
        name: Name::Fixed(""),
    };

    pub(super) fn name(self, glyphs: &Glyphs) -> &'static str {
        match self.name {
            Name::Fixed(name) => name,
            Name::Microseconds => glyphs.microseconds,
        }
    }

    /// The unit for an axis of this length with ticks this far apart, both in nanoseconds. Above a second decimals are
    /// nicer than thousands, but minutes are never cut into tenths.
    pub(super) fn of_axis(length: u128, step: u128) -> Unit {
        let fixed = |size, name| Unit {
            size,
            name: Name::Fixed(name),
        };
        match (length, step) {
            (_, DAY..) => fixed(DAY, "d"),
            (_, HOUR..) => fixed(HOUR, "h"),
            (_, MINUTE..) => fixed(MINUTE, "min"),
            (SECOND.., _) => fixed(SECOND, "s"),
            (MILLISECOND.., _) => fixed(MILLISECOND, "ms"),
            (MICROSECOND.., _) => Unit {
                size: MICROSECOND,
                name: Name::Microseconds,
            },
            _ => fixed(1, "ns"),
        }
    }

    /// `value`, a multiple of `step`, in this unit, with as many decimals as `step` needs.
    pub(super) fn number(self, value: u128, step: u128) -> String {
        let (mut decimals, mut part) = (0, self.size);
        while !step.is_multiple_of(part) && part.is_multiple_of(10) {
            decimals += 1;
            part /= 10;
        }
        let whole = value / self.size;
        if decimals == 0 {
            return whole.to_string();
        }
        let fraction = value % self.size / part;
        format!("{whole}.{fraction:0decimals$}")
    }
}

/// The distances that ticks may have, in nanoseconds, upwards.
pub(super) fn steps_of_time() -> impl Iterator<Item = u128> {
    let clock = [
        10 * SECOND,
        20 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        20 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
    ];
    let fine = round_numbers(1).take_while(|step| *step < 10 * SECOND);
    fine.chain(clock).chain(round_numbers(DAY))
}

/// 1, 2, 5, 10, 20, 50 … times `unit`.
pub(super) fn round_numbers(unit: u128) -> impl Iterator<Item = u128> {
    (0..20).flat_map(move |power| {
        let ten = 10_u128.pow(power);
        [1, 2, 5].map(|digit| digit * ten * unit)
    })
}

/// A time with three digits that count, such as `1.25 s`.
pub(super) fn time(time: Duration, glyphs: &Glyphs) -> String {
    let nanoseconds = time.as_nanos();
    for (large, word, small, rest) in [
        (DAY, "d", HOUR, "h"),
        (HOUR, "h", MINUTE, "min"),
        (MINUTE, "min", SECOND, "s"),
    ] {
        if nanoseconds >= large {
            let (whole, part) = (nanoseconds / large, nanoseconds % large / small);
            return format!("{whole} {word} {part} {rest}");
        }
    }
    let unit = Unit::of_axis(nanoseconds, 1);
    let decimals = match nanoseconds / unit.size {
        _ if unit.size == 1 || nanoseconds.is_multiple_of(unit.size) => 0,
        0..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    let step = unit.size / 10_u128.pow(decimals);
    let rounded = (nanoseconds + step / 2) / step * step;
    let number = unit.number(rounded, step);
    format!("{number} {}", unit.name(glyphs))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::time;
    use crate::text::glyphs::{ASCII, UNICODE};

    #[track_caller]
    fn check(nanoseconds: u64, expect: &str) {
        assert_eq!(time(Duration::from_nanos(nanoseconds), &UNICODE), expect);
    }

    #[test]
    fn three_digits_count() {
        check(0, "0 ns");
        check(999, "999 ns");
        check(1_000, "1 µs");
        check(1_234, "1.23 µs");
        check(1_235, "1.24 µs");
        check(12_340, "12.3 µs");
        check(123_456, "123 µs");
        check(40_000_000, "40 ms");
        check(1_999_999_999, "2.00 s");
        check(59_940_000_000, "59.9 s");
    }

    #[test]
    fn long_times_have_two_parts() {
        check(61_000_000_000, "1 min 1 s");
        check(3_600_000_000_000, "1 h 0 min");
        check(100_000_000_000_000, "1 d 3 h");
    }

    #[test]
    fn microseconds_in_ascii() {
        assert_eq!(time(Duration::from_micros(5), &ASCII), "5 us");
    }
}

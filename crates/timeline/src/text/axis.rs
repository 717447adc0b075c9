//! The axis below the lanes: a ruler with ticks, and what they mean.

use std::time::Duration;

use super::cells::{Paint, Row, width_of};
use super::glyphs::Glyphs;
use super::scale::{Measure, Scale};
use super::units::{self, Unit, round_numbers, steps_of_time};

/// How many columns a label is to be away from the next tick's, at least. With less it reads as one long line.
const AIR: usize = 5;

/// A tick, with its text.
struct Tick {
    column: usize,
    text: String,
}

/// Draws the ruler and its labels from `left` on.
pub(super) fn draw(scale: &Scale, glyphs: &Glyphs, left: usize, width: usize) -> [Row; 2] {
    let (mut ruler, mut labels) = (Row::new(width), Row::new(width));
    for column in 0..scale.columns {
        ruler.put(left + column, glyphs.ruler, Paint::Faint);
    }
    ruler.put(left, glyphs.ruler_first, Paint::Faint);
    let last = scale.columns - 1;
    let mut free = left;
    for tick in ticks(scale, glyphs) {
        let sign = match tick.column {
            0 => glyphs.ruler_first,
            column if column == last => glyphs.ruler_last,
            _ => glyphs.ruler_tick,
        };
        ruler.put(left + tick.column, sign, Paint::Faint);
        let size = width_of(&tick.text);
        // Below its tick, but not beyond the edges.
        let begin = (left + tick.column).saturating_sub(size / 2);
        let begin = begin
            .max(left)
            .min((left + scale.columns).saturating_sub(size));
        if begin >= free {
            labels.write(begin, &tick.text, Paint::Faint);
            free = begin + size + 1;
        }
    }
    [ruler, labels]
}

/// Ticks at round numbers, as close as their labels allow.
fn ticks(scale: &Scale, glyphs: &Glyphs) -> Vec<Tick> {
    let candidates: Box<dyn Iterator<Item = u128>> = match scale.measure {
        Measure::Time => Box::new(steps_of_time()),
        Measure::Steps => Box::new(round_numbers(1)),
    };
    let mut ticks = Vec::new();
    for step in candidates {
        // More than one tick in two columns never fits, and there may be very many.
        if scale.length / step > scale.columns as u128 / 2 {
            continue;
        }
        ticks = ticks_at(scale, glyphs, step);
        let widest = ticks.iter().map(|tick| width_of(&tick.text)).max();
        let widest = widest.unwrap_or(0);
        let apart = ticks.windows(2).map(|pair| pair[1].column - pair[0].column);
        if apart.min().is_none_or(|apart| apart >= widest + AIR) {
            break;
        }
    }
    if ticks.len() < 2 {
        // There is room for one label beside the zero, which may as well say how long it all took.
        ticks.retain(|tick| tick.column == 0);
        ticks.push(last_tick(scale, glyphs));
    }
    ticks
}

fn last_tick(scale: &Scale, glyphs: &Glyphs) -> Tick {
    let end = scale.begin.saturating_sub(scale.origin) + scale.length;
    let text = match scale.measure {
        Measure::Time => units::time(Duration::from_nanos_u128(end), glyphs),
        Measure::Steps if end == 1 => "1 step".to_owned(),
        Measure::Steps => format!("{end} steps"),
    };
    Tick {
        column: scale.columns - 1,
        text,
    }
}

fn ticks_at(scale: &Scale, glyphs: &Glyphs, step: u128) -> Vec<Tick> {
    let (begin, end) = (
        scale.begin.saturating_sub(scale.origin),
        scale.begin.saturating_sub(scale.origin) + scale.length,
    );
    let unit = match scale.measure {
        Measure::Time => Unit::of_axis(end, step),
        Measure::Steps => Unit::ONE,
    };
    let name = match scale.measure {
        Measure::Time => unit.name(glyphs),
        Measure::Steps => "steps",
    };
    let first = begin.div_ceil(step);
    (first..=end / step)
        .map(|count| {
            let value = count * step;
            let number = unit.number(value, step);
            let is_named = value > 0 && (scale.measure == Measure::Time || count == end / step);
            let text = match is_named {
                true => format!("{number} {name}"),
                false if value == 0 => "0".to_owned(),
                false => number,
            };
            Tick {
                column: scale.column_of(scale.place_of(scale.origin + value)),
                text,
            }
        })
        .collect()
}

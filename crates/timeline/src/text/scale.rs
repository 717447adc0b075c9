//! From moments to columns.

use crate::model::{Moment, Timeline};

/// What an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Nanoseconds.
    Time,
    /// Things that were recorded. If a run takes no time, as it may under simulation, their order is all there is.
    Steps,
}

/// Maps the moments of a timeline to columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) measure: Measure,
    /// How many columns there are.
    pub(super) columns: usize,
    /// Where the first column begins, and how much all of them span; at least 1.
    pub(super) begin: u128,
    pub(super) length: u128,
    /// What the axis counts from.
    pub(super) origin: u128,
}

impl Scale {
    pub(super) fn new(timeline: &Timeline, columns: usize) -> Self {
        let measure = if timeline.begin.at == timeline.end.at {
            Measure::Steps
        } else {
            Measure::Time
        };
        let begin = value(measure, timeline.begin);
        Scale {
            measure,
            columns,
            begin,
            length: (value(measure, timeline.end) - begin).max(1),
            origin: match measure {
                Measure::Time => timeline.origin.as_nanos(),
                Measure::Steps => begin,
            },
        }
    }

    /// The place of a moment, in units of which each column has [`length`](Self::length).
    pub(super) fn place(&self, moment: Moment) -> u128 {
        self.place_of(value(self.measure, moment))
    }

    pub(super) fn place_of(&self, value: u128) -> u128 {
        value.saturating_sub(self.begin).min(self.length) * self.columns as u128
    }

    /// The column that a moment lies in.
    pub(super) fn column(&self, moment: Moment) -> usize {
        self.column_of(self.place(moment))
    }

    /// The column that a place lies in; the end lies in the last one.
    pub(super) fn column_of(&self, place: u128) -> usize {
        let column = usize::try_from(place / self.length).unwrap_or(usize::MAX);
        column.min(self.columns - 1)
    }

    /// The last column of something that begins in one place and ends in another.
    pub(super) fn last_column(&self, begin: u128, end: u128) -> usize {
        let end = if end > begin { end - 1 } else { begin };
        self.column_of(end)
    }
}

fn value(measure: Measure, moment: Moment) -> u128 {
    match measure {
        Measure::Time => moment.at.as_nanos(),
        Measure::Steps => u128::from(moment.step),
    }
}

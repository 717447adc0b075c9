//! Which bar has which column of a lane: the part of the drawing that knows no signs.

use crate::model::{Bar, Lane};

use super::scale::Scale;

/// What a column of a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// No bar.
    Free,
    /// This bar, by its index.
    One(usize, Fill),
    /// Several bars begin here.
    Several,
}

/// What somebody mostly did in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    Works,
    Waits,
}

/// A bar's uninterrupted columns: a bar within it, or several of them, may take it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) bar: usize,
    pub(super) begin: usize,
    /// One past the last.
    pub(super) end: usize,
}

/// Assigns the columns.
///
/// The bar that began last has a column, so that one within another is seen, and one that is shorter than a column too.
pub(super) fn columns(lane: &Lane, scale: &Scale) -> Vec<Column> {
    let mut columns = vec![Column::Free; scale.columns];
    let mut n_begun = vec![0_usize; scale.columns];
    for (index, bar) in lane.bars.iter().enumerate() {
        let (begin, end) = span(bar, scale);
        n_begun[begin] += 1;
        let mut fills = Fills::new(bar, scale);
        for (column, shown) in (begin..=end).zip(&mut columns[begin..=end]) {
            *shown = Column::One(index, fills.of(column));
        }
    }
    for (shown, n_begun) in columns.iter_mut().zip(n_begun) {
        if n_begun > 1 {
            *shown = Column::Several;
        }
    }
    columns
}

/// The first and the last column of a bar.
pub(super) fn span(bar: &Bar, scale: &Scale) -> (usize, usize) {
    let (begin, end) = (scale.place(bar.begin), scale.place(bar.end));
    (scale.column_of(begin), scale.last_column(begin, end))
}

/// The uninterrupted stretches of bars, from left to right.
pub(super) fn runs(columns: &[Column]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (column, shown) in columns.iter().enumerate() {
        let Column::One(bar, _) = *shown else {
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.bar == bar && run.end == column => run.end += 1,
            _ => runs.push(Run {
                bar,
                begin: column,
                end: column + 1,
            }),
        }
    }
    runs
}

/// Goes through the waits of a bar from left to right.
struct Fills<'a> {
    bar: &'a Bar,
    scale: &'a Scale,
    /// The first wait that is not over.
    next: usize,
}

impl<'a> Fills<'a> {
    fn new(bar: &'a Bar, scale: &'a Scale) -> Self {
        Fills {
            bar,
            scale,
            next: 0,
        }
    }

    /// Waits, if that is at least half of what the bar has of this column.
    fn of(&mut self, column: usize) -> Fill {
        let (scale, waits) = (self.scale, &self.bar.waits);
        let begin = column as u128 * scale.length;
        let end = begin + scale.length;
        let within = |from: u128, to: u128| to.min(end).saturating_sub(from.max(begin));
        while waits
            .get(self.next)
            .is_some_and(|wait| scale.place(wait.end) <= begin)
        {
            self.next += 1;
        }
        let waited: u128 = waits[self.next..]
            .iter()
            .map(|wait| (scale.place(wait.begin), scale.place(wait.end)))
            .take_while(|(from, _)| *from < end)
            .map(|(from, to)| within(from, to))
            .sum();
        let own = within(scale.place(self.bar.begin), scale.place(self.bar.end));
        if waited > 0 && 2 * waited >= own {
            Fill::Waits
        } else {
            Fill::Works
        }
    }
}

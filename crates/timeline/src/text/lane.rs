//! One lane as a line.

use crate::model::{Bar, Lane, Outcome};

use super::bars::{self, Column, Fill, Run};
use super::cells::{Colour, Paint, Row, fit, width_of};
use super::glyphs::Glyphs;
use super::legend::Seen;
use super::scale::Scale;

/// The colours that tasks take in turn, so that neighbours differ. Red and the others mean something.
const TURN: [Colour; 3] = [Colour::Cyan, Colour::Green, Colour::BrightBlue];

/// Draws `lane` into `row` from `left` on, and notes in `seen` which signs that took.
pub(super) fn draw(
    lane: &Lane,
    scale: &Scale,
    glyphs: &Glyphs,
    row: &mut Row,
    left: usize,
    seen: &mut Seen,
) {
    let mut drawing = Drawing {
        lane,
        glyphs,
        row,
        left,
        seen,
    };
    let columns = bars::columns(lane, scale);
    drawing.idle(scale, &columns);
    let runs = bars::runs(&columns);
    drawing.fill(&columns);
    let mut is_labelled = vec![false; lane.bars.len()];
    for run in &runs {
        if !is_labelled[run.bar] {
            is_labelled[run.bar] = drawing.label(*run, &columns);
        }
    }
    drawing.outcomes(scale, &columns);
    for mark in &lane.marks {
        let column = left + scale.column(mark.at);
        drawing
            .row
            .put(column, glyphs.mark, Paint::Sign(Colour::Yellow));
    }
}

struct Drawing<'a> {
    lane: &'a Lane,
    glyphs: &'a Glyphs,
    row: &'a mut Row,
    left: usize,
    seen: &'a mut Seen,
}

impl Drawing<'_> {
    /// Where the worker is there and has no bar.
    fn idle(&mut self, scale: &Scale, columns: &[Column]) {
        for span in &self.lane.alive {
            let (begin, end) = (scale.place(span.begin), scale.place(span.end));
            let (first, last) = (scale.column_of(begin), scale.last_column(begin, end));
            for (column, shown) in (first..=last).zip(&columns[first..=last]) {
                if *shown == Column::Free {
                    self.seen.idle = true;
                    self.row
                        .put(self.left + column, self.glyphs.idle, Paint::Faint);
                }
            }
        }
    }

    fn fill(&mut self, columns: &[Column]) {
        for (column, shown) in columns.iter().enumerate() {
            let next = columns.get(column + 1);
            let (sign, paint) = match *shown {
                Column::Free => continue,
                Column::Several => {
                    self.seen.several = true;
                    (self.glyphs.several, Paint::Bar(TURN[0]))
                }
                Column::One(bar, fill) => {
                    let paint = Paint::Bar(colour(&self.lane.bars[bar]));
                    let sign = match fill {
                        Fill::Waits => {
                            self.seen.waits = true;
                            self.glyphs.waits
                        }
                        Fill::Works => {
                            self.seen.works = true;
                            match next {
                                Some(Column::One(other, _)) if *other != bar => {
                                    self.glyphs.works_last
                                }
                                Some(Column::Several) => self.glyphs.works_last,
                                _ => self.glyphs.works,
                            }
                        }
                    };
                    (sign, paint)
                }
            };
            self.row.put(self.left + column, sign, paint);
        }
    }

    /// Writes into a stretch of a bar what the bar is, if there is room; the last column stays free.
    fn label(&mut self, run: Run, columns: &[Column]) -> bool {
        let bar = &self.lane.bars[run.bar];
        let Some(task) = bar.task else {
            return true;
        };
        let number = task.number().to_string();
        let room = run.end - run.begin;
        if room == 1 {
            // A number alone is a bar too, if it touches no other.
            let is_bar = |column: Option<usize>| {
                column.is_some_and(|column| {
                    columns
                        .get(column)
                        .is_some_and(|shown| *shown != Column::Free)
                })
            };
            let is_alone = !is_bar(run.begin.checked_sub(1)) && !is_bar(Some(run.end));
            if number.len() > 1 || !is_alone {
                return false;
            }
        } else if number.len() >= room {
            return false;
        }
        // A text must not hide where a wait begins or ends.
        let stretch = columns[run.begin..run.end]
            .iter()
            .take_while(|shown| **shown == columns[run.begin])
            .count();
        let text = match &bar.label {
            Some(label) => {
                let space = (stretch - 1).saturating_sub(number.len() + 1);
                let label = fit(label, space, self.glyphs);
                let is_worth_it = label != self.glyphs.ellipsis
                    && (width_of(&label) > 2 || !label.ends_with(self.glyphs.ellipsis));
                match is_worth_it && !label.is_empty() {
                    true => format!("{number} {label}"),
                    false => number,
                }
            }
            None => number,
        };
        let paint = Paint::Label(colour(bar));
        self.row.write(self.left + run.begin, &text, paint);
        true
    }

    /// Signs at the ends of bars that did not end well.
    fn outcomes(&mut self, scale: &Scale, columns: &[Column]) {
        let mut signs: Vec<Option<Outcome>> = vec![None; columns.len()];
        for (index, bar) in self.lane.bars.iter().enumerate() {
            if bar.outcome == Outcome::Finished {
                continue;
            }
            let (begin, end) = bars::span(bar, scale);
            let is_own = |column: &usize| matches!(columns[*column], Column::One(owner, _) if owner == index);
            let column = (begin..=end).rev().find(is_own).unwrap_or(end);
            let sign = &mut signs[column];
            if sign.is_none_or(|sign| weight(bar.outcome) > weight(sign)) {
                *sign = Some(bar.outcome);
            }
        }
        for (column, outcome) in signs.into_iter().enumerate() {
            if let Some((sign, colour)) = outcome.and_then(|outcome| sign(outcome, self.glyphs)) {
                self.row.put(self.left + column, sign, Paint::Sign(colour));
            }
        }
    }
}

/// Which of several ends in one column is to be seen.
fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Failed => 3,
        Outcome::Killed => 2,
        Outcome::Cancelled | Outcome::Refused => 1,
        Outcome::Finished | Outcome::Unfinished => 0,
    }
}

/// What marks an end that was not good.
pub(super) fn sign(outcome: Outcome, glyphs: &Glyphs) -> Option<(&'static str, Colour)> {
    Some(match outcome {
        Outcome::Failed => (glyphs.failed, Colour::Red),
        Outcome::Killed => (glyphs.killed, Colour::Magenta),
        Outcome::Cancelled => (glyphs.cancelled, Colour::Yellow),
        Outcome::Unfinished => (glyphs.unfinished, Colour::Yellow),
        Outcome::Finished | Outcome::Refused => return None,
    })
}

fn colour(bar: &Bar) -> Colour {
    match (bar.outcome, bar.task) {
        (Outcome::Failed, _) => Colour::Red,
        (Outcome::Killed, _) => Colour::Magenta,
        (_, Some(task)) => TURN[(task.number() % TURN.len() as u64) as usize],
        (_, None) => Colour::Cyan,
    }
}

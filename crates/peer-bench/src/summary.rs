//! The table on top of those of pools: ours beside the best rival, CPython and the floor, and whether the aims are met.

use std::fmt::Write;

use crate::catalog::{Aim, Group, Kind, Peer, Row};
use crate::number::number;
use crate::options::Options;
use crate::results::{Cell, Results};

/// Empty if nothing of ours was measured.
pub(crate) fn table(results: &Results, options: &Options) -> String {
    let mut lines = String::new();
    for row in options.rows_of(Group::Pools) {
        for &n_workers in &options.workers {
            let columns = Columns {
                results,
                options,
                row,
                n_workers,
            };
            if let Some(line) = columns.line() {
                lines.push_str(&line);
            }
        }
    }
    if lines.is_empty() {
        return lines;
    }
    format!(
        "| row | workers | ours | best rival | ours ÷ rival | CPython | CPython ÷ ours | floor | aim |\n\
         |---|---:|---:|---|---:|---:|---:|---|---|\n{lines}\n"
    )
}

struct Columns<'a> {
    results: &'a Results,
    options: &'a Options,
    row: &'static Row,
    n_workers: usize,
}

impl Columns<'_> {
    fn line(&self) -> Option<String> {
        let ours = self.best(Kind::Ours)?;
        let value = self.median(ours)?;
        let (rival, python, floor) = (
            self.best(Kind::Rival),
            self.best(Kind::Python),
            self.best(Kind::Floor),
        );
        let over_rival = rival.and_then(|rival| self.results.ratio(ours, rival));
        let under_python = python.and_then(|python| self.results.ratio(python, ours));
        let unit = ours.metric.unit;
        Some(format!(
            "| {} {} | {} | {} {unit} | {} | {} | {} | {} | {} | {} |\n",
            self.row.id,
            self.row.title,
            self.n_workers,
            number(value),
            self.named(rival),
            over_rival.map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
            python
                .and_then(|python| self.median(python))
                .map_or("–".to_owned(), number),
            under_python.map_or("–".to_owned(), number),
            self.named(floor),
            verdict(
                &self.row.aim,
                &Compared {
                    ours: value,
                    over_rival,
                    under_python,
                    over_floor: None,
                }
            ),
        ))
    }

    /// The peer of this kind with the lowest median.
    fn best(&self, kind: Kind) -> Option<Cell> {
        let peers = self
            .options
            .peers
            .iter()
            .filter(|peer| peer.kind == kind && peer.takes_part_in(self.row));
        let measured = peers.filter_map(|peer| {
            let cell = self.cell(peer);
            Some((cell, self.median(cell)?))
        });
        Some(measured.min_by(|left, right| left.1.total_cmp(&right.1))?.0)
    }

    fn cell(&self, peer: &'static Peer) -> Cell {
        Cell {
            row: self.row,
            metric: &self.row.metrics[0],
            peer,
            n_workers: self.n_workers,
        }
    }

    fn median(&self, cell: Cell) -> Option<f64> {
        Some(self.results.spread(cell)?.median)
    }

    fn named(&self, cell: Option<Cell>) -> String {
        let named = cell.and_then(|cell| {
            Some((
                cell.peer.name.trim_start_matches("floor: "),
                self.median(cell)?,
            ))
        });
        named.map_or("–".to_owned(), |(name, value)| {
            format!("{} {name}", number(value))
        })
    }
}

/// What is held against the aims of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compared {
    /// The median.
    pub(crate) ours: f64,
    pub(crate) over_rival: Option<f64>,
    pub(crate) under_python: Option<f64>,
    pub(crate) over_floor: Option<f64>,
}

impl Compared {
    /// Something that has no ratios.
    pub(crate) fn alone(ours: f64) -> Self {
        Compared {
            ours,
            over_rival: None,
            under_python: None,
            over_floor: None,
        }
    }
}

/// Which of the aims are met.
pub(crate) fn verdict(aim: &Aim, compared: &Compared) -> String {
    let mut text = String::new();
    let mut say = |bound: String, is_met: bool| {
        let separator = if text.is_empty() { "" } else { ", " };
        let word = if is_met { "met" } else { "**missed**" };
        write!(text, "{separator}{bound} {word}").expect("a string takes everything");
    };
    if let (Some(bound), Some(ratio)) = (aim.over_best_rival, compared.over_rival) {
        say(format!("≤ {bound} × rival"), ratio <= bound);
    }
    if let (Some(bound), Some(ratio)) = (aim.under_python, compared.under_python) {
        say(format!("≥ {bound} × CPython"), ratio >= bound);
    }
    if let (Some(bound), Some(ratio)) = (aim.over_floor, compared.over_floor) {
        say(format!("≤ {bound} × floor"), ratio <= bound);
    }
    if let Some(bound) = aim.at_most {
        say(format!("≤ {bound}"), compared.ours <= bound);
    }
    if let Some(bound) = aim.at_least {
        say(format!("≥ {bound}"), compared.ours >= bound);
    }
    text
}

//! The table of scripts: every metric of every row beside CPython, and beside the same work in a native function.

use crate::catalog::{Group, Kind, Metric, Peer, Row};
use crate::number::number;
use crate::options::Options;
use crate::report;
use crate::results::{Cell, Results};
use crate::summary::{self, Compared};

pub(crate) fn table(results: &Results, options: &Options) -> String {
    let mut text =
        "| row | workers | script | CPython | script ÷ CPython | with a native function | aim |\n\
                    |---|---:|---:|---:|---:|---:|---|\n"
            .to_owned();
    for row in options.rows_of(Group::Scripts) {
        for metric in row.metrics {
            for &n_workers in row.worker_counts(&options.workers) {
                let line = Line {
                    results,
                    options,
                    row,
                    metric,
                    n_workers,
                };
                text.push_str(&line.text());
            }
        }
    }
    text.push('\n');
    text
}

struct Line<'a> {
    results: &'a Results,
    options: &'a Options,
    row: &'static Row,
    metric: &'static Metric,
    n_workers: usize,
}

impl Line<'_> {
    fn text(&self) -> String {
        let Line { row, metric, .. } = self;
        let (script, python) = (self.cell(Kind::Ours), self.cell(Kind::Python));
        let ratio = script
            .zip(python)
            .and_then(|(script, python)| self.results.ratio(script, python));
        let is_first = metric.key == row.metrics[0].key;
        let aim = script
            .filter(|_| is_first)
            .and_then(|script| self.results.spread(script))
            .map(|spread| summary::verdict(&row.aim, &Compared::alone(spread.median)));
        format!(
            "| {} {}: {}, {} | {} | {} | {} | {} | {} | {} |\n",
            row.id,
            row.title,
            metric.title,
            metric.unit,
            self.n_workers,
            self.shown(script),
            self.shown(python),
            ratio.map_or("–".to_owned(), number),
            self.shown(self.cell(Kind::Native)),
            aim.unwrap_or_default(),
        )
    }

    /// That of the peer of this kind which takes part in the row.
    fn cell(&self, kind: Kind) -> Option<Cell> {
        let is_it = |peer: &&&Peer| peer.kind == kind && peer.takes_part_in(self.row);
        Some(Cell {
            row: self.row,
            metric: self.metric,
            peer: self.options.peers.iter().find(is_it)?,
            n_workers: self.n_workers,
        })
    }

    fn shown(&self, cell: Option<Cell>) -> String {
        cell.and_then(|cell| self.results.spread(cell))
            .map_or("–".to_owned(), report::whole)
    }
}

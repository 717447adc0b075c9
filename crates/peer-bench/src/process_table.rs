//! The table of process pools: every metric of every row, a column per peer.

use crate::catalog::{Group, Kind, Metric, Peer, Row};
use crate::number::number;
use crate::options::Options;
use crate::report;
use crate::results::{Cell, Results};
use crate::summary::{self, Compared};

pub(crate) fn table(results: &Results, options: &Options) -> String {
    let is_shown = |peer: &&&Peer| {
        options
            .rows_of(Group::Processes)
            .any(|row| peer.takes_part_in(row))
    };
    let peers: Vec<&'static Peer> = options.peers.iter().filter(is_shown).copied().collect();
    let names: Vec<&str> = peers.iter().map(|peer| peer.name).collect();
    let mut text = format!(
        "| row | {} | CPython ÷ ours | ours ÷ floor | aim |\n|---|{}---:|---:|---|\n",
        names.join(" | "),
        "---:|".repeat(peers.len()),
    );
    for row in options.rows_of(Group::Processes) {
        for metric in row.metrics {
            let line = Line {
                results,
                peers: &peers,
                row,
                metric,
            };
            text.push_str(&line.text());
        }
    }
    text.push('\n');
    text
}

struct Line<'a> {
    results: &'a Results,
    peers: &'a [&'static Peer],
    row: &'static Row,
    metric: &'static Metric,
}

impl Line<'_> {
    fn text(&self) -> String {
        let Line { row, metric, .. } = self;
        let cells: Vec<String> = self.peers.iter().map(|peer| self.shown(peer)).collect();
        let (under_python, over_floor) = (
            self.ratio(Kind::Python, Kind::Ours),
            self.ratio(Kind::Ours, Kind::Floor),
        );
        let is_first = metric.key == row.metrics[0].key;
        let aim = self
            .first(Kind::Ours)
            .filter(|_| is_first)
            .and_then(|ours| self.results.spread(ours))
            .map(|spread| {
                let compared = Compared {
                    ours: spread.median,
                    over_rival: self.ratio(Kind::Ours, Kind::Rival),
                    under_python,
                    over_floor,
                };
                summary::verdict(&row.aim, &compared)
            });
        let shown = |ratio: Option<f64>| ratio.map_or("–".to_owned(), number);
        format!(
            "| {} {}: {}, {} | {} | {} | {} | {} |\n",
            row.id,
            row.title,
            metric.title,
            metric.unit,
            cells.join(" | "),
            shown(under_python),
            shown(over_floor),
            aim.unwrap_or_default(),
        )
    }

    fn ratio(&self, upper: Kind, lower: Kind) -> Option<f64> {
        self.results.ratio(self.first(upper)?, self.first(lower)?)
    }

    /// That of the first peer of this kind: of CPython's own the executor, of the floors the socketpair.
    fn first(&self, kind: Kind) -> Option<Cell> {
        let peer = self.peers.iter().find(|peer| peer.kind == kind)?;
        Some(self.cell(peer))
    }

    fn cell(&self, peer: &'static Peer) -> Cell {
        Cell {
            row: self.row,
            metric: self.metric,
            peer,
            n_workers: self.row.worker_counts(&[])[0],
        }
    }

    fn shown(&self, peer: &'static Peer) -> String {
        self.results
            .spread(self.cell(peer))
            .map_or("–".to_owned(), report::whole)
    }
}

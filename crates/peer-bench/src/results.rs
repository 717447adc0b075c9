//! What has been measured: for every cell one value per round, and what went wrong.

use std::collections::BTreeMap;

use crate::catalog::{Group, Metric, Peer, Row};
use crate::stats::{self, Spread};

/// Row, metric, peer, workers.
type Key = (&'static str, &'static str, &'static str, usize);

#[derive(Default)]
pub(crate) struct Results {
    cells: BTreeMap<Key, BTreeMap<usize, f64>>,
    /// For every measurement the share of the machine that other programs used meanwhile.
    foreign: Vec<(Group, f64)>,
    failures: Vec<String>,
}

/// One column of one table.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) row: &'static Row,
    pub(crate) metric: &'static Metric,
    pub(crate) peer: &'static Peer,
    pub(crate) n_workers: usize,
}

impl Cell {
    fn key(&self) -> Key {
        let n_workers = if self.peer.has_workers() {
            self.n_workers
        } else {
            1
        };
        (self.row.id, self.metric.key, self.peer.name, n_workers)
    }
}

impl Results {
    pub(crate) fn record(&mut self, cell: Cell, round: usize, value: f64) {
        self.cells
            .entry(cell.key())
            .or_default()
            .insert(round, value);
    }

    pub(crate) fn record_foreign(&mut self, group: Group, share: f64) {
        self.foreign.push((group, share));
    }

    pub(crate) fn record_failure(&mut self, failure: String) {
        eprintln!("FAILED: {failure}");
        self.failures.push(failure);
    }

    pub(crate) fn failures(&self) -> &[String] {
        &self.failures
    }

    /// How much of the machine other programs used during the measurements of a group.
    pub(crate) fn foreign(&self, group: Group) -> Option<Spread> {
        let of_group = self.foreign.iter().filter(|(other, _)| *other == group);
        stats::spread(of_group.map(|(_, share)| *share))
    }

    pub(crate) fn spread(&self, cell: Cell) -> Option<Spread> {
        stats::spread(self.cells.get(&cell.key())?.values().copied())
    }

    /// The median over the rounds of `upper / lower`. Both sides of a round were measured within seconds of each
    /// other, so what disturbs the machine for longer than that cancels out.
    pub(crate) fn ratio(&self, upper: Cell, lower: Cell) -> Option<f64> {
        let (upper, lower) = (self.cells.get(&upper.key())?, self.cells.get(&lower.key())?);
        let ratios = upper
            .iter()
            .filter_map(|(round, value)| Some(value / lower.get(round)?));
        Some(stats::spread(ratios)?.median)
    }
}

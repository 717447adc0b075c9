//! The table of the simulated world: every metric of every row, with nothing beside it.

use crate::catalog::{Group, Kind};
use crate::options::Options;
use crate::report;
use crate::results::{Cell, Results};
use crate::summary::{self, Compared};

pub(crate) fn table(results: &Results, options: &Options) -> String {
    let mut text = "| row | | aim |\n|---|---:|---|\n".to_owned();
    for row in options.rows_of(Group::Simulations) {
        for metric in row.metrics {
            let peer = options.peers.iter().find(|peer| peer.takes_part_in(row));
            let spread = peer
                .filter(|peer| peer.kind == Kind::Ours)
                .and_then(|peer| {
                    results.spread(Cell {
                        row,
                        metric,
                        peer,
                        n_workers: row.worker_counts(&options.workers)[0],
                    })
                });
            let is_first = metric.key == row.metrics[0].key;
            let aim = spread
                .filter(|_| is_first)
                .map(|spread| summary::verdict(&row.aim, &Compared::alone(spread.median)));
            text.push_str(&format!(
                "| {} {}: {}, {} | {} | {} |\n",
                row.id,
                row.title,
                metric.title,
                metric.unit,
                spread.map_or("–".to_owned(), report::whole),
                aim.unwrap_or_default(),
            ));
        }
    }
    text.push('\n');
    text
}

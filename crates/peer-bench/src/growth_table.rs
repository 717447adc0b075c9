//! The tables of growth: for each row the time at each size, ours and CPython's, with the power of the size in it.

use crate::catalog::{Group, Kind, Metric, Peer, Row};
use crate::number::with_commas;
use crate::options::Options;
use crate::report;
use crate::results::{Cell, Results};
use crate::stats;

/// One table for each list of sizes.
pub(crate) fn tables(results: &Results, options: &Options) -> String {
    let mut text = String::new();
    let mut sizes: &[Metric] = &[];
    for row in options.rows_of(Group::Growth) {
        if !std::ptr::eq(sizes, row.metrics) {
            if !text.is_empty() {
                text.push('\n');
            }
            sizes = row.metrics;
            text.push_str(&head(sizes));
        }
        for peer in options.peers.iter().filter(|peer| peer.takes_part_in(row)) {
            text.push_str(&line(results, row, peer));
        }
    }
    text.push('\n');
    text
}

fn head(sizes: &[Metric]) -> String {
    let mut text = "| row, in µs | |".to_owned();
    for size in sizes {
        text.push_str(&format!(" n = {} |", with_commas(size.key)));
    }
    text.push_str(" exponent |\n|---|---|");
    text.push_str(&"---:|".repeat(sizes.len() + 1));
    text.push('\n');
    text
}

fn line(results: &Results, row: &'static Row, peer: &'static Peer) -> String {
    let (name, title) = match peer.kind {
        Kind::Ours => ("ours", format!("{} {}", row.id, row.title)),
        _ => ("CPython", String::new()),
    };
    let mut text = format!("| {title} | {name} |");
    let mut points = Vec::new();
    for metric in row.metrics {
        let spread = results.spread(Cell {
            row,
            metric,
            peer,
            n_workers: row.worker_counts(&[])[0],
        });
        points.extend(spread.map(|spread| (n_of(metric), spread.median)));
        let cell = spread.map_or("–".to_owned(), report::whole);
        text.push_str(&format!(" {cell} |"));
    }
    let exponent = stats::exponent(&points);
    let exponent = exponent.map_or("–".to_owned(), rounded);
    text.push_str(&format!(" {exponent} |\n"));
    text
}

/// Two digits behind the point, and no sign before nothing.
fn rounded(exponent: f64) -> String {
    let text = format!("{exponent:.2}");
    match text.as_str() {
        "-0.00" => "0.00".to_owned(),
        _ => text,
    }
}

fn n_of(size: &Metric) -> f64 {
    size.key.parse().expect("sizes are numbers")
}

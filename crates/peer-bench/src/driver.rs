//! The parent's side: goes round the peers, one child process for every measurement, one at a time.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::catalog::{Group, Kind, Peer, Row};
use crate::command;
use crate::load::Load;
use crate::options::Options;
use crate::results::{Cell, Results};
use crate::versions;

/// The row whose children start programs.
const LAUNCH_ROW: &str = "S4";

const PYTHON_SOURCE: &str = include_str!("../python/peer.py");

const PYTHON_LOOPS: &str = include_str!("../python/loops.py");

/// The row of code that needs no pool.
const LOOP_ROW: &str = "S6";

/// A file, since the workers that Python starts must be able to read it too.
const PYTHON_PROCESSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/processes.py");

const PYTHON_GROWTH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/growth.py");

/// Peers that are modules which an interpreter may not have.
const MODULES: &[&str] = &["loky", "pebble"];

pub(crate) fn run(options: &Options) -> Results {
    let mut results = Results::default();
    let options = &with_command(options, &mut results);
    let peers = available_peers(options);
    for row in &options.rows {
        let peers: Vec<&Peer> = peers
            .iter()
            .copied()
            .filter(|peer| peer.takes_part_in(row))
            .collect();
        let n_rounds = options.rounds_of(row);
        for round in 0..n_rounds {
            eprintln!(
                "{}: {}, round {} of {}",
                row.id,
                row.title,
                round + 1,
                n_rounds
            );
            // Every round begins with another peer, so that nobody always follows the same neighbour.
            let (late, early) = peers.split_at(round % peers.len().max(1));
            for peer in early.iter().chain(late) {
                for n_workers in worker_counts(row, peer, options) {
                    measure(
                        &mut results,
                        options,
                        Measurement {
                            row,
                            peer,
                            n_workers,
                            round,
                        },
                    );
                }
            }
        }
    }
    results
}

/// The same options, with the `futures` command built if a row starts it and nobody has said where it is.
fn with_command(options: &Options, results: &mut Results) -> Options {
    let mut options = options.clone();
    let starts_it = options.rows.iter().any(|row| row.id == LAUNCH_ROW)
        && options.peers.iter().any(|peer| peer.kind == Kind::Ours);
    if starts_it && options.futures.is_none() {
        match command::build() {
            Ok(program) => options.futures = Some(program),
            Err(error) => {
                results.record_failure(error);
                options.rows.retain(|row| row.id != LAUNCH_ROW);
            }
        }
    }
    options
}

#[derive(Clone, Copy)]
struct Measurement {
    row: &'static Row,
    peer: &'static Peer,
    n_workers: usize,
    round: usize,
}

fn available_peers(options: &Options) -> Vec<&'static Peer> {
    let has_python = versions::python(&options.python).is_some();
    let mut peers = options.peers.clone();
    if !has_python && peers.iter().any(|peer| peer.kind == Kind::Python) {
        eprintln!(
            "SKIPPED: CPython is not measured, because `{}` cannot be started",
            options.python
        );
        peers.retain(|peer| peer.kind != Kind::Python);
    }
    peers.retain(|peer| {
        let is_asked = options.rows.iter().any(|row| peer.takes_part_in(row));
        let is_missing = is_asked
            && MODULES.contains(&peer.name)
            && versions::module_version(&options.python, peer.name).is_none();
        if is_missing {
            eprintln!(
                "SKIPPED: {} is not measured, because `{}` has no such module",
                peer.name, options.python
            );
        }
        !is_missing
    });
    peers
}

fn worker_counts(row: &Row, peer: &Peer, options: &Options) -> Vec<usize> {
    if peer.has_workers() {
        row.worker_counts(&options.workers).to_vec()
    } else {
        vec![1]
    }
}

fn measure(results: &mut Results, options: &Options, measurement: Measurement) {
    let Measurement {
        row,
        peer,
        n_workers,
        round,
    } = measurement;
    let load = Load::start();
    let output = child(options, measurement).output();
    results.record_foreign(row.group, load.foreign_share());
    match output
        .map_err(|error| error.to_string())
        .and_then(|output| values_of(&output))
    {
        Ok(values) => {
            for (key, value) in values {
                if let Some(metric) = row.metrics.iter().find(|metric| metric.key == key) {
                    results.record(
                        Cell {
                            row,
                            metric,
                            peer,
                            n_workers,
                        },
                        round,
                        value,
                    );
                }
            }
        }
        Err(error) => results.record_failure(format!(
            "{} {} with {n_workers} workers: {error}",
            row.id, peer.name
        )),
    }
}

fn child(options: &Options, measurement: Measurement) -> Command {
    let is_launched = measurement.row.id == LAUNCH_ROW;
    let is_python = measurement.peer.kind == Kind::Python;
    let mut command = if is_python && !is_launched {
        let mut command = Command::new(&options.python);
        match measurement.row.group {
            Group::Processes => command.args([PYTHON_PROCESSES, measurement.peer.name]),
            Group::Growth => command.arg(PYTHON_GROWTH),
            Group::Scripts if measurement.row.id == LOOP_ROW => command.args(["-c", PYTHON_LOOPS]),
            Group::Pools | Group::Scripts | Group::Simulations => {
                command.args(["-c", PYTHON_SOURCE])
            }
        };
        command
    } else {
        let mut command = Command::new(own_program());
        command.arg("--child").arg(measurement.peer.name);
        command
    };
    command.env("RUST_BACKTRACE", "0");
    command
        .arg(measurement.row.id)
        .arg(measurement.n_workers.to_string())
        .arg(options.size.word());
    if is_launched {
        let futures = options.futures.as_deref().unwrap_or(Path::new("futures"));
        command.arg(if is_python {
            Path::new(&options.python)
        } else {
            futures
        });
    }
    command
}

/// On Linux the link that still leads to this very program when its file has been built anew meanwhile.
fn own_program() -> PathBuf {
    let link = PathBuf::from("/proc/self/exe");
    if link.exists() {
        return link;
    }
    std::env::current_exe().expect("this program knows its own path")
}

/// A child prints one `key<TAB>value` per line.
fn values_of(output: &Output) -> Result<Vec<(String, f64)>, String> {
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}, {}", output.status, stderr.trim()));
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    stdout
        .lines()
        .map(|line| {
            let parsed = line
                .split_once('\t')
                .and_then(|(key, value)| Some((key.to_owned(), value.parse().ok()?)));
            parsed.ok_or_else(|| format!("the child said {line:?}"))
        })
        .collect()
}

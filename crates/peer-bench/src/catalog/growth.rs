//! How the time of each operation grows with what it is done to. Its metrics are the sizes, named by their numbers.

use super::{Aim, Group, Kind, Metric, Peer, Row, Workers};

/// From a round trip to more than a machine has processors: so many workers.
const THREADS: &[Metric] = &[size("1"), size("10"), size("100"), size("1000")];

/// A process takes a thousand times as long to start as a thread is asked for.
const PROCESSES: &[Metric] = &[size("1"), size("2"), size("4"), size("8"), size("16")];

/// So many tasks, or bytes.
const MANY: &[Metric] = &[size("1000"), size("10000"), size("100000"), size("1000000")];

pub(super) const ROWS: &[Row] = &[
    row("C1", "make a pool of n threads", THREADS),
    row("C2", "make a pool of n threads, use all, end it", THREADS),
    row("C3", "make a pool of n processes", PROCESSES),
    row(
        "C4",
        "make a pool of n processes, take one result, end it",
        PROCESSES,
    ),
    row("C5", "submit a task when n wait", MANY),
    row("C6", "submit n tasks", MANY),
    row("C7", "submit n calls to processes", MANY),
    row("C8", "map over n items, a task for each, and collect", MANY),
    row("C9", "take a result of n bytes from a thread", MANY),
    row("C10", "call a process for a result of n bytes", MANY),
    row(
        "C11",
        "as_completed of n tasks, from their start to the last result",
        MANY,
    ),
    row(
        "C12",
        "wait for n tasks, from their start to their end",
        MANY,
    ),
    row(
        "C13",
        "wait(FIRST_COMPLETED, timeout=0) on n that have not begun",
        MANY,
    ),
];

pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: "our pools",
        kind: Kind::Ours,
        rows: ALL,
        note: "`pool-thread` and `pool-process`",
    },
    Peer {
        name: "concurrent.futures",
        kind: Kind::Python,
        rows: ALL,
        note: "CPython's executors, processes by `fork`; at most 100,000 tasks and 10,000 calls, since more take minutes",
    },
];

const ALL: &[&str] = &[
    "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13",
];

const fn row(id: &'static str, title: &'static str, metrics: &'static [Metric]) -> Row {
    Row {
        group: Group::Growth,
        id,
        title,
        metrics,
        aim: Aim::NONE,
        workers: Workers::Two,
        max_rounds: Some(3),
    }
}

const fn size(n: &'static str) -> Metric {
    Metric {
        key: n,
        title: n,
        unit: "µs",
    }
}

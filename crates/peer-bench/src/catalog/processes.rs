//! What pools of processes are measured with.

use super::{Aim, Group, Kind, Metric, Peer, Row, Workers};

/// A call per so many nanoseconds.
const CALLS: Aim = Aim {
    over_best_rival: Some(1.0 / 25.0),
    under_python: Some(60.0),
    at_most: Some(2_000.0),
    ..Aim::NONE
};

const GIGABYTES: &str = "GB/s";

pub(super) const ROWS: &[Row] = &[
    Row {
        group: Group::Processes,
        id: "P1",
        title: "trivial calls, collected in order",
        metrics: &[
            Metric {
                key: "total",
                title: "submit and collect",
                unit: "ns/call",
            },
            Metric {
                key: "submit",
                title: "the submitting part of it",
                unit: "ns/call",
            },
        ],
        aim: CALLS,
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P1c",
        title: "the same over a million items in chunks of 1,000",
        metrics: &[Metric {
            key: "total",
            title: "map and collect",
            unit: "ns/item",
        }],
        aim: Aim::NONE,
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P2",
        title: "round trip, one call at a time",
        metrics: &[
            Metric {
                key: "median",
                title: "median",
                unit: "ns",
            },
            Metric {
                key: "p99",
                title: "99th percentile",
                unit: "ns",
            },
        ],
        aim: Aim {
            over_floor: Some(2.0),
            ..Aim::NONE
        },
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P3s",
        title: "1 MiB there and back",
        metrics: PAYLOAD,
        aim: Aim::NONE,
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P3",
        title: "64 MiB there and back",
        metrics: PAYLOAD,
        aim: Aim {
            at_least: Some(1.5),
            ..Aim::NONE
        },
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P4",
        title: "start",
        metrics: &[Metric {
            key: "first",
            title: "from making the pool to its first result",
            unit: "ms",
        }],
        aim: Aim {
            at_most: Some(3.0),
            ..Aim::NONE
        },
        workers: Workers::Two,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P5",
        title: "SIGKILL for the only worker",
        metrics: &[Metric {
            key: "error",
            title: "to the error of its call",
            unit: "ms",
        }],
        aim: Aim {
            at_most: Some(1.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P5n",
        title: "SIGKILL for the only worker",
        metrics: &[Metric {
            key: "next",
            title: "to the result of another call",
            unit: "ms",
        }],
        aim: Aim {
            at_most: Some(5.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Processes,
        id: "P6",
        title: "a call that runs for longer than 50 ms",
        metrics: &[Metric {
            key: "late",
            title: "from its deadline to its error",
            unit: "ms",
        }],
        aim: Aim {
            at_most: Some(2.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
];

/// Payload divided by the time of the whole trip, so twice as many bytes move.
const PAYLOAD: &[Metric] = &[
    Metric {
        key: "through",
        title: "shared bytes, all read at either end",
        unit: GIGABYTES,
    },
    Metric {
        key: "anew",
        title: "shared bytes, made anew at either end",
        unit: GIGABYTES,
    },
    Metric {
        key: "vector",
        title: "a vector or `bytes`",
        unit: GIGABYTES,
    },
];

const POOL_ROWS: &[&str] = &["P1", "P1c", "P2", "P3s", "P3", "P4", "P5", "P5n"];

pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: "process pool",
        kind: Kind::Ours,
        rows: &["P1", "P1c", "P2", "P3s", "P3", "P4", "P5", "P5n", "P6"],
        note: "pool-process",
    },
    Peer {
        name: "floor: socketpair",
        kind: Kind::Floor,
        rows: &["P1", "P2", "P3s", "P3", "P4", "P5", "P5n"],
        note: "this program started again, which sends back what it reads from a socketpair; P1 with a write per call and \
               up to 128 under way",
    },
    Peer {
        name: "floor: memcpy",
        kind: Kind::Floor,
        rows: &["P3s", "P3"],
        note: "two copies between buffers that were used before",
    },
    Peer {
        name: "procspawn",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`Pool::spawn`; P1 with 1,000 calls under way at most, since each holds up to four descriptors; chunks by \
               hand; P3 as `serde_bytes::ByteBuf`",
    },
    Peer {
        name: "executor fork",
        kind: Kind::Python,
        rows: POOL_ROWS,
        note: "`concurrent.futures.ProcessPoolExecutor` with `fork`; a killed worker breaks the pool",
    },
    Peer {
        name: "executor spawn",
        kind: Kind::Python,
        rows: POOL_ROWS,
        note: "the same with `spawn`",
    },
    Peer {
        name: "multiprocessing.Pool",
        kind: Kind::Python,
        rows: &["P1", "P1c", "P2", "P3s", "P3", "P4"],
        note: "`apply_async` and `map`, with `fork`; the call of a killed worker never ends",
    },
    Peer {
        name: "loky",
        kind: Kind::Python,
        rows: POOL_ROWS,
        note: "`loky.ProcessPoolExecutor`; a killed worker breaks the pool",
    },
    Peer {
        name: "pebble",
        kind: Kind::Python,
        rows: &["P1", "P1c", "P2", "P3s", "P3", "P4", "P5", "P5n", "P6"],
        note: "`pebble.ProcessPool` with `fork`",
    },
];

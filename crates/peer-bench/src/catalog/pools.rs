//! What pools are measured with, and beside whom.

use super::{Aim, Group, Kind, Metric, Peer, Row, Workers};

const THROUGHPUT: Aim = Aim {
    over_best_rival: Some(1.25),
    under_python: Some(30.0),
    ..Aim::NONE
};
const POOL_ROWS: &[&str] = &["T1", "T2", "T5", "T6", "T7", "map", "alloc", "idle"];
const PYTHON_ROWS: &[&str] = &[
    "T1", "T2", "T5", "T6", "T7", "map", "S1", "S2", "S3", "S4", "S5", "S6",
];

pub(super) const ROWS: &[Row] = &[
    Row {
        group: Group::Pools,
        id: "T1",
        title: "submit empty tasks, collect in order",
        metrics: &[
            Metric {
                key: "total",
                title: "submit and collect",
                unit: "ns/task",
            },
            Metric {
                key: "submit",
                title: "the submitting part of it",
                unit: "ns/task",
            },
        ],
        aim: THROUGHPUT,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "T2",
        title: "round trip, one task at a time",
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
            over_best_rival: None,
            under_python: Some(10.0),
            at_most: None,
            ..Aim::NONE
        },
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "T5",
        title: "four producers, each submits and collects in order",
        metrics: &[Metric {
            key: "total",
            title: "submit and collect",
            unit: "ns/task",
        }],
        aim: THROUGHPUT,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "T6",
        title: "results in the order of completion",
        metrics: &[Metric {
            key: "total",
            title: "submit and consume",
            unit: "ns/task",
        }],
        aim: THROUGHPUT,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "T7",
        title: "memory of a pending task",
        metrics: &[Metric {
            key: "bytes",
            title: "resident bytes, handle included",
            unit: "bytes/task",
        }],
        aim: Aim {
            over_best_rival: None,
            under_python: None,
            at_most: Some(128.0),
            ..Aim::NONE
        },
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "map",
        title: "x * 2 + 1 over a million items in chunks of 1,000, results in order",
        metrics: &[Metric {
            key: "total",
            title: "map and collect",
            unit: "ns/item",
        }],
        aim: THROUGHPUT,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "alloc",
        title: "allocations in steady state",
        metrics: &[
            Metric {
                key: "count",
                title: "allocations per submitted and collected task",
                unit: "per task",
            },
            Metric {
                key: "bytes",
                title: "bytes requested for it",
                unit: "bytes/task",
            },
            Metric {
                key: "map",
                title: "allocations of the chunked map",
                unit: "per item",
            },
        ],
        aim: Aim {
            over_best_rival: None,
            under_python: None,
            at_most: Some(1.05),
            ..Aim::NONE
        },
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Pools,
        id: "idle",
        title: "an empty task every millisecond",
        metrics: &[
            Metric {
                key: "share",
                title: "processor time of the whole process, feeding included",
                unit: "% of a core",
            },
            Metric {
                key: "task",
                title: "the same per task",
                unit: "µs/task",
            },
        ],
        aim: Aim {
            over_best_rival: None,
            under_python: None,
            at_most: Some(4.0),
            ..Aim::NONE
        },
        // Every measurement is a second of mostly waiting.
        workers: Workers::AsAsked,
        max_rounds: Some(3),
    },
];

pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: "ours",
        kind: Kind::Ours,
        rows: POOL_ROWS,
        note: "pool-thread; T6 through `as_completed`, map through `map_with`",
    },
    Peer {
        name: "channel",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "threads on one crossbeam-channel of boxed closures, a oneshot per task; T6 into one shared channel, without handles",
    },
    Peer {
        name: "threadpool",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`execute`, a oneshot per task; T6 into one shared channel, without handles",
    },
    Peer {
        name: "rayon",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`spawn`, a oneshot per task; T6 into one shared channel, without handles",
    },
    Peer {
        name: "tokio",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`spawn_blocking`; T6 through `JoinSet`",
    },
    Peer {
        name: "rusty_pool",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`evaluate`; T6 through `FuturesUnordered`",
    },
    Peer {
        name: "affinitypool",
        kind: Kind::Rival,
        rows: POOL_ROWS,
        note: "`spawn`; T6 through `FuturesUnordered`",
    },
    Peer {
        name: "rayon par_iter",
        kind: Kind::Iterator,
        rows: &["map"],
        note: "`par_iter().with_min_len(1000)`, splits the loop instead of making tasks",
    },
    Peer {
        name: "cpython",
        kind: Kind::Python,
        rows: PYTHON_ROWS,
        note: "`concurrent.futures.ThreadPoolExecutor`; chunks by hand, since its `map` ignores `chunksize`",
    },
    Peer {
        name: "floor: memory",
        kind: Kind::Floor,
        rows: &["T1", "T7", "alloc"],
        note: "one thread allocates the task, runs it, keeps it and reads it",
    },
    Peer {
        name: "floor: our core",
        kind: Kind::Floor,
        rows: &["T1", "T6", "T7", "alloc"],
        note: "`futures_core::Inline`, our future on one thread: the price of a pool of ours whose queue and wake are free",
    },
    Peer {
        name: "floor: parking",
        kind: Kind::Floor,
        rows: &["T2"],
        note: "two threads that park and unpark each other",
    },
    Peer {
        name: "floor: spinning",
        kind: Kind::Floor,
        rows: &["T2"],
        note: "two threads that spin on one word, one core each",
    },
    Peer {
        name: "floor: sequential",
        kind: Kind::Floor,
        rows: &["map"],
        note: "one thread maps the slice into a new vector",
    },
    Peer {
        name: "floor: feeding",
        kind: Kind::Floor,
        rows: &["idle"],
        note: "the thread that would feed the pool runs the empty task itself and sleeps again",
    },
];

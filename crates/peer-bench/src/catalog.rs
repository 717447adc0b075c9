//! What can be measured: the peers, the rows, and the aims that a row of ours is held against.

/// What a peer is, which decides the ratio that it takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ours,
    /// A thread pool for any task, with some handle for its result.
    Rival,
    /// Splits a loop that it sees whole: faster than any pool can be, and it cannot take one task.
    Iterator,
    Python,
    /// Does only a part of the work, so nothing can be faster.
    Floor,
}

/// One thing that is measured beside the others.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The ids of the rows that it takes part in.
    pub(crate) rows: &'static [&'static str],
    pub(crate) note: &'static str,
}

/// One workload. Its first metric is the one that summaries show.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) metrics: &'static [Metric],
    pub(crate) aim: Aim,
    /// More rounds than these are not worth their time; `None` for as many as the command line wants.
    pub(crate) max_rounds: Option<usize>,
}

/// One number that a row yields; lower is better for all of them.
#[derive(Debug)]
pub(crate) struct Metric {
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
}

/// What this project asks of itself. `None` where nothing was promised.
#[derive(Debug, Default)]
pub(crate) struct Aim {
    /// Ours may cost at most this many times what the best rival costs.
    pub(crate) over_best_rival: Option<f64>,
    /// CPython costs at least this many times what ours costs.
    pub(crate) under_python: Option<f64>,
    /// Ours is at most this, in the unit of the first metric.
    pub(crate) at_most: Option<f64>,
}

const THROUGHPUT: Aim = Aim {
    over_best_rival: Some(1.25),
    under_python: Some(30.0),
    at_most: None,
};
const POOL_ROWS: &[&str] = &["T1", "T2", "T5", "T6", "T7", "map", "alloc", "idle"];
const PYTHON_ROWS: &[&str] = &["T1", "T2", "T5", "T6", "T7", "map"];

pub(crate) const ROWS: &[Row] = &[
    Row {
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
        max_rounds: None,
    },
    Row {
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
        },
        max_rounds: None,
    },
    Row {
        id: "T5",
        title: "four producers, each submits and collects in order",
        metrics: &[Metric {
            key: "total",
            title: "submit and collect",
            unit: "ns/task",
        }],
        aim: THROUGHPUT,
        max_rounds: None,
    },
    Row {
        id: "T6",
        title: "results in the order of completion",
        metrics: &[Metric {
            key: "total",
            title: "submit and consume",
            unit: "ns/task",
        }],
        aim: THROUGHPUT,
        max_rounds: None,
    },
    Row {
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
        },
        max_rounds: None,
    },
    Row {
        id: "map",
        title: "x * 2 + 1 over a million items in chunks of 1,000, results in order",
        metrics: &[Metric {
            key: "total",
            title: "map and collect",
            unit: "ns/item",
        }],
        aim: THROUGHPUT,
        max_rounds: None,
    },
    Row {
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
        },
        max_rounds: None,
    },
    Row {
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
        },
        // Every measurement is a second of mostly waiting.
        max_rounds: Some(3),
    },
];

pub(crate) const PEERS: &[Peer] = &[
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

impl Peer {
    pub(crate) fn takes_part_in(&self, row: &Row) -> bool {
        self.rows.contains(&row.id)
    }

    /// Floors have no workers to vary.
    pub(crate) fn has_workers(&self) -> bool {
        self.kind != Kind::Floor
    }
}

pub(crate) fn row(id: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.id.eq_ignore_ascii_case(id))
}

pub(crate) fn peer(name: &str) -> Option<&'static Peer> {
    PEERS.iter().find(|peer| peer.name == name)
}

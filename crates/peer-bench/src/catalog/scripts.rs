//! What the script language is measured with: the same programs as scripts and in Python.

use super::{Aim, Group, Kind, Metric, Peer, Row, Workers};

pub(super) const ROWS: &[Row] = &[
    Row {
        group: Group::Scripts,
        id: "S1",
        title: "tasks submitted by a script",
        metrics: &[
            Metric {
                key: "total",
                title: "submit 10,000 and collect in order",
                unit: "ns/task",
            },
            Metric {
                key: "submit",
                title: "the submitting part of it",
                unit: "ns/task",
            },
            Metric {
                key: "trip",
                title: "one at a time",
                unit: "ns/task",
            },
        ],
        aim: Aim::NONE,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Scripts,
        id: "S2",
        title: "map of x * 2 + 1 over 100,000 items",
        metrics: &[
            Metric {
                key: "single",
                title: "a task per item",
                unit: "ns/item",
            },
            Metric {
                key: "chunked",
                title: "in chunks of 1,000",
                unit: "ns/item",
            },
        ],
        aim: Aim::NONE,
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Scripts,
        id: "S3",
        title: "how many times as fast as one worker",
        metrics: &[Metric {
            key: "primes",
            title: "eight tasks that count primes",
            unit: "× one worker",
        }],
        aim: Aim {
            at_least: Some(1.8),
            ..Aim::NONE
        },
        workers: Workers::AsAsked,
        max_rounds: None,
    },
    Row {
        group: Group::Scripts,
        id: "S4",
        title: "start-up of the whole process",
        metrics: &[
            Metric {
                key: "cpu",
                title: "processor time, empty script",
                unit: "ms",
            },
            Metric {
                key: "wall",
                title: "elapsed time, empty script",
                unit: "ms",
            },
            Metric {
                key: "task_cpu",
                title: "processor time, one task on a pool",
                unit: "ms",
            },
            Metric {
                key: "task_wall",
                title: "elapsed time, one task on a pool",
                unit: "ms",
            },
        ],
        aim: Aim {
            at_most: Some(10.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Scripts,
        id: "S5",
        title: "one task that only computes",
        metrics: &[
            Metric {
                key: "squares",
                title: "sum of i * i",
                unit: "ns/step",
            },
            Metric {
                key: "primes",
                title: "primes by trial division",
                unit: "ns/candidate",
            },
            Metric {
                key: "calls",
                title: "recursive calls (fib)",
                unit: "ns/call",
            },
        ],
        aim: Aim::NONE,
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Scripts,
        id: "S6",
        title: "code that calls nothing of ours",
        metrics: &[
            Metric {
                key: "add_up",
                title: "`for` over numbers, adding them up",
                unit: "ns/step",
            },
            Metric {
                key: "count_to",
                title: "`while` that counts and adds",
                unit: "ns/step",
            },
            Metric {
                key: "floats",
                title: "float arithmetic, three operations",
                unit: "ns/step",
            },
            Metric {
                key: "pushes",
                title: "`push` to an array",
                unit: "ns/item",
            },
            Metric {
                key: "keys",
                title: "counting keys in a map",
                unit: "ns/item",
            },
            Metric {
                key: "text",
                title: "a text that grows",
                unit: "ns/character",
            },
            Metric {
                key: "closure",
                title: "calls of a closure",
                unit: "ns/call",
            },
            Metric {
                key: "map_filter",
                title: "`map` and `filter` of an array",
                unit: "ns/item",
            },
        ],
        aim: Aim::NONE,
        workers: Workers::One,
        max_rounds: None,
    },
];

pub(super) const PEERS: &[Peer] = &[
    Peer {
        name: "script",
        kind: Kind::Ours,
        rows: &["S1", "S2", "S3", "S4", "S5", "S6"],
        note: "`futures_script::Interpreter`; S4 runs the `futures` command",
    },
    Peer {
        name: "script with a native function",
        kind: Kind::Native,
        rows: &["S2", "S5"],
        note: "the same script, but what is mapped or computed is a Rust function of the embedding program (`Builder::register`)",
    },
];

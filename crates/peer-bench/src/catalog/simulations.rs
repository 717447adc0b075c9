//! What the simulated world is measured with: what each choice of a thread costs, and what a whole run does.

use super::{Aim, Group, Kind, Metric, Peer, Row, Workers};

pub(super) const ROWS: &[Row] = &[
    Row {
        group: Group::Simulations,
        id: "V1",
        title: "another thread goes on",
        metrics: &[Metric {
            key: "switch",
            title: "one switch",
            unit: "ns",
        }],
        aim: Aim {
            at_most: Some(10_000.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Simulations,
        id: "V2",
        title: "a place where another thread might have gone on",
        metrics: &[
            Metric {
                key: "ready",
                title: "one is ready and does not",
                unit: "ns",
            },
            Metric {
                key: "alone",
                title: "there is no other one",
                unit: "ns",
            },
        ],
        aim: Aim {
            at_most: Some(100.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
    Row {
        group: Group::Simulations,
        id: "V3",
        title: "a pool of two, four tasks and their results, in a world of its own each time",
        metrics: &[Metric {
            key: "schedule",
            title: "one run of an exploration",
            unit: "ns",
        }],
        aim: Aim {
            at_most: Some(1_000_000.0),
            ..Aim::NONE
        },
        workers: Workers::One,
        max_rounds: None,
    },
];

pub(super) const PEERS: &[Peer] = &[Peer {
    name: "simulation",
    kind: Kind::Ours,
    rows: &["V1", "V2", "V3"],
    note: "`futures_sim`; all threads of a world are on one processor",
}];

//! The whole catalogue, and how to find something in it.

use super::{Peer, Row, growth, pools, processes, scripts, simulations};

pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    pools::ROWS
        .iter()
        .chain(processes::ROWS)
        .chain(scripts::ROWS)
        .chain(simulations::ROWS)
        .chain(growth::ROWS)
}

pub(crate) fn peers() -> impl Iterator<Item = &'static Peer> {
    pools::PEERS
        .iter()
        .chain(processes::PEERS)
        .chain(scripts::PEERS)
        .chain(simulations::PEERS)
        .chain(growth::PEERS)
}

pub(crate) fn row(id: &str) -> Option<&'static Row> {
    rows().find(|row| row.id.eq_ignore_ascii_case(id))
}

pub(crate) fn peer(name: &str) -> Option<&'static Peer> {
    peers().find(|peer| peer.name == name)
}

//! What can be measured: the peers, the rows, and the aims that a row of ours is held against.

mod growth;
mod lookup;
mod peer;
mod pools;
mod processes;
mod row;
mod scripts;
mod simulations;

pub(crate) use lookup::{peer, peers, row, rows};
pub(crate) use peer::{Kind, Peer};
pub(crate) use row::{Aim, Group, Metric, Row, Workers};

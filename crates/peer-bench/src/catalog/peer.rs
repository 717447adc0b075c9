//! What is measured beside other things.

use super::Row;

/// What a peer is, which decides the ratio that it takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ours,
    /// A pool for any task or call, with some handle for its result.
    Rival,
    /// Splits a loop that it sees whole: faster than any pool can be, and it cannot take one task.
    Iterator,
    Python,
    /// Does only a part of the work, so nothing can be faster.
    Floor,
    /// A script that leaves its inner loop to a function of the program around it.
    Native,
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

impl Peer {
    pub(crate) fn takes_part_in(&self, row: &Row) -> bool {
        self.rows.contains(&row.id)
    }

    /// Floors have no workers to vary.
    pub(crate) fn has_workers(&self) -> bool {
        self.kind != Kind::Floor
    }
}

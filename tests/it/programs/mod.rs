//! The programs of `scripts/programs` with real servers and real files: what works, and what happens when things go wrong.
//!
//! Their snapshots beside them, which `futures test` compares, are of simulated runs with canned answers.

/// Fetching many addresses.
mod batch_fetch;
/// Checksums of a tree, together with `sha256sum`.
mod checksum_tree;
/// A folder and a command to run in it.
mod folder;
/// Checking links, also those of our own documents.
mod link_checker;
/// The four programs on waiting and computing.
mod mini;

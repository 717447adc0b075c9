//! What a thread pool shows beyond the behaviours that every pool has; those are in the `conformance` crate.

mod assignment;
mod conformance;

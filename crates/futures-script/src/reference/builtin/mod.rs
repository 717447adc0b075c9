//! Entries for what the engine brings along, by type. Its functions are registered by the engine itself, so there is no
//! place beside their registration.

mod array_functions;
mod arrays;
mod bits;
mod blobs;
mod data;
mod error_kinds;
mod functions;
mod logic;
mod maps;
mod numbers;
mod ranges;
mod strings;
mod timestamps;
mod types;
mod words;

use crate::reference::Entry;

/// The entries, one part for each file.
pub(crate) const PARTS: [&[Entry]; 15] = [
    words::ENTRIES,
    error_kinds::ENTRIES,
    numbers::ENTRIES,
    bits::ENTRIES,
    logic::ENTRIES,
    strings::ENTRIES,
    arrays::ENTRIES,
    array_functions::ENTRIES,
    maps::ENTRIES,
    ranges::ENTRIES,
    blobs::ENTRIES,
    functions::ENTRIES,
    data::ENTRIES,
    types::ENTRIES,
    timestamps::ENTRIES,
];

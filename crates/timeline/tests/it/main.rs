//! The tests of what users of the crate see.

/// Runs made by hand: pools, threads and what happens in them.
mod play;
/// What a recorder makes of events.
mod recorder;
/// Pictures as text.
mod text;

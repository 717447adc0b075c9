//! The server itself, asked by hand.

/// What it answers, well and badly.
mod answers;
/// How it ends.
mod ends;

//! What keeps the tree readable. Each rule is one test with its findings listed by file and line.

/// The front page: its first commands, and links that lead somewhere.
mod front_page;
/// The table of Python's behaviours against the inventory and the tests that exist.
mod semantics;
/// Rules for the text of every file.
mod sources;

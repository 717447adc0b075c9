//! The scripts inside the documents: what a reader is shown is run, and prints what the document says it prints.
//!
//! In [`DOCUMENTS`](run::DOCUMENTS), a fenced block of `rhai` is a whole script. It must end well, or badly if its fence
//! says `rhai,fails`; a simulated run of it if that says `rhai,simulated`, and a search for a schedule in which it fails,
//! which must find one, if it says `rhai,explored`. If a block of `text` comes next, the script prints exactly that, messages to stderr last.

/// The fenced blocks of a Markdown text.
pub(crate) mod blocks;
/// The options of the command, as the language page has them.
mod command;
/// The scripts of the documents, run against the outputs beside them.
mod run;

//! The documents: the scripts in them are run, their links lead somewhere, and those of `docs/` make a book.
//!
//! In the README and the pages of the book, a fenced block of `rhai` is a whole script. Its fence says how it is run:
//!
//! - `rhai` must end well, `rhai,fails` badly;
//! - `rhai,simulated` is a simulated run;
//! - of `rhai,explored` a search must find a schedule in which it fails;
//! - `rhai,--option=value` gives options to the command;
//! - `rhai,server` finds an HTTP server at `http://127.0.0.1:8000`.
//!
//! Blocks of `python` are run where there is a Python, and print what the script that follows prints, unless their fence
//! says `python,differs`.
//!
//! If a block of `text` comes next, the script prints exactly that, messages to stderr last. A block such as
//! `csv,file=data.csv` is a file that the scripts below it on the page find in their folder.

/// The fenced blocks of a Markdown text.
pub(crate) mod blocks;
/// The pages of the book and its summary.
mod book;
/// The codes of findings, as their page has them.
mod checking;
/// The options of the command, as its page has them.
mod command;
/// The course of the page on teaching.
mod course;
/// What a fence says of its block.
mod fence;
/// Links between Markdown files.
mod links;
/// The links and the headings of a Markdown text.
mod markdown;
/// The Python beside the scripts.
mod python;
/// The scripts of the documents, run against the outputs beside them.
mod run;

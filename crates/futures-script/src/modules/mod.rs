//! `import "lib/words" as words;`: other files as parts of a script.
//!
//! To the engine a script and its modules are one program. Before anything runs, all texts are read, each is compiled,
//! and what `words::count` means is written into the code: the functions of all go into one library, under names that
//! say whose they are. So a function of a module is a function of the script like any other: in tasks, threads, callbacks
//! and closures, also those that a module makes, and in the workers of a `process_pool`. Each text takes the lines
//! after those of the text before it, so a position of the engine says also in which file it is.
//!
//! * [`Shelf`] finds the texts: below one folder, and nowhere else.
//! * [`Outline`] is what a text imports, defines and uses, by its tokens.
//! * [`link`] reads all texts and makes one program of them: [`Linked`].
//! * [`Importer`] runs the top of a module where it is imported for the first time.

mod imported;
mod importer;
mod inputs;
mod link;
mod linked;
mod names;
mod outline;
mod renames;
mod shelf;

pub(crate) use imported::compile_functions;
pub(crate) use importer::Importer;
pub(crate) use inputs::{Input, Inputs};
pub(crate) use link::{Ready, Wanted, link};
pub(crate) use linked::{Linked, Part, Unit};
pub(crate) use names::{is_hidden_name, shown_names};
pub(crate) use outline::refused_imports;
pub(crate) use shelf::{Given, ImportFrom, Shelf};

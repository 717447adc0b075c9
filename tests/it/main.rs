//! Tests of the workspace as a whole. What a single crate promises is tested beside that crate.

/// What a program links that uses the process pool alone.
mod alone;
/// The scripts inside the documents, run, against the outputs beside them.
mod documents;
/// The course of `scripts/exercises`, as its authors prove it.
mod exercises;
/// Which crate may depend on which, and on what from outside.
mod layers;
/// The programs under `scripts/programs` with real servers and files, where things go wrong.
mod programs;
/// Every script under `scripts/`, run as a user runs it, against its snapshot.
mod scripts;
/// What keeps the tree readable: module docs, short files, a front page and tables that tell the truth.
mod tidiness;
/// Reading the files of the workspace, shared by the modules above.
mod tree;

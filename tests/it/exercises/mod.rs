//! The course of `scripts/exercises`: it is proved as its authors prove it, and all of it is in the program.

/// The course in the program against the folder.
mod embedded;
/// The first exercise in the README.
mod front_page;
/// The proof of the course, and what learners are told.
mod proved;

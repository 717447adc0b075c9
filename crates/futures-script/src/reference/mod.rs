//! The reference of the language: what each function, type, constant and word is, said beside its registration.
//!
//! `futures api` prints it, and `docs/reference` is made of it. Whoever registers a function in `language/` writes an
//! [`Entry`] into the `ENTRIES` of the same file, which its `define` hands over with `language.documented(ENTRIES)`.
//! Tests compare both (`registered.rs`), and run each example.

pub(crate) mod builtin;
mod definitions;
mod entry;
mod find;
mod json;
mod markdown;
mod section;
mod signature;
mod type_words;
mod whole;

#[cfg(test)]
mod registered;

pub(crate) use type_words::meant_by;

pub use entry::{Entry, Example, Kind, Opt, Raised};
pub use find::Found;
pub use markdown::Page;
pub use section::Section;
pub use signature::{Param, Shape, Signature};
pub use type_words::{TYPE_WORDS, TypeWord};
pub use whole::Reference;

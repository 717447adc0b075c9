//! `futures api`: the reference of the language on the terminal, and as files.

mod command;
mod hint;
mod list;
mod names;
mod page;
mod paint;
mod wrap;

pub(crate) use command::{about, api, searched};
pub(crate) use hint::hint;
pub(crate) use paint::Paint;
pub(crate) use wrap::{WIDTH, row, wrapped};

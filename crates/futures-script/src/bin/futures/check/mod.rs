//! `futures check`: what is wrong with scripts, without running them.

mod command;
mod explain;
mod find;
mod human;
mod json;
mod place;
mod sarif;

pub(crate) use command::{check, told};
pub(crate) use human::one as one_finding;

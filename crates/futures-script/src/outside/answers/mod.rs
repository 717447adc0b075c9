//! Canned answers: what the network and commands say in a simulation, from a file, and how such a file is written from a
//! real run.

pub(crate) mod asked;
mod canned;
mod file;
mod recording;
mod text;

pub use canned::Answers;
pub use recording::Recording;

pub(crate) use canned::Canned;
pub(crate) use file::{CommandAnswer, Late, Mishap, RequestAnswer};
pub(crate) use text::Text;

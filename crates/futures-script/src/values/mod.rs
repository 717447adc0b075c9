//! What natives are given and how it is checked: seconds, options, functions, futures.

mod functions;
mod futures;
mod numbers;
mod options;
mod refusal;
mod suggest;
mod turns;

pub(crate) use functions::{definition, function};
pub(crate) use futures::{ScriptFuture, futures};
pub(crate) use numbers::{positive, seconds};
pub(crate) use options::Options;
pub(crate) use refusal::{type_name, wrong_type, wrong_value};
pub(crate) use suggest::closest;
pub(crate) use turns::Turns;

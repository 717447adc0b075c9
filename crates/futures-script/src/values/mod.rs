//! What natives are given and how it is checked: seconds, options, functions, futures.

mod format;
mod functions;
mod futures;
mod items;
mod numbers;
mod options;
mod order;
mod refusal;
mod row;
mod suggest;
mod turns;
mod words;

pub(crate) use format::FormatSpec;
pub(crate) use functions::{definition, function};
pub(crate) use futures::{ScriptFuture, futures};
pub(crate) use items::{Items, MOST_ITEMS, MOST_PAIRS, fits, items, walk};
pub(crate) use numbers::{at_least, positive, seconds, timeout};
pub(crate) use options::Options;
pub(crate) use order::{compare, number, sorted};
pub(crate) use refusal::{type_name, wrong_type, wrong_value};
pub(crate) use row::{Numbers, Row, Steps};
pub use suggest::closest;
pub(crate) use turns::Turns;
pub(crate) use words::{plain_type, with_article};

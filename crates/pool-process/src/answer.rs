//! How a call ended in the worker, as the worker says it and as the parent's future tells it.

use futures_core::{Error, ErrorKind, panics};
use serde::{Deserialize, Serialize};

use crate::codec::CodecError;
use crate::remote_error::RemoteError;
use crate::worker::panics::Panicked;

/// How a call, or one item of a chunk, ended.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// It has a value, which lies beside this answer.
    Value,
    /// It returned an error: the text of that and of what caused it, as [`RemoteError::to_text`] puts it.
    Failed(String),
    Panicked(Panicked),
    /// Its argument could not be written or read.
    BadArgument(String),
    /// Its result could not be written or read.
    BadResult(String),
    /// The worker has no such function.
    UnknownFunction(String),
}

impl Answer {
    pub(crate) fn is_failure(&self) -> bool {
        !matches!(self, Answer::Value)
    }

    /// What the future of the call fails with.
    pub(crate) fn into_error(self) -> Error {
        match self {
            Answer::Value => bad_result("it is missing"),
            Answer::Failed(text) => Error::failed(RemoteError::from_text(&text)),
            Answer::Panicked(panicked) => Error::panicked(panicked.into()),
            Answer::BadArgument(text) | Answer::BadResult(text) | Answer::UnknownFunction(text) => {
                Error::new(ErrorKind::Serialization, text)
            }
        }
    }
}

pub(crate) fn cannot_send_argument(error: &CodecError) -> String {
    format!("cannot send argument: {error}")
}

pub(crate) fn cannot_read_argument(error: &CodecError) -> String {
    format!("cannot read argument: {error}")
}

pub(crate) fn cannot_send_result(error: &CodecError) -> String {
    format!("cannot send result: {error}")
}

/// The error of a call whose result arrived in a state that cannot be read.
pub(crate) fn bad_result(why: impl std::fmt::Display) -> Error {
    let text = format!("cannot read result: {why}");
    Error::new(ErrorKind::Serialization, text)
}

impl From<Panicked> for panics::Panic {
    fn from(panicked: Panicked) -> Self {
        let panic = panics::Panic::new(panicked.message, panicked.location);
        match panicked.backtrace {
            Some(backtrace) => panic.with_backtrace(backtrace),
            None => panic,
        }
    }
}

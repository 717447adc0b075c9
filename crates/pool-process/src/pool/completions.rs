//! What has happened and is yet to be told to users: ended calls and lines of output, in their order.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Error;
use futures_core::host::NestedLock;

use crate::codec::Received;
use crate::pool::record::Record;

/// Something to be told. Telling it runs code of users.
pub(crate) enum Item {
    /// A call has ended.
    Call(Completion),
    /// A worker has written these lines.
    Lines {
        worker: u32,
        stream: Stream,
        text: Vec<u8>,
    },
    /// A worker has come or gone.
    Staff { worker: u32, change: Change },
}

/// Which of a worker's outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
}

/// What became of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Up,
    Down,
}

/// A call that has ended.
pub(crate) struct Completion {
    pub(crate) record: Arc<Record>,
    /// Which worker ran it, if one did.
    pub(crate) worker: Option<u32>,
    pub(crate) busy: Duration,
    pub(crate) outcome: Outcome,
}

/// How it has ended.
pub(crate) enum Outcome {
    /// With a value, still encoded.
    Value {
        bytes: Vec<u8>,
        attachments: Vec<OwnedFd>,
    },
    Error(Error),
}

impl Completion {
    /// A call whose reply will never come.
    pub(crate) fn lost(record: Arc<Record>, error: Error) -> Self {
        Completion {
            record,
            worker: None,
            busy: Duration::ZERO,
            outcome: Outcome::Error(error),
        }
    }
}

impl Outcome {
    pub(crate) fn is_value(&self) -> bool {
        matches!(self, Outcome::Value { .. })
    }

    pub(crate) fn into_result(self) -> Result<Received<'static>, Error> {
        match self {
            Outcome::Value { bytes, attachments } => Ok(Received {
                bytes: Cow::Owned(bytes),
                attachments,
            }),
            Outcome::Error(error) => Err(error),
        }
    }
}

/// The queue of what is to be told. One thread at a time takes from it, so the order holds.
#[derive(Default)]
pub(crate) struct Completions(NestedLock<VecDeque<Item>>);

impl Completions {
    pub(crate) fn push(&self, items: impl IntoIterator<Item = Item>) {
        self.0.lock().extend(items);
    }

    pub(crate) fn pop(&self) -> Option<Item> {
        self.0.lock().pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }
}

//! Why there is no answer.

use std::fmt;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The time was up.
    Timeout,
    /// The other side cannot be reached, or does not speak HTTP as it should.
    Connection,
    /// The request itself makes no sense, or its answer is larger than was asked for.
    Value,
    /// It is not allowed.
    Denied,
    /// The wait was ended from outside, so nobody reads these words.
    Ended,
}

/// Why there is no answer, in words that follow the method and the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) text: String,
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, text: impl Into<String>) -> Self {
        Failure {
            kind,
            text: text.into(),
        }
    }

    pub(crate) fn connection(text: impl Into<String>) -> Self {
        Self::new(FailureKind::Connection, text)
    }

    pub(crate) fn value(text: impl Into<String>) -> Self {
        Self::new(FailureKind::Value, text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

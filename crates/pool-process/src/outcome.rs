//! How a call has ended, from the worker's answer to the frame and from the frame to the parent's error.

use futures_core::Error;

use crate::answer::Answer;
use crate::wire::frame::Outcome;
use crate::worker::panics::Panicked;

impl Answer {
    /// The frame's outcome; `None` for a value, which lies elsewhere.
    pub(crate) fn as_wire(&self) -> Option<Outcome<'_>> {
        Some(match self {
            Answer::Value => return None,
            Answer::Failed(text) => Outcome::Failed { text },
            Answer::Panicked(panicked) => Outcome::Panicked {
                message: &panicked.message,
                location: panicked.location.as_deref().unwrap_or_default(),
                backtrace: panicked.backtrace.as_deref().unwrap_or_default(),
            },
            Answer::BadArgument(text) => Outcome::BadArgument { text },
            Answer::BadResult(text) => Outcome::BadResult { text },
            Answer::UnknownFunction(text) => Outcome::UnknownFunction { text },
        })
    }
}

/// What the future of a call fails with whose outcome is no value.
pub(crate) fn error_of(outcome: Outcome<'_>) -> Error {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let answer = match outcome {
        Outcome::Value { .. } => Answer::Value,
        Outcome::Failed { text } => Answer::Failed(text.to_owned()),
        Outcome::Panicked {
            message,
            location,
            backtrace,
        } => Answer::Panicked(Panicked {
            message: message.to_owned(),
            location: some(location),
            backtrace: some(backtrace),
        }),
        Outcome::BadArgument { text } => Answer::BadArgument(text.to_owned()),
        Outcome::BadResult { text } => Answer::BadResult(text.to_owned()),
        Outcome::UnknownFunction { text } => Answer::UnknownFunction(text.to_owned()),
    };
    answer.into_error()
}

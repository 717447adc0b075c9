//! The error that a call returned in another process, as far as it can travel: its text and that of its causes.

use std::error::Error as StdError;
use std::fmt;

/// Between the texts of an error and its cause. Within a text it becomes a space.
const BETWEEN: char = '\0';

/// What is left of an error after its journey from a worker: its text, and the chain of what caused it.
///
/// The future of a call that returned `Err(e)` fails with an error of kind [`Failed`](futures_core::ErrorKind::Failed)
/// that carries one of these; its `Display` is that of `e`, and [`source`](StdError::source) walks on to the text of
/// what caused it. The type of `e` stays behind, since an arbitrary error cannot be serialized. In Python:
/// `concurrent.futures.process._RemoteTraceback`.
///
/// ```
/// use futures_core::{Executor, Inline};
/// use pool_process::{Call, RemoteError};
///
/// fn parse(text: String) -> Result<i32, std::num::ParseIntError> {
///     text.parse()
/// }
///
/// // A pool of processes in place of `Inline` gives `RemoteError` where this gives `ParseIntError` itself.
/// let error = Inline.submit(Call::fallible(parse, "x".to_owned())).unwrap().result().unwrap_err();
/// assert!(error.is_failed());
/// assert_eq!(error.to_string(), "invalid digit found in string");
/// assert!(error.downcast_ref::<RemoteError>().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteError {
    text: String,
    cause: Option<Box<RemoteError>>,
}

impl RemoteError {
    /// The texts of `error` and of its causes in one.
    pub(crate) fn to_text(error: &(dyn StdError + 'static)) -> String {
        let mut text = error.to_string().replace(BETWEEN, " ");
        let mut next = error.source();
        // An error can name itself as its cause; nobody reads more than these.
        for _ in 0..32 {
            let Some(cause) = next else { break };
            text.push(BETWEEN);
            text.push_str(&cause.to_string().replace(BETWEEN, " "));
            next = cause.source();
        }
        text
    }

    pub(crate) fn from_text(text: &str) -> Self {
        let mut cause = None;
        let mut texts = text.rsplit(BETWEEN);
        let mut text = texts.next().unwrap_or_default();
        for outer in texts {
            let text = std::mem::replace(&mut text, outer).to_owned();
            cause = Some(Box::new(RemoteError { text, cause }));
        }
        RemoteError {
            text: text.to_owned(),
            cause,
        }
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for RemoteError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::fmt;

    use super::RemoteError;

    #[derive(Debug)]
    struct Chained(&'static str, Option<Box<Chained>>);

    impl fmt::Display for Chained {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Chained {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|cause| cause as _)
        }
    }

    #[derive(Debug)]
    struct OwnCause;

    impl fmt::Display for OwnCause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("round and round")
        }
    }

    impl StdError for OwnCause {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self)
        }
    }

    #[test]
    fn the_chain_of_causes_arrives() {
        let disk = Chained("the disk is full\0really", None);
        let save = Chained("cannot save", Some(Box::new(disk)));
        let error = Chained("", Some(Box::new(save)));
        let arrived = RemoteError::from_text(&RemoteError::to_text(&error));
        let mut texts = vec![arrived.to_string()];
        let mut next = arrived.source();
        while let Some(cause) = next {
            texts.push(cause.to_string());
            next = cause.source();
        }
        assert_eq!(texts, ["", "cannot save", "the disk is full really"]);
    }

    #[test]
    fn a_circle_of_causes_ends() {
        let text = RemoteError::to_text(&OwnCause);
        assert_eq!(text.matches("round and round").count(), 33);
    }
}

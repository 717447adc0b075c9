//! What keeps a command about a course from doing its work, in words for whoever typed it.

use crate::report;

/// What keeps a command about a course from doing its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A sentence, and perhaps what to do.
    Words {
        message: String,
        help: Option<String>,
    },
    /// A report with the place in a file, ready to be written.
    Shown(String),
}

impl Trouble {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Trouble::Words {
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Trouble::Words {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// What is wrong, without what to do about it.
    pub(crate) fn words(&self) -> &str {
        match self {
            Trouble::Words { message, .. } => message,
            Trouble::Shown(text) => text,
        }
    }

    /// Writes it to standard error.
    pub(crate) fn report(&self) {
        match self {
            Trouble::Words {
                message,
                help: Some(help),
            } => report::failure_with(message, help),
            Trouble::Words {
                message,
                help: None,
            } => report::failure(message),
            Trouble::Shown(text) => report::rendered(text),
        }
    }
}

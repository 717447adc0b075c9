//! What the checker says of a place in a script.

use std::fmt;

use crate::check::{Code, Span};

/// Something that is wrong with a script, or probably is: see [`Interpreter::check`](crate::Interpreter::check).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a finding is there to be shown"]
pub struct Finding {
    code: Code,
    span: Span,
    message: String,
    label: String,
    notes: Vec<Note>,
    help: Option<String>,
}

/// Another place that has to do with a finding, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    span: Span,
    words: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The script fails when it comes there.
    Error,
    /// The script runs, but hardly as it was meant.
    Warning,
}

impl Finding {
    /// A finding without words at its caret, notes and help.
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Finding {
            code,
            span,
            message: message.into(),
            label: String::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// With words at the caret.
    pub(crate) fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another place.
    pub(crate) fn with_note(mut self, span: Span, words: impl Into<String>) -> Self {
        let words = words.into();
        self.notes.push(Note { span, words });
        self
    }

    /// With what to do about it.
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What kind of finding it is.
    pub fn code(&self) -> Code {
        self.code
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The words for the caret under the place; empty if the message says it all.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Other places that have to do with it.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Finding {
    /// The place, the severity, the code and the message in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (severity, code) = (self.severity(), self.code);
        write!(f, "{}: {severity}[{code}]: {}", self.span, self.message)
    }
}

impl Note {
    /// Where it is.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is there.
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

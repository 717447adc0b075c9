//! Why a value could not be turned into bytes or back, and where inside the value.

use std::fmt;

use serde::de::{Expected, Unexpected};

/// Why and where. The text reads `value.image.pixels[3]: out of ink`, without the path if it is the whole value.
pub(crate) struct CodecError(Box<Inner>);

struct Inner {
    message: String,
    /// From the innermost outwards, in the order in which the error passes them.
    path: Vec<Step>,
    too_many_names: bool,
}

#[derive(Debug)]
pub(super) enum Step {
    Field(&'static str),
    /// A field whose name was read.
    Named(String),
    Variant(&'static str),
    /// Of a tuple.
    Element(usize),
    Index(usize),
    Key(String),
}

impl CodecError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        CodecError(Box::new(Inner {
            message: message.into(),
            path: Vec::new(),
            too_many_names: false,
        }))
    }

    /// More than the table of names can have: they must stand where they belong.
    #[cold]
    pub(super) fn too_many_names() -> Self {
        let mut error = Self::new("it has too many different names");
        error.0.too_many_names = true;
        error
    }

    pub(super) fn is_for_too_many_names(&self) -> bool {
        self.0.too_many_names
    }

    #[cold]
    pub(super) fn miscounted(announced: usize, written: usize) -> Self {
        Self::new(format!(
            "its type announced {announced} parts and wrote {written}"
        ))
    }

    /// What follows would be misread.
    #[cold]
    pub(super) fn unread(left: usize) -> Self {
        Self::new(format!("its type left {left} parts unread"))
    }

    /// Says that it happened inside of what `step` leads to.
    #[cold]
    pub(super) fn inside(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            f.write_str("value")?;
            for step in self.0.path.iter().rev() {
                match step {
                    Step::Field(name) | Step::Variant(name) => write!(f, ".{name}")?,
                    Step::Named(name) => write!(f, ".{name}")?,
                    Step::Element(number) => write!(f, ".{number}")?,
                    Step::Index(number) => write!(f, "[{number}]")?,
                    Step::Key(key) => write!(f, "[{key}]")?,
                }
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodecError({self})")
    }
}

impl std::error::Error for CodecError {}

impl serde::ser::Error for CodecError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

impl serde::de::Error for CodecError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    /// Serde's own words, the wanted first, and without the whole of a long text.
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(match found {
            Unexpected::Str(text) if text.len() > 60 => {
                format!(
                    "expected {expected}, found a string of {} bytes",
                    text.len()
                )
            }
            found => format!("expected {expected}, found {found}"),
        })
    }
}
